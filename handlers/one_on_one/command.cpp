// "1:1 @bo talk about the on-call rota", "1:1 calendar"
#include <algorithm>
#include <charconv>

#include "config/text.hpp"
#include "handlers/commands/moments.hpp"
#include "handlers/one_on_one/calendar.hpp"
#include "handlers/one_on_one/one_on_one.hpp"
#include "handlers/roster.hpp"
#include "handlers/zones.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers {
namespace {

using commands::Request;
using storage::Meeting;
using storage::Pair;
using storage::Point;

std::string rest(const Request& request, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < request.words.size(); ++i) {
    text += (text.empty() ? "" : " ") + request.words[i].text;
  }
  return text;
}

std::string verb(const Request& request) {
  return request.words.empty() || request.words.front().person ? ""
                                                               : config::lower(request.words.front().text);
}

std::optional<PersonId> named(Request& request) {
  const auto person = request.named(request.words.front());
  return person ? std::optional(person->id) : std::nullopt;
}

bool has(const Pair& pair, const PersonId& person) {
  return std::find(pair.people.begin(), pair.people.end(), person) != pair.people.end();
}

class OneCommand {
 public:
  OneCommand(Request& request, OneOnOne& one, Pair pair)
      : request_(request), turn_(request.turn), one_(one), pair_(std::move(pair)), me_(request.person.id) {}
  void run();

 private:
  words::pair::About view() {
    const auto next = one_.pairing().next(turn_, pair_);
    return shapes::about(turn_, one_.pairing(), pair_, next ? *next : Meeting{}, me_);
  }
  void add(Point::Kind kind, std::size_t from);
  void close_points(Point::State how);
  void series();
  void refresh() {
    if (const auto next = one_.pairing().next(turn_, pair_)) one_.pairing().refresh(turn_, pair_, *next);
  }

  Request& request_;
  Turn& turn_;
  OneOnOne& one_;
  Pair pair_;
  PersonId me_;
};

void OneCommand::add(Point::Kind kind, std::size_t from) {
  const std::string text = rest(request_, from);
  if (text.empty()) {
    turn_.reply(words::pair::nothing_said(view().say +
                                          (kind == Point::Kind::point ? " talk about …" : " promise …")));
    return;
  }
  if (!one_.add(turn_, pair_, me_, kind, text)) {
    turn_.reply(words::pair::too_many_points());
    return;
  }
  refresh();
  turn_.reply(words::pair::kept(shapes::others(turn_, pair_, me_), kind == Point::Kind::promise));
}

void OneCommand::close_points(Point::State how) {
  auto points = turn_.tables().pairs.open_points(pair_.id);
  std::vector<std::size_t> chosen;
  if (request_.words.size() < 2) {
    turn_.reply(words::pair::nothing_said(view().say + " done 1"));
    return;
  }
  for (std::size_t i = 1; i < request_.words.size(); ++i) {
    std::string word = request_.words[i].text;
    while (!word.empty() && (word.back() == ',' || word.back() == '.')) word.pop_back();
    if (config::lower(word) == "and") continue;
    std::size_t number = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
    if (read.ec != std::errc() || read.ptr != word.data() + word.size() || number < 1 ||
        number > points.size()) {
      turn_.reply(words::pair::no_such_point(word, points.size()));
      return;
    }
    if (std::find(chosen.begin(), chosen.end(), number - 1) == chosen.end()) chosen.push_back(number - 1);
  }
  std::vector<std::string> texts;
  for (const std::size_t at : chosen) {
    points[at].state = how;
    points[at].settled = turn_.now();
    turn_.tables().pairs.save(points[at]);
    texts.push_back(points[at].text);
  }
  refresh();
  turn_.reply(words::pair::settled_points(texts, how == Point::State::done));
}

/// "at thursday 14:00", on the clock of whoever says it.
void OneCommand::series() {
  const std::string mine = one_.pairing().zone_of(turn_, me_);
  std::optional<int> weekday;
  std::optional<LocalTime> time;
  for (std::size_t i = 1; i < request_.words.size(); ++i) {
    const std::string& word = request_.words[i].text;
    if (const auto day = commands::parse_weekday(word); day && !weekday) {
      weekday = day;
    } else if (const auto clock = commands::parse_clock(word); clock && !time) {
      time = clock;
    } else if (config::lower(word) != "at" && config::lower(word) != "on") {
      turn_.reply(chat::paragraph(words::pair::not_a_time(word)));
      return;
    }
  }
  const bool ruled = !one_.settings().cadence.rule.empty();
  if (!time || (!weekday && !ruled && !pair_.weekday)) {
    turn_.reply(words::pair::nothing_said(view().say + " at thursday 14:00"));
    return;
  }
  // By the coming week's clocks, in the zone that the series goes by.
  LocalDate date = scheduler::next_day(scheduler::local_date(turn_.now(), mine));
  const int wanted = weekday.value_or(pair_.weekday.value_or(1));
  while (scheduler::weekday_index(date) != wanted) date = scheduler::next_day(date);
  const auto local =
      scheduler::to_local(scheduler::to_instant(date, *time, mine).at, one_.pairing().zone_of(turn_, pair_));
  one_.choose(turn_, pair_, {scheduler::weekday_index(local.date), local.time.minutes});
  for (const PersonId& person : pair_.people) {
    const auto there = scheduler::to_local(scheduler::to_instant(date, *time, mine).at,
                                           one_.pairing().zone_of(turn_, person));
    const auto text =
        words::pair::series(shapes::others(turn_, pair_, person),
                            words::pair::slot(scheduler::weekday_index(there.date), there.time.minutes),
                            shapes::called(turn_, pair_.workspace, me_, person), person == me_);
    if (person == me_) {
      turn_.reply(text);
    } else {
      one_.pairing().tell(turn_, person, text);
    }
  }
}

void OneCommand::run() {
  const std::string word = verb(request_);
  if (word.empty() || word == "show" || word == "list") {
    turn_.reply(words::pair::show(view(), one_.points(turn_, pair_, me_),
                                  one_.pairing().next(turn_, pair_).has_value()));
  } else if (word == "talk" || word == "discuss" || word == "add") {
    const bool about = request_.words.size() > 1 && config::lower(request_.words[1].text) == "about";
    add(Point::Kind::point, about ? 2 : 1);
  } else if (word == "promise" || word == "promised") {
    const bool to = request_.words.size() > 1 && config::lower(request_.words[1].text) == "to";
    add(Point::Kind::promise, to ? 2 : 1);
  } else if (word == "done") {
    close_points(Point::State::done);
  } else if (word == "drop" || word == "withdraw") {
    close_points(Point::State::dropped);
  } else if (word == "at" || word == "on") {
    series();
  } else if (!shapes::said(request_, one_.pairing(), pair_, request_.texts())) {
    turn_.reply(words::pair::usage());
  }
}

// ---------------------------------------------------------------- The calendar

std::string base_url(const config::Settings& settings) {
  if (settings.listen.empty()) return "";
  return settings.public_url.empty() ? "http://" + settings.listen + "/" : settings.public_url;
}

void calendar_run(Request& request, OneOnOnes& part) {
  auto& calendars = request.tables().calendars;
  const std::string base = base_url(request.house.settings());
  const std::string what = request.words.size() > 1 ? config::lower(request.words[1].text) : "";
  if (what == "off") {
    request.turn.reply(words::pair::calendar_off(calendars.remove(request.workspace(), request.person.id)));
    return;
  }
  if (base.empty()) {
    request.turn.reply(words::pair::no_calendar_here());
    return;
  }
  const auto since = calendars.since(request.workspace(), request.person.id);
  if (since && what != "reset") {
    request.turn.reply(words::pair::calendar_known(
        zones::day_and_clock(*since, commands::zone_of(request, request.person), request.turn.now())));
    return;
  }
  const std::string token = calendar::new_token();
  calendars.set(request.workspace(), request.person.id, calendar::fingerprint(token), request.turn.now());
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const Pair& pair : part.pairs_of(request.turn, request.workspace(), request.person.id)) {
    pairs.emplace_back(shapes::others(request.turn, pair, request.person.id),
                       base + "cal/" + token + "/" + std::to_string(pair.id.value) + ".ics");
  }
  // Never kept: the outbox would hold it for a week.
  request.turn.whisper(
      words::pair::calendar_address(base + "cal/" + token + ".ics", pairs, since.has_value()));
}

void overview(Request& request, OneOnOnes& part, const std::vector<Pair>& pairs) {
  std::vector<std::string> lines;
  for (const Pair& pair : pairs) {
    auto& pairing = part.of(pair)->pairing();
    const auto next = pairing.next(request.turn, pair);
    lines.push_back(words::pair::overview_line(
        shapes::about(request.turn, pairing, pair, next ? *next : Meeting{}, request.person.id),
        request.tables().pairs.open_points(pair.id).size(), next.has_value()));
  }
  request.turn.reply(words::pair::overview(lines));
}

void run(Request& request) {
  OneOnOnes* part = OneOnOnes::in(request.house);
  if (part == nullptr) return;
  const std::string first = verb(request);
  if (first == "calendar") {
    calendar_run(request, *part);
    return;
  }
  const auto pairs = part->pairs_of(request.turn, request.workspace(), request.person.id);
  if (first == "help") {
    request.turn.reply(words::pair::usage());
    return;
  }
  if (pairs.empty()) {
    request.turn.reply(words::pair::no_pairs());
    return;
  }
  if (request.words.empty()) {
    overview(request, *part, pairs);
    return;
  }
  const auto whom = named(request);
  std::vector<Pair> fitting;
  if (whom) {
    const std::string called = request.words.front().text;
    for (const Pair& pair : pairs) {
      if (*whom != request.person.id && has(pair, *whom)) fitting.push_back(pair);
    }
    if (fitting.empty()) {
      request.turn.reply(words::pair::no_pair_with(called));
      return;
    }
    request.words.erase(request.words.begin());
  } else if (request.words.front().text.starts_with("@")) {
    request.turn.reply(words::pair::no_pair_with(request.words.front().text));
    return;
  } else {
    fitting = pairs;
  }
  if (fitting.size() > 1 && !whom) {
    std::vector<std::string> says;
    for (const Pair& pair : pairs) {
      says.push_back(
          shapes::about(request.turn, part->of(pair)->pairing(), pair, Meeting{}, request.person.id).say +
          " " + first);
    }
    request.turn.reply(words::pair::which(says));
    return;
  }
  OneCommand(request, *part->of(fitting.front()), fitting.front()).run();
}

bool offered(Request& request) {
  const OneOnOnes* part = OneOnOnes::in(request.house);
  return part != nullptr && !part->pairs_of(request.turn, request.workspace(), request.person.id).empty();
}

/// A person, or the calendar: then it is surely a command, and not an answer that begins with "1:1".
bool whole(Request& request) {
  if (request.words.empty()) return true;
  const std::string first = verb(request);
  return first == "calendar" || first == "help" || named(request).has_value();
}

}  // namespace

const commands::Command& one_on_one_command() {
  static const commands::Command command{"1:1",
                                         "1:1 @NAME talk about …",
                                         "your 1:1s: what is on your list, privately; 1:1 help tells more",
                                         false,
                                         run,
                                         whole,
                                         {},
                                         {},
                                         offered};
  return command;
}

}  // namespace houston::handlers
