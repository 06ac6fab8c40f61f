// Bundles, quiet hours and the frame of the home tab.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "handlers/chat/form.hpp"
#include "handlers/chat/message.hpp"

namespace houston::handlers::words::voice {

/// Several messages as one, a section each.
chat::Message bundle(const std::vector<chat::Message>& sections);

/// `hours`: "08:00–18:00", "" when there are none.
chat::Message quiet_is(const std::string& hours, bool own);
chat::Message quiet_set(const std::string& hours, bool own);
chat::Message quiet_usage(const std::string& said);
std::string not_hours();
chat::Form quiet_form(const std::string& now);

/// The last part of the home tab.
/// `birthday`: "24 November", "" when it was not told; nothing where no team celebrates them.
void settings(chat::Message& home, bool is_away, const std::string& hours,
              const std::optional<std::string>& birthday);

}  // namespace houston::handlers::words::voice
