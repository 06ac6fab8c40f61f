// A token that cannot be printed by accident.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace houston {

/// Holds a token. It has no stream operator, no formatter and no comparison; the only way to its text is
/// reveal(), which belongs at the place where the Authorization header is written and nowhere else.
/// Constructing one also registers the text with redact(), the last line of defence.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text);
  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

/// `text` with every registered secret, and everything shaped like a Slack token (xoxb-…, xapp-…, xoxp-…) or
/// a Socket Mode ticket, replaced by "[secret]". Any thread. Log sinks and error texts pass through it.
std::string redact(std::string_view text);

}  // namespace houston
