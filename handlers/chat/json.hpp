// Messages and forms as JSON text, for the outbox and for forms that are filled in step by step. What an
// earlier version wrote can be read by a later one.
#pragma once

#include <string>
#include <string_view>

#include "config/result.hpp"
#include "handlers/chat/form.hpp"
#include "handlers/chat/message.hpp"

namespace houston::chat {

std::string to_json(const Message& message);
Result<Message> message_from_json(std::string_view json);

std::string to_json(const Reaction& reaction);
Result<Reaction> reaction_from_json(std::string_view json);

std::string to_json(const Form& form);
Result<Form> form_from_json(std::string_view json);

}  // namespace houston::chat
