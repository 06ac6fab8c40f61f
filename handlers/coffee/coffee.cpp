#include "handlers/coffee/coffee.hpp"

#include <algorithm>

#include "config/text.hpp"
#include "handlers/coffee/matching.hpp"
#include "handlers/roster.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/zones.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers {

using storage::Meeting;
using storage::Pair;
using storage::Person;

namespace {

constexpr const char* kDayNames[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
constexpr auto kAnswersTaken = std::chrono::hours(24 * 7);

}  // namespace

storage::TimerKey Coffee::round_key() const {
  return {"coffee.round", full_name()};
}

scheduler::Dates Coffee::dates() const {
  config::Schedule schedule;
  schedule.rule = settings_.cadence.rule;
  schedule.start = settings_.cadence.start;
  if (schedule.rule.empty()) {
    schedule.rule = "FREQ=WEEKLY;INTERVAL=" + std::to_string(settings_.cadence.weeks) +
                    ";BYDAY=" + kDayNames[settings_.weekday];
  }
  return scheduler::Dates(schedule);
}

Instant Coffee::drawn_at(LocalDate date) const {
  const scheduler::Holidays& holidays = *pairing_.ritual().holidays;
  for (int tries = 0; tries < 14 && (holidays.on(date) || scheduler::weekday_index(date) > 4); ++tries) {
    date = scheduler::next_day(date);
  }
  return scheduler::to_instant(date, settings_.at, team_.time_zone).at;
}

LocalDate Coffee::round_end(LocalDate date) const {
  const auto next = dates().next(scheduler::next_day(date));
  return next ? *next : scheduler::add_days(date, 14);
}

std::optional<Instant> Coffee::next_round(Turn& turn) const {
  const auto all = dates();
  auto date = all.next(scheduler::add_days(scheduler::local_date(turn.now(), team_.time_zone), -14));
  for (int tries = 0; date && tries < 60; ++tries, date = all.next(scheduler::next_day(*date))) {
    if (const Instant at = drawn_at(*date); at > turn.now()) return at;
  }
  return std::nullopt;
}

void Coffee::sync(Turn& turn) {
  const auto due = turn.tables().timers.find(round_key());
  // An overdue one is left to fire.
  if (!due || *due > turn.now()) {
    const auto next = next_round(turn);
    if (next && due != next) turn.wake(*next, round_key());
    if (!next && due) turn.tables().timers.cancel(round_key());
  }
  for (const Pair& pair : turn.tables().pairs.of(team_.name, settings_.name)) absences_changed(turn, pair);
}

void Coffee::absences_changed(Turn& turn, const Pair& pair) {
  for (const PersonId& person : pair.people) {
    const auto known = turn.tables().people.find(team_.workspace, person);
    if (known && known->deactivated) {
      pairing_.drop_all(turn, pair);
      return;
    }
  }
  for (const Meeting& meeting : turn.tables().pairs.planned(pair.id)) {
    pairing_.keep_up(turn, pair, meeting,
                     std::max(round_end(meeting.day), scheduler::add_days(meeting.day, 14)));
  }
}

/// Who joined, is in the team, and is there on at least one of the next five working days.
std::vector<PersonId> Coffee::present(Turn& turn, LocalDate today) const {
  std::vector<PersonId> people;
  for (const PersonId& id : turn.tables().coffees.members(team_.name, settings_.name)) {
    if (!roster::member(turn.tables(), team_, id)) continue;
    int there = 0;
    LocalDate day = today;
    for (int left = 5; left > 0; day = scheduler::next_day(day)) {
      if (scheduler::weekday_index(day) > 4) continue;
      --left;
      if (!turn.tables().absences.on(team_.workspace, id, day)) ++there;
    }
    if (there > 0) people.push_back(id);
  }
  return people;
}

void Coffee::round_due(Turn& turn, const House& house, Instant due) {
  auto& pairs = turn.tables().pairs;
  const LocalDate today = scheduler::local_date(turn.now(), team_.time_zone);
  const LocalDate day = scheduler::local_date(due, team_.time_zone);
  coffee::History history;
  history.never = turn.tables().coffees.all_nevers(team_.workspace);
  std::optional<LocalDate> round;
  for (auto& met : pairs.pairings(team_.name, settings_.name)) {
    if (met.day == day) return;  // Drawn already.
    if (round != met.day) history.rounds.emplace_back();
    round = met.day;
    history.rounds.back().push_back(std::move(met.people));
  }
  // Those of earlier rounds are over, once nobody answers any more whether they met.
  for (Pair& pair : pairs.of(team_.name, settings_.name)) {
    const auto planned = pairs.planned(pair.id);
    const bool open = std::any_of(planned.begin(), planned.end(),
                                  [&](const Meeting& one) { return one.ends + kAnswersTaken > turn.now(); });
    if (open) continue;
    pair.active = false;
    pairs.save(pair);
  }
  const auto groups = coffee::match(present(turn, today), history, house.random());
  for (const auto& people : groups.together) {
    Pair pair = pairs.keep(team_.workspace, team_.name, settings_.name, people, turn.now());
    pair.zone = pairing_.zone_of(turn, pair);
    pairs.save(pair);
    const LocalDate end = std::max(round_end(day), scheduler::add_days(today, 5));
    const auto starts = pairing_.common(turn, pair, scheduler::next_day(today), end);
    if (!starts) continue;  // One of them is away for the rest of the round.
    const Meeting meeting = pairing_.plan_one(turn, pair, day, *starts);
    pairing_.introduce(turn, pair, meeting);
  }
  for (const PersonId& person : groups.alone) pairing_.tell(turn, person, words::pair::coffee_alone());
}

chat::Message Coffee::agenda(Turn& turn, const Pair& pair, const Meeting& meeting, const PersonId& reader) {
  return words::pair::agenda(shapes::about(turn, pairing_, pair, meeting, reader), {}, {});
}

chat::Message Coffee::reminder(Turn& turn, const Pair& pair, const Meeting& meeting, const PersonId& reader) {
  return words::pair::reminder(shapes::about(turn, pairing_, pair, meeting, reader), {});
}

// ---------------------------------------------------------------- The part

Coffees::Coffees(const config::Settings& settings, const std::map<TeamId, scheduler::Holidays>& holidays) {
  for (const config::Team& team : settings.teams) {
    for (const config::Coffee& one : team.coffees) {
      all_.push_back(std::make_unique<Coffee>(team, one, holidays.at(team.name)));
    }
  }
}

Coffees* Coffees::in(const House& house) {
  for (const auto& part : house.parts()) {
    if (auto* one = dynamic_cast<Coffees*>(part.get())) return one;
  }
  return nullptr;
}

Coffee* Coffees::of(const Pair& pair) const {
  for (const auto& one : all_) {
    if (one->team().name == pair.team && one->settings().name == pair.ritual) return one.get();
  }
  return nullptr;
}

shapes::FindPairing Coffees::finder() const {
  return [this](const Pair& pair) {
    Coffee* one = of(pair);
    return one != nullptr ? &one->pairing() : nullptr;
  };
}

std::vector<Coffee*> Coffees::of_person(Turn& turn, const House& house, const Person& person) const {
  const auto teams = roster::teams_of(turn.tables(), house.settings(), person.workspace, person.id);
  std::vector<Coffee*> found;
  for (const auto& one : all_) {
    if (std::find(teams.begin(), teams.end(), &one->team()) != teams.end()) found.push_back(one.get());
  }
  return found;
}

std::vector<Pair> Coffees::pairs_of(Turn& turn, const WorkspaceId& workspace, const PersonId& person) const {
  auto pairs = turn.tables().pairs.of_person(workspace, person);
  std::erase_if(pairs, [this](const Pair& pair) { return of(pair) == nullptr; });
  return pairs;
}

void Coffees::sync(Turn& turn, const House&) {
  for (const storage::Timer& timer : turn.tables().timers.list("coffee.round", "")) {
    const bool known = std::any_of(all_.begin(), all_.end(),
                                   [&](const auto& one) { return one->full_name() == timer.key.subject; });
    if (!known) turn.tables().timers.cancel(timer.key);
  }
  for (const auto& one : all_) one->sync(turn);
}

void Coffees::absences_changed(Turn& turn, const House&, const Person& person) {
  for (const Pair& pair : pairs_of(turn, person.workspace, person.id)) of(pair)->absences_changed(turn, pair);
}

bool Coffees::fired(Turn& turn, const House& house, const storage::Timer& timer) {
  if (timer.key.kind == "coffee.round") {
    for (const auto& one : all_) {
      if (one->full_name() != timer.key.subject) continue;
      one->round_due(turn, house, timer.due);
      one->sync(turn);
    }
    return true;
  }
  return std::any_of(all_.begin(), all_.end(),
                     [&](const auto& one) { return one->pairing().fired(turn, timer); });
}

bool Coffees::clicked(Heard& heard, const chat::Clicked& clicked) {
  return shapes::clicked(heard, Coffee::kKind, clicked, finder(), nullptr);
}

bool Coffees::submitted(Heard& heard, const chat::Submitted& submitted) {
  return shapes::submitted(heard, Coffee::kKind, submitted, finder());
}

void Coffees::home(Turn& turn, const House&, const Person& person, chat::Message& home) {
  std::vector<std::pair<words::pair::About, std::vector<words::pair::PointLine>>> shown;
  for (const Pair& pair : pairs_of(turn, person.workspace, person.id)) {
    auto& pairing = of(pair)->pairing();
    if (const auto current = pairing.current(turn, pair); current && current->asked) {
      const auto asks = of(pair)->question(turn, pair, *current, person.id);
      home.blocks.insert(home.blocks.end(), asks.blocks.begin(), asks.blocks.end());
    }
    if (const auto next = pairing.next(turn, pair)) {
      shown.emplace_back(shapes::about(turn, pairing, pair, *next, person.id),
                         std::vector<words::pair::PointLine>{});
    }
  }
  words::pair::home(home, shown);
}

void Coffees::forgotten(Turn& turn, const House&, const storage::Person& person, const PersonId& former) {
  for (const storage::Pair& pair : turn.tables().pairs.ended_with(person.workspace, former)) {
    if (auto* one = of(pair)) shapes::ended(turn, one->pairing(), pair, former);
  }
}

std::vector<const commands::Command*> Coffees::commands() const {
  if (all_.empty()) return {};
  return {&coffee_command()};
}

// ---------------------------------------------------------------- "coffee …"

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
    const auto& word = request.words[1];
    other = word.person ? request.tables().people.find(request.workspace(), *word.person)
                        : request.tables().people.look_up(request.workspace(), word.text);
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
