// The text frames of a Socket Mode connection, and the acknowledgement that answers them. Pure.
// https://docs.slack.dev/apis/events-api/using-socket-mode
#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <variant>

namespace houston::bot::slack {

struct Hello {
  std::chrono::seconds lifetime{};  ///< approximate_connection_time; zero when it was not told.
};
struct Disconnect {
  std::string reason;
};
struct Envelope {
  std::string id;
  std::string type;
  bool takes_payload = false;
  nlohmann::json whole;
};
struct BadFrame {
  std::string why;  ///< "not_json", "not_an_object", "unknown_type"
};
using Frame = std::variant<Hello, Disconnect, Envelope, BadFrame>;

/// Anything with an envelope_id is an envelope, whatever its type, so that it gets its acknowledgement.
Frame read_frame(std::string_view text);

/// `payload` is JSON, or "" for none.
std::string acknowledgement(const std::string& envelope_id, const std::string& payload);

}  // namespace houston::bot::slack
