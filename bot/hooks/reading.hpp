// What a delivery says, read: pure functions of headers and body, whose signature has been checked.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "config/settings.hpp"
#include "handlers/celebrate/celebrate.hpp"

namespace houston::bot::hooks {

using Headers = std::map<std::string, std::string>;  ///< Names in lower case.

struct Ping {};     ///< The sender asks whether somebody is there.
struct Ignored {};  ///< Right, and nothing to celebrate.
struct Malformed {
  std::string why;  ///< For whoever set the sender up: what is wrong, and what would be right.
};
/// A Celebration without team and deliveries, which the pages know.
using Reading = std::variant<handlers::Celebration, Ping, Ignored, Malformed>;

/// GitHub's deliveries: https://docs.github.com/en/webhooks/webhook-events-and-payloads
Reading read_github(const config::Hook& hook, const Headers& headers, const std::string& body);
/// Houston's own form: {"title","text","people","url"}.
Reading read_signed(const std::string& body);

/// The id by which a sender calls a delivery: 1 to 200 visible ASCII characters.
bool is_delivery_id(std::string_view text);
/// An absolute http or https URL of visible ASCII characters, at most 2,000.
bool is_web_address(std::string_view text);

}  // namespace houston::bot::hooks
