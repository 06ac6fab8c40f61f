// chat::Message as Slack shows it: text and Block Kit blocks within Slack's limits, which stand in the .cpp.
#pragma once

#include <string>

#include "handlers/chat/message.hpp"

namespace houston::bot::slack {

/// What chat.postMessage and its kin take.
struct Rendered {
  std::string text;    ///< Escaped; what notifications show and screen readers read. At most 3,600 units.
  std::string blocks;  ///< A JSON array, "[]" when the message has no block that shows anything.
};

/// Long texts become several blocks. When even so a message is too large, what does not fit is left out from
/// the end, a line says how much; buttons always stay. Throws std::length_error when a button breaks the
/// limits that handlers/chat/message.hpp promises.
Rendered render(const chat::Message& message);

/// The home tab as a view (JSON) for views.publish: the same with the limits of views.
std::string render_home(const chat::Message& message);

/// The blocks of a form's introduction (JSON array), at most `most` of them.
std::string render_intro(const chat::Text& intro, std::size_t most);

/// A button's action: in one block no action_id may come twice, so a repeated one is sent as "name#2" and
/// read back with this.
std::string action_of(const std::string& action_id);

}  // namespace houston::bot::slack
