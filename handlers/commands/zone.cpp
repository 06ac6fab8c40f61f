// zone: which clock a person lives by, where the platform does not tell.
#include "config/nearest.hpp"
#include "handlers/commands/commands.hpp"
#include "handlers/people.hpp"
#include "handlers/words/command_words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::commands {
namespace {

bool profile_decides(const Request& request) {
  return !request.person.time_zone.empty() && scheduler::zone_exists(request.person.time_zone);
}

bool takes_back(const std::string& said) {
  return said == "forget" || said == "default";
}

void zone_run(Request& request) {
  const std::string said = joined(request.words);
  if (profile_decides(request)) {
    request.turn.reply(words::commands::zone_of_profile(request.person.time_zone));
    return;
  }
  if (said.empty()) {
    request.turn.reply(
        words::commands::zone_is(zone_of(request, request.person), !request.person.chosen_zone.empty()));
    return;
  }
  if (!takes_back(said)) {
    const auto meant = scheduler::zones_called(said);
    if (meant.size() != 1) {
      const auto near = meant.empty() ? config::nearest(said, scheduler::zone_names()) : std::nullopt;
      request.turn.reply(words::commands::not_a_zone(said, near ? std::vector{*near} : meant));
      return;
    }
    people::chose_zone(request.turn, request.house, request.person, meant.front());
  } else {
    people::chose_zone(request.turn, request.house, request.person, "");
  }
  request.person = request.tables().people.find(request.workspace(), request.person.id).value();
  request.turn.reply(
      words::commands::zone_set(zone_of(request, request.person), !request.person.chosen_zone.empty()));
}

bool zone_whole(Request& request) {
  const std::string said = joined(request.words);
  return said.empty() || takes_back(said) || scheduler::zones_called(said).size() == 1;
}

}  // namespace

const std::vector<Command>& zone() {
  static const std::vector<Command> family{
      {"zone", "zone Europe/Warsaw",
       "the clock you live by, where your profile here does not say; also forget", false, zone_run,
       zone_whole},
  };
  return family;
}

}  // namespace houston::handlers::commands
