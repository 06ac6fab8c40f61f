// "milestone …": set, listed, moved, dropped, reported in words.
#include <algorithm>

#include "config/text.hpp"
#include "handlers/commands/dates.hpp"
#include "handlers/milestones/milestones.hpp"
#include "handlers/roster.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/words/log_words.hpp"
#include "handlers/words/words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::milestones {
namespace {

using commands::Request;
using commands::Word;
using storage::Person;

constexpr std::size_t kLongestTitle = 150;
constexpr std::size_t kLongestCriterion = 300;
constexpr int kReachedShown = 30;  // Days.

std::string verb_of(const Request& request) {
  return request.words.empty() ? "" : config::lower(request.words.front().text);
}

/// The marks that people and their keyboards write around a phrase.
const std::vector<std::string>& quotes() {
  static const std::vector<std::string> all{"\"", "“", "”", "„", "«", "»"};
  return all;
}

bool take_quote_front(std::string& text) {
  for (const std::string& mark : quotes()) {
    if (!text.starts_with(mark)) continue;
    text.erase(0, mark.size());
    return true;
  }
  return false;
}

bool take_quote_back(std::string& text) {
  for (const std::string& mark : quotes()) {
    if (!text.ends_with(mark)) continue;
    text.erase(text.size() - mark.size());
    return true;
  }
  return false;
}

/// What was said about a milestone to be set.
struct Said {
  std::string title;
  std::string criterion;
  std::optional<LocalDate> due{};
  std::string bad_day{};
  std::optional<Word> owner{};
};

/// `"Model converges" by 2026-12-04 when "val loss < 0.9" owner @bo`, in any order after the title. Without
/// quotes a phrase reaches to the next of these words; "by" counts as one only before a day.
class Reader {
 public:
  Reader(const std::vector<Word>& words, LocalDate today) : words_(words), today_(today) {}

  Said read() {
    Said said;
    said.title = phrase();
    while (at_ < words_.size()) {
      const std::string word = config::lower(words_[at_].text);
      ++at_;
      if (word == "by" || word == "on" || word == "until") {
        const std::string day = at_ < words_.size() ? words_[at_++].text : "";
        said.due = commands::parse_day(day, today_);
        if (!said.due) said.bad_day = day;
      } else if (word == "when") {
        said.criterion = phrase();
      } else if (word == "owner" && at_ < words_.size()) {
        said.owner = words_[at_++];
      } else if (word != ",") {
        said.bad_day = word;
      }
    }
    return said;
  }

 private:
  bool keyword() const {
    const std::string word = config::lower(words_[at_].text);
    const bool more = at_ + 1 < words_.size();
    if (word == "by")
      return more && (commands::parse_day(words_[at_ + 1].text, today_) || at_ + 2 == words_.size());
    return more && (word == "when" ||
                    (word == "owner" && (words_[at_ + 1].person || words_[at_ + 1].text.front() == '@')));
  }

  std::string phrase() {
    if (at_ == words_.size()) return "";
    std::string out = words_[at_].text;
    const bool quoted = take_quote_front(out);
    ++at_;
    if (!quoted) {
      for (; at_ < words_.size() && !keyword(); ++at_) out += words_[at_].before + words_[at_].text;
      return out;
    }
    while (!take_quote_back(out) && at_ < words_.size()) {
      out += words_[at_].before + words_[at_].text;
      ++at_;
    }
    return out;
  }

  const std::vector<Word>& words_;
  LocalDate today_;
  std::size_t at_ = 0;
};

/// The milestone that the second word numbers; replies otherwise.
std::optional<One> numbered(Request& request, const config::Team& team, bool open) {
  const std::string number = request.words.size() > 1 ? request.words[1].text : "";
  auto one = by_subject(request.turn, request.house, request.person, team.name.value + "/" + number);
  if (!one) {
    request.turn.reply(words::milestones::no_milestone(number));
    return std::nullopt;
  }
  if (open && one->milestone.state != Milestone::State::open) {
    request.turn.reply(words::milestones::ended(about(request.turn, *one, request.person)));
    return std::nullopt;
  }
  return one;
}

/// The same, if the person may change it.
std::optional<One> changeable(Request& request, const config::Team& team, bool open = true) {
  auto one = numbered(request, team, open);
  if (one && !may_change(request.turn, *one, request.person.id)) {
    request.turn.reply(words::milestones::not_allowed(about(request.turn, *one, request.person)));
    return std::nullopt;
  }
  return one;
}

void add_said(Request& request, const config::Team& team) {
  const LocalDate today = commands::today(request, request.person);
  request.words.erase(request.words.begin());
  if (request.words.empty()) {
    if (request.can_ask) {
      request.turn.ask(words::milestones::add_form(team.name.value, scheduler::add_days(today, 14)));
    } else {
      request.turn.reply(words::milestones::usage());
    }
    return;
  }
  const Said said = Reader(request.words, today).read();
  if (!said.bad_day.empty()) {
    request.turn.reply(words::milestones::bad_day(said.bad_day));
    return;
  }
  if (said.title.empty() || !said.due) {
    request.turn.reply(words::milestones::usage());
    return;
  }
  if (*said.due < today) {
    request.turn.reply(words::milestones::past_day(words::day(*said.due, today)));
    return;
  }
  Milestone milestone;
  milestone.title = said.title;
  milestone.criterion = said.criterion;
  milestone.due = *said.due;
  milestone.owner = request.person.id;
  if (said.owner) {
    const auto named = log::all_people(request.tables(), request.house, request.person, {*said.owner});
    if (named.people.empty()) {
      request.turn.reply(words::log::unknown_people({said.owner->text}));
      return;
    }
    milestone.owner = named.people.front();
  }
  add(request.turn, request.house, team, request.person, std::move(milestone));
}

void list_said(Request& request, const config::Team& team) {
  auto& milestones = request.tables().milestones;
  std::vector<words::milestones::About> open;
  std::vector<words::milestones::About> reached;
  for (const Milestone& one : milestones.open(team.name)) {
    open.push_back(about(request.turn, {&team, one}, request.person));
  }
  const Instant now = request.turn.now();
  for (const Milestone& one :
       milestones.reached(team.name, now - std::chrono::hours(24 * kReachedShown), now + Duration(1))) {
    reached.push_back(about(request.turn, {&team, one}, request.person));
  }
  request.turn.reply(words::milestones::list(team.name.value, open, reached));
}

void reached_said(Request& request, const config::Team& team) {
  const auto one = numbered(request, team, true);
  if (!one) return;
  std::vector<Word> rest(request.words.begin() + 2, request.words.end());
  const auto named = log::all_people(request.tables(), request.house, request.person, rest);
  if (!named.unknown.empty()) {
    request.turn.reply(words::milestones::not_understood(named.unknown));
  } else if (named.people.empty() && !named.team) {
    report(request.turn, *one, request.person, request.can_ask);
  } else {
    celebrate(request.turn, *one, request.person, named, "");
  }
}

void move_said(Request& request, const config::Team& team) {
  const auto one = changeable(request, team);
  if (!one) return;
  const LocalDate today = commands::today(request, request.person);
  std::size_t at = 2;
  if (at < request.words.size() && config::lower(request.words[at].text) == "to") ++at;
  if (at >= request.words.size()) {
    if (request.can_ask) {
      request.turn.ask(words::milestones::move_form(about(request.turn, *one, request.person)));
    } else {
      request.turn.reply(words::milestones::how_to_move(about(request.turn, *one, request.person)));
    }
    return;
  }
  const auto day = commands::parse_day(request.words[at].text, today);
  if (!day) {
    request.turn.reply(words::milestones::bad_day(request.words[at].text));
    return;
  }
  if (*day < today) {
    request.turn.reply(words::milestones::past_day(words::day(*day, today)));
    return;
  }
  ++at;
  if (at < request.words.size() && config::lower(request.words[at].text) == "because") ++at;
  const std::string why = commands::joined(request.words, at);
  if (why.empty()) {
    request.turn.reply(words::milestones::needs_why(one->milestone.number));
    return;
  }
  move(request.turn, request.house, *one, request.person, *day, why);
}

void drop_said(Request& request, const config::Team& team) {
  auto one = changeable(request, team);
  if (!one) return;
  one->milestone.state = Milestone::State::dropped;
  one->milestone.ended = request.turn.now();
  one->milestone.ended_by = request.person.id;
  request.tables().milestones.save(one->milestone);
  set_timer(request.turn, request.house, *one);
  request.turn.reply(words::milestones::dropped(about(request.turn, *one, request.person)));
}

void run(Request& request) {
  const config::Team* team = log::team_for(request, "milestone list");
  if (team == nullptr) return;
  const std::string verb = verb_of(request);
  if (verb.empty() || verb == "list") {
    list_said(request, *team);
  } else if (verb == "add") {
    add_said(request, *team);
  } else if (verb == "reached") {
    reached_said(request, *team);
  } else if (verb == "move") {
    move_said(request, *team);
  } else if (verb == "drop") {
    drop_said(request, *team);
  } else if (verb == "on-track") {
    if (const auto one = changeable(request, *team)) say_on_track(request.turn, *one, request.person);
  } else if (verb == "reopen") {
    if (const auto one = changeable(request, *team, false))
      reopen(request.turn, request.house, *one, request.person);
  } else {
    request.turn.reply(words::milestones::usage());
  }
}

bool whole(Request& request) {
  const std::string verb = verb_of(request);
  const bool numbers = request.words.size() > 1 && !request.words[1].text.empty() &&
                       std::isdigit(static_cast<unsigned char>(request.words[1].text.front())) != 0;
  return verb.empty() || (verb == "list" && request.words.size() == 1) || verb == "add" ||
         (numbers &&
          (verb == "reached" || verb == "move" || verb == "drop" || verb == "on-track" || verb == "reopen"));
}

}  // namespace

void add(Turn& turn, const House& house, const config::Team& team, const Person& person,
         Milestone milestone) {
  milestone.team = team.name;
  milestone.title = words::shorten(milestone.title, kLongestTitle);
  milestone.criterion = words::shorten(milestone.criterion, kLongestCriterion);
  milestone.set_by = person.id;
  milestone.set_at = turn.now();
  const One one{&team, turn.tables().milestones.add(milestone)};
  set_timer(turn, house, one);
  const auto at = ask_at(turn, house, one);
  const std::string zone = zones::own(person, team);
  const std::string on =
      at ? words::day(scheduler::local_date(*at, zone), scheduler::local_date(turn.now(), zone)) : "";
  turn.reply(words::milestones::added(about(turn, one, person), at.has_value(), on));
}

void move(Turn& turn, const House& house, One one, const Person& person, LocalDate to,
          const std::string& why) {
  const LocalDate from = one.milestone.due;
  const std::string kept = words::shorten(why, 500);
  turn.tables().milestones.note_move({one.milestone.id, from, to, kept, person.id, turn.now()});
  one.milestone.due = to;
  one.milestone.standing = to > from ? Milestone::Standing::at_risk : Milestone::Standing::on_track;
  one.milestone.standing_at = turn.now();
  turn.tables().milestones.save(one.milestone);
  set_timer(turn, house, one);
  turn.reply(words::milestones::moved(about(turn, one, person), from));
  if (person.id == one.milestone.owner) return;
  if (const auto owner = roster::member(turn.tables(), *one.team, one.milestone.owner)) {
    voice::tell(turn, *owner, zones::own(*owner, *one.team),
                words::milestones::moved_by(about(turn, one, *owner), from, person.name, kept));
  }
}

void say_on_track(Turn& turn, One one, const Person& person) {
  one.milestone.standing = Milestone::Standing::on_track;
  one.milestone.standing_at = turn.now();
  turn.tables().milestones.save(one.milestone);
  turn.reply(words::milestones::on_track(about(turn, one, person)));
}

const commands::Command& command() {
  static const commands::Command milestone{
      "milestone",
      "milestone list",
      "milestones; also add \"WHAT\" by DAY when \"MARK\", reached NUMBER, move "
      "NUMBER to DAY because WHY, drop NUMBER",
      false,
      run,
      whole,
      {},
      {},
      log::offered};
  return milestone;
}

}  // namespace houston::handlers::milestones
