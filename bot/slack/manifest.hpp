// The Slack app manifest (https://docs.slack.dev/reference/app-manifest), ready to paste.
#pragma once

#include <string>
#include <vector>

#include "config/settings.hpp"

namespace houston::bot::slack {

/// The bot scopes Houston needs for these settings, sorted; each is used by some call or event.
std::vector<std::string> scopes(const config::Settings& settings);

/// JSON, indented.
std::string manifest(const config::Settings& settings);

}  // namespace houston::bot::slack
