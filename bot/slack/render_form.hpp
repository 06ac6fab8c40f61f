// chat::Form as a Slack modal, and what a modal gives back.
// https://docs.slack.dev/surfaces/modals, https://docs.slack.dev/reference/views
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "handlers/chat/form.hpp"

namespace houston::bot::slack {

/// The view (JSON) for views.open. A field's id is its input's block_id, so that errors find their field.
/// Throws std::length_error when the form breaks the limits that handlers/chat/form.hpp promises.
std::string render(const chat::Form& form);

/// Form id and state, as they travel in the view's private_metadata.
struct FormName {
  std::string form;
  std::string state;
};
std::optional<FormName> read_private_metadata(std::string_view text);

/// The acknowledgement payload (JSON) that keeps the modal open and says what is wrong, by field id.
std::string render_refused(const std::map<std::string, std::string>& refused);

}  // namespace houston::bot::slack
