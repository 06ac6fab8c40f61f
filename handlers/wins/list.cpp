// Looking back: pages of the log for one person's eyes, and a year of somebody's own as Markdown.
#include <algorithm>
#include <charconv>

#include "config/text.hpp"
#include "handlers/commands/dates.hpp"
#include "handlers/log/team_log.hpp"
#include "handlers/roster.hpp"
#include "handlers/wins/wins.hpp"
#include "handlers/words/command_words.hpp"
#include "handlers/words/log_words.hpp"
#include "handlers/words/words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::wins {
namespace {

using commands::Request;
using storage::Entry;
using storage::EntryFilter;
using storage::Person;
using words::log::Line;

constexpr int kPage = 10;
constexpr int kHomeLines = 3;
constexpr std::size_t kPartLength = 4000;

/// What a page shows; how the button below it names the next.
struct View {
  const config::Team* team = nullptr;
  std::optional<PersonId> person{};
  std::optional<LocalDate> since{};
  int skip = 0;
};

std::string to_value(const View& view) {
  return view.team->name.value + "/" + (view.person ? view.person->value : "") + "/" +
         (view.since ? scheduler::iso_date(*view.since) : "") + "/" + std::to_string(view.skip);
}

Line line_of(Turn& turn, const config::Team& team, const Entry& entry, const std::string& zone) {
  auto& tables = turn.tables();
  std::vector<std::string> names;
  if (entry.whole_team) names.emplace_back("the whole team");
  for (const PersonId& person : entry.people) names.push_back(roster::name_of(tables, team, person));
  Line line;
  line.id = entry.id;
  line.kind = entry.kind;
  line.date = scheduler::local_date(entry.logged, zone);
  line.today = scheduler::local_date(turn.now(), zone);
  line.who = words::list(names);
  line.text = entry.text;
  if (entry.kind == Entry::Kind::kudos) line.from = roster::name_of(tables, team, entry.author);
  if (entry.kind == Entry::Kind::celebration && names.empty() && !entry.author.value.empty()) {
    line.who = roster::name_of(tables, team, entry.author);
  }
  return line;
}

void show(Turn& turn, const Person& person, const View& view) {
  auto& tables = turn.tables();
  const std::string zone = zones::own(person, *view.team);
  EntryFilter filter{view.team->name, {}, view.person, {}, {}};
  if (view.since) filter.from = scheduler::to_instant(*view.since, {}, zone).at;
  words::log::Page page;
  page.team = view.team->name.value;
  if (view.person) page.person = roster::name_of(tables, *view.team, *view.person);
  if (view.since) page.since = scheduler::iso_date(*view.since);
  page.first = view.skip + 1;
  page.of = tables.entries.count(filter);
  for (const Entry& entry : tables.entries.newest(filter, kPage, view.skip)) {
    page.lines.push_back(line_of(turn, *view.team, entry, zone));
  }
  if (view.skip + kPage < page.of) {
    View older = view;
    older.skip += kPage;
    page.older = to_value(older);
  }
  turn.reply(words::log::page(page));
}

/// Of a day named in passing, the one that lies behind: "since monday" is the last one.
std::optional<LocalDate> past_day(const std::string& word, LocalDate today) {
  if (config::lower(word) == "yesterday") return scheduler::add_days(today, -1);
  auto day = commands::parse_day(word, today);
  const bool weekday = day && !scheduler::parse_iso_date(config::lower(word)) && *day > today;
  if (weekday) day = scheduler::add_days(*day, -7);
  return day;
}

struct Wanted {
  View view;
  bool mine = false;
  bool year = false;
  std::string problem{};  ///< What is not understood.
};

/// Reads the words; the team is not among them any more.
Wanted read(Request& request, LocalDate today) {
  Wanted wanted;
  for (std::size_t i = 0; i < request.words.size() && wanted.problem.empty(); ++i) {
    const commands::Word& word = request.words[i];
    const std::string text = config::lower(word.text);
    if (!word.person && (text == "mine" || text == "my" || text == "me")) {
      wanted.mine = true;
    } else if (!word.person && text == "year") {
      wanted.year = true;
    } else if (!word.person && text == "since" && i + 1 < request.words.size()) {
      wanted.view.since = past_day(request.words[++i].text, today);
      if (!wanted.view.since) wanted.problem = words::commands::not_a_day(request.words[i].text);
    } else if (const auto named =
                   log::leading_people(request.tables(), request.house, request.person, {word});
               !named.people.empty()) {
      wanted.view.person = named.people.front();
    } else {
      wanted.problem =
          "\"" + words::shorten(word.text, 40) +
          "\" is not what I expect there: say wins, wins since 2026-11-01, wins @bo, or wins mine year.";
    }
  }
  return wanted;
}

LocalDate year_before(LocalDate day) {
  LocalDate before = day - std::chrono::years(1);
  if (!before.ok()) before = before.year() / before.month() / std::chrono::day(28);
  return scheduler::next_day(before);
}

/// Cut between lines: a part is a message.
std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> parts(1);
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string line = text.substr(at, end - at);
    if (!parts.back().empty() && parts.back().size() + line.size() > kPartLength) parts.emplace_back();
    parts.back() += line;
    at = end;
  }
  return parts;
}

void send_year(Request& request, LocalDate today) {
  auto& tables = request.tables();
  const Person& person = request.person;
  const std::string zone = commands::zone_of(request, person);
  words::log::Year year{person.name, year_before(today), today, {}, {}, {}};
  const Instant from = scheduler::to_instant(year.first, {}, zone).at;
  // Of every team they are in: a review is about the person.
  for (const config::Team* team : log::teams_of(tables, request.house, person)) {
    for (const Entry& entry : tables.entries.newest({team->name, {}, person.id, from, {}}, 2000)) {
      auto& list = entry.kind == Entry::Kind::kudos ? year.thanks : year.wins;
      list.push_back(line_of(request.turn, *team, entry, zone));
    }
    for (const auto& one : tables.milestones.reached(team->name, from, request.turn.now() + Duration(1))) {
      if (std::find(one.people.begin(), one.people.end(), person.id) == one.people.end()) continue;
      year.milestones.push_back(scheduler::iso_date(scheduler::local_date(*one.ended, zone)) + ": " +
                                one.title);
    }
  }
  if (year.wins.empty() && year.thanks.empty() && year.milestones.empty()) {
    request.turn.reply(words::log::year_empty());
    return;
  }
  const auto by_date = [](const Line& a, const Line& b) {
    return std::tie(a.date, a.id) < std::tie(b.date, b.id);
  };
  std::sort(year.wins.begin(), year.wins.end(), by_date);
  std::sort(year.thanks.begin(), year.thanks.end(), by_date);
  std::sort(year.milestones.begin(), year.milestones.end());
  const auto parts = parts_of(words::log::year_markdown(year));
  const int of = static_cast<int>(parts.size());
  request.turn.reply(words::log::year_sent(of));
  for (int i = 0; i < of; ++i) {
    request.turn.say(roster::direct(person),
                     words::log::year_part(parts[static_cast<std::size_t>(i)], i + 1, of));
  }
}

}  // namespace

void look_back(Request& request) {
  const LocalDate today = commands::today(request, request.person);
  if (const Wanted wanted = read(request, today); wanted.problem.empty() && wanted.year) {
    send_year(request, today);
    return;
  }
  const config::Team* team = log::team_for(request, "wins since DAY");
  if (team == nullptr) return;
  Wanted wanted = read(request, today);
  if (!wanted.problem.empty()) {
    request.turn.reply(chat::paragraph(wanted.problem));
    return;
  }
  wanted.view.team = team;
  if (wanted.mine) wanted.view.person = request.person.id;
  show(request.turn, request.person, wanted.view);
}

bool is_look_back(Request& request) {
  return read(request, commands::today(request, request.person)).problem.empty();
}

void turn_page(Heard& heard, const std::string& value) {
  // Team, person, day, number; the person's id may hold a '/' itself.
  View view;
  const auto number = value.rfind('/');
  const auto day = number == std::string::npos || number == 0 ? number : value.rfind('/', number - 1);
  const auto person = value.find('/');
  if (day != std::string::npos && person < day) {
    view.team = log::team_named(heard.turn.tables(), heard.house, heard.person, value.substr(0, person));
    if (person + 1 < day) view.person = PersonId{value.substr(person + 1, day - person - 1)};
    view.since = scheduler::parse_iso_date(value.substr(day + 1, number - day - 1));
    std::from_chars(value.data() + number + 1, value.data() + value.size(), view.skip);
  }
  if (view.team == nullptr || view.skip < 0) {
    heard.turn.reply(words::commands::gone());
    return;
  }
  show(heard.turn, heard.person, view);
}

void add_to_home(Turn& turn, const House& house, const Person& person, chat::Message& home) {
  auto& tables = turn.tables();
  const auto teams = log::teams_of(tables, house, person);
  if (teams.empty()) return;
  std::vector<Line> lines;
  for (const config::Team* team : teams) {
    const EntryFilter filter{team->name, {}, person.id, turn.now() - std::chrono::hours(24 * 30), {}};
    for (const Entry& entry : tables.entries.newest(filter, kHomeLines)) {
      lines.push_back(line_of(turn, *team, entry, zones::own(person, *team)));
    }
  }
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.id > b.id; });
  if (lines.size() > kHomeLines) lines.resize(kHomeLines);
  words::log::home(home, lines);
}

}  // namespace houston::handlers::wins
