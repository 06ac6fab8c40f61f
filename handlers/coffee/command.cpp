// "coffee …"
#include "handlers/coffee/coffee.hpp"

#include "config/text.hpp"
#include "handlers/roster.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers {

using storage::Pair;
using storage::Person;

namespace {

using commands::Request;

std::string next_text(Request& request, const Coffee& coffee) {
  const auto next = coffee.next_round(request.turn);
  return next ? zones::day_and_clock(*next, commands::zone_of(request, request.person), request.turn.now())
              : "";
}

void never(Request& request, bool again) {
  std::optional<Person> other;
  if (request.words.size() == 2) {
    other = request.named(request.words[1]);
  }
  if (!other || other->id == request.person.id) {
    request.turn.reply(words::pair::coffee_usage());
    return;
  }
  if (again) {
    request.tables().coffees.again(request.workspace(), request.person.id, other->id);
  } else {
    request.tables().coffees.never(request.workspace(), request.person.id, other->id, request.turn.now());
  }
  request.turn.whisper(words::pair::coffee_never(other->name, again));
}

void state(Request& request, const std::vector<Coffee*>& mine) {
  std::vector<std::string> nevers;
  for (const PersonId& one : request.tables().coffees.nevers(request.workspace(), request.person.id)) {
    nevers.push_back(roster::name_of(request.tables(), request.workspace(), one));
  }
  for (Coffee* coffee : mine) {
    const bool in =
        request.tables().coffees.joined(coffee->team().name, coffee->settings().name, request.person.id);
    request.turn.whisper(words::pair::coffee_state(in, next_text(request, *coffee), nevers));
    nevers.clear();
  }
}

void run(Request& request) {
  Coffees* part = Coffees::in(request.house);
  if (part == nullptr) return;
  auto mine = part->of_person(request.turn, request.house, request.person);
  if (mine.empty()) {
    request.turn.reply(words::pair::coffee_nowhere());
    return;
  }
  if (request.words.empty()) {
    state(request, mine);
    return;
  }
  const std::string verb = config::lower(request.words.front().text);
  if (verb == "never" || verb == "again") {
    never(request, verb == "again");
    return;
  }
  if (verb == "join" || verb == "leave") {
    if (request.words.size() > 1) {
      const std::string wanted = config::lower(request.words[1].text);
      std::erase_if(mine, [&](const Coffee* one) {
        return wanted != config::lower(one->full_name()) &&
               wanted != config::lower(one->settings().name.value) &&
               wanted != config::lower(one->team().name.value);
      });
    }
    if (mine.size() != 1) {
      std::vector<std::string> names;
      for (const Coffee* one : part->of_person(request.turn, request.house, request.person)) {
        names.push_back(one->full_name());
      }
      request.turn.reply(words::pair::coffee_which(names));
      return;
    }
    Coffee& coffee = *mine.front();
    auto& coffees = request.tables().coffees;
    if (verb == "join") {
      const bool fresh =
          coffees.join(coffee.team().name, coffee.settings().name, request.person.id, request.turn.now());
      request.turn.reply(words::pair::coffee_joined(coffee.full_name(), next_text(request, coffee), !fresh));
    } else {
      request.turn.reply(words::pair::coffee_left(
          coffees.leave(coffee.team().name, coffee.settings().name, request.person.id)));
    }
    return;
  }
  // The coffee that is meant: the one whose time is nearest.
  std::optional<Pair> meant;
  std::optional<Instant> starts;
  for (Pair& pair : part->pairs_of(request.turn, request.workspace(), request.person.id)) {
    const auto meeting = part->of(pair)->pairing().current(request.turn, pair);
    if (!meeting || (starts && meeting->starts >= *starts)) continue;
    starts = meeting->starts;
    meant = std::move(pair);
  }
  if (meant && shapes::said(request, part->of(*meant)->pairing(), *meant, request.texts())) return;
  request.turn.reply(words::pair::coffee_usage());
}

bool offered(Request& request) {
  const Coffees* part = Coffees::in(request.house);
  return part != nullptr && !part->of_person(request.turn, request.house, request.person).empty();
}

bool whole(Request& request) {
  if (request.words.empty()) return true;
  const std::string verb = config::lower(request.words.front().text);
  if (verb == "join" || verb == "leave") return request.words.size() <= 2;
  return (verb == "never" || verb == "again") && request.words.size() == 2;
}

}  // namespace

const commands::Command& coffee_command() {
  static const commands::Command command{"coffee",
                                         "coffee join",
                                         "be paired for a coffee now and then; also leave, never @NAME",
                                         false,
                                         run,
                                         whole,
                                         {},
                                         {},
                                         offered};
  return command;
}

}  // namespace houston::handlers
