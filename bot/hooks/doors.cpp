#include "bot/hooks/doors.hpp"

namespace houston::bot::hooks {
namespace {

/// Shorter ones can be guessed by trying, once somebody has seen a delivery and its signature.
constexpr std::size_t kShortest = 16;

}  // namespace

Result<std::vector<Door>> open_doors(
    const config::Settings& settings,
    const std::function<Result<Secret>(const config::SecretSource&)>& read_secret) {
  std::vector<Door> doors;
  for (const config::Team& team : settings.teams) {
    for (const config::Hook& hook : team.hooks) {
      const std::string about = "Team " + team.name.value + ", hook " + hook.name + ", secret: ";
      auto secret = read_secret(hook.secret);
      if (!secret) return Error{about + secret.error().message};
      if (secret->reveal().size() < kShortest) {
        return Error{
            about + "it is shorter than " + std::to_string(kShortest) +
            " characters and could be guessed: make one with \"openssl rand -hex 32\", and give it to "
            "the sender, too"};
      }
      doors.push_back({team.name, hook, std::move(*secret)});
    }
  }
  return doors;
}

}  // namespace houston::bot::hooks
