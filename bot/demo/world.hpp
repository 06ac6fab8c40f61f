// What the demo needs on disk: a folder of its own in the temporary directory with a database, the chat's CA
// and a holiday calendar; and the settings file that names them. All of it is gone when the World is.
#pragma once

#include <filesystem>
#include <string>

#include "config/result.hpp"
#include "config/settings.hpp"

namespace houston::bot::demo {

// Where the settings say the tokens are; the demo answers from its chat instead of from the environment.
inline constexpr const char* kBotTokenName = "HOUSTON_DEMO_BOT_TOKEN";
inline constexpr const char* kAppTokenName = "HOUSTON_DEMO_APP_TOKEN";
inline constexpr const char* kAccessTokenName = "HOUSTON_DEMO_ACCESS_TOKEN";

// The same for the hook at which the training job tells of its success.
inline constexpr const char* kHookName = "training";
inline constexpr const char* kHookSecretName = "HOUSTON_DEMO_HOOK_SECRET";

inline constexpr const char* kCaFile = "ca.pem";

/// What the settings say about the chat in which the demo plays.
struct Surroundings {
  std::string platform;     ///< The lines of [[workspace]] below its name.
  std::string ca_pem = "";  ///< Becomes kCaFile; "" for none.
  std::string domain = "";  ///< In which people's and rooms' names end: ":localhost".
};

class World {
 public:
  /// The error is for people: the temporary directory cannot be written.
  static Result<World> make();
  ~World();
  World(World&& other) noexcept;
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  World& operator=(World&&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  /// Writes CA and calendar and reads the settings, as `houston serve` would read its file.
  Result<config::Settings> settings(const Surroundings& surroundings) const;

 private:
  explicit World(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;  ///< Empty after a move.
};

/// The settings as TOML. Paths are relative to the folder.
std::string settings_text(const Surroundings& surroundings);
/// The public holidays of the script as an .ics file (RFC 5545).
std::string holidays_text();

}  // namespace houston::bot::demo
