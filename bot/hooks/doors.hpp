// The hooks of the settings with their secrets read.
#pragma once

#include <functional>
#include <vector>

#include "config/result.hpp"
#include "config/settings.hpp"

namespace houston::bot::hooks {

/// One address: /hooks/<settings.name>.
struct Door {
  TeamId team;
  config::Hook settings;
  Secret secret;
};

/// The error names team, hook and source, and never the secret.
Result<std::vector<Door>> open_doors(
    const config::Settings& settings,
    const std::function<Result<Secret>(const config::SecretSource&)>& read_secret);

}  // namespace houston::bot::hooks
