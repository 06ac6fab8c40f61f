#include "storage/pairs.hpp"

#include <stdexcept>

#include "storage/escaped_id.hpp"
#include "storage/sql.hpp"

namespace houston::storage {

template <>
inline constexpr std::array<std::string_view, 4> kWords<Meeting::State>{"planned", "held", "skipped",
                                                                        "dropped"};
template <>
inline constexpr std::array<std::string_view, 2> kWords<Point::Kind>{"point", "promise"};
template <>
inline constexpr std::array<std::string_view, 3> kWords<Point::State>{"open", "done", "dropped"};

namespace {

/// As it stands in a list of ids that '/' separates: "@ana/b:example.org" is an id, too. In SQL:
/// escaped_id.hpp.
std::string escaped(const std::string& id) {
  std::string out;
  for (const char c : id) {
    if (c == '/') {
      out += "%2F";
    } else if (c == '%') {
      out += "%25";
    } else {
      out += c;
    }
  }
  return out;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view code = text.substr(at, 3);
    if (code == "%2F" || code == "%25") {
      out += code == "%2F" ? '/' : '%';
      at += 2;
    } else {
      out += text[at];
    }
  }
  return out;
}

}  // namespace

template <>
struct Column<std::vector<PersonId>> {
  static constexpr ColumnKind kind = ColumnKind::text;
  static void write(const std::vector<PersonId>& from, Value& to) {
    to.text.clear();
    for (const PersonId& person : from) to.text += (to.text.empty() ? "" : "/") + escaped(person.value);
  }
  static void read(const Value& from, std::vector<PersonId>& to) {
    to.clear();
    std::size_t at = 0;
    while (at <= from.text.size()) {
      const auto end = std::min(from.text.find('/', at), from.text.size());
      to.push_back(PersonId{unescaped(std::string_view(from.text).substr(at, end - at))});
      at = end + 1;
    }
  }
};

static auto fields(Pair& p) {
  return std::tie(p.id, p.workspace, p.team, p.ritual, p.people, p.active, p.weekday, p.minutes, p.zone,
                  p.chosen, p.since, p.told);
}
static auto fields(Meeting& m) {
  return std::tie(m.id, m.pair, m.day, m.starts, m.ends, m.state, m.sequence, m.pinned, m.asked, m.changed,
                  m.settled_by);
}
static auto fields(MeetingPart& p) {
  return std::tie(p.meeting, p.person, p.agenda, p.question);
}
static auto fields(Point& p) {
  return std::tie(p.id, p.pair, p.author, p.kind, p.text, p.state, p.added, p.settled, p.carried);
}
static auto fields(Pairs::Pairing& p) {
  return std::tie(p.day, p.people);
}

#define HOUSTON_PAIR                                                                                      \
  "select id, workspace, team, ritual, people, active, weekday, minutes, zone, chosen, since, told from " \
  "pair"
#define HOUSTON_MEETING \
  "select id, pair, day, starts, ends, state, sequence, pinned, asked, changed, settled_by from meeting"
#define HOUSTON_POINT "select id, pair, author, kind, text, state, added, settled, carried from pair_point"

Pair Pairs::keep(const WorkspaceId& workspace, const TeamId& team, const RitualId& ritual,
                 const std::vector<PersonId>& people, Instant now) {
  Together together(database_);
  run(database_,
      "insert into pair (workspace, team, ritual, people, active, zone, chosen, since)"
      " values (?, ?, ?, ?, 0, '', 0, ?) on conflict do nothing",
      workspace, team, ritual, people, now);
  auto pair = select_one<Pair>(database_, HOUSTON_PAIR " where team = ? and ritual = ? and people = ?", team,
                               ritual, people);
  if (!pair) throw std::logic_error("a pair that was just made is not there");
  for (const PersonId& person : people) {
    // Of two workspaces, if the team is in both: each under their own.
    run(database_,
        "insert into pair_person (pair, workspace, person) values (?, coalesce((select workspace from person"
        " where id = ? order by case when workspace = ? then 0 else 1 end, workspace limit 1), ?), ?)"
        " on conflict do nothing",
        pair->id, person, workspace, workspace, person);
  }
  if (!pair->active) {
    pair->active = true;
    pair->since = now;
    pair->told.reset();
    save(*pair);
  }
  together.done();
  return *pair;
}

void Pairs::save(const Pair& pair) {
  if (run(database_,
          "update pair set active = ?, weekday = ?, minutes = ?, zone = ?, chosen = ?, since = ?, told = ?"
          " where id = ?",
          pair.active, pair.weekday, pair.minutes, pair.zone, pair.chosen, pair.since, pair.told,
          pair.id) != 1)
    throw std::logic_error("a pair was to be saved that was never made");
}

std::optional<Pair> Pairs::find(PairId id) {
  return select_one<Pair>(database_, HOUSTON_PAIR " where id = ?", id);
}

std::vector<Pair> Pairs::all() {
  return select<Pair>(database_, HOUSTON_PAIR " where active = 1 order by id");
}

std::vector<Pair> Pairs::of(const TeamId& team, const RitualId& ritual) {
  return select<Pair>(database_, HOUSTON_PAIR " where team = ? and ritual = ? and active = 1 order by id",
                      team, ritual);
}

std::vector<Pair> Pairs::of_person(const WorkspaceId& workspace, const PersonId& person) {
  return select<Pair>(database_,
                      HOUSTON_PAIR
                      " where active = 1 and id in (select pair from pair_person where workspace = ? and"
                      " person = ?) order by id",
                      workspace, person);
}

std::vector<Pair> Pairs::ended_with(const PersonId& former) {
  return select<Pair>(database_,
                      HOUSTON_PAIR " where replace('/' || people || '/', '/' || " HOUSTON_ESCAPED_ID
                                   " || '/', '') <>"
                                   " '/' || people || '/' order by id",
                      former);
}

Meeting Pairs::plan(PairId pair, LocalDate day, Instant starts, Instant ends, Instant now) {
  auto made = select_one<Meeting>(
      database_,
      "insert into meeting (pair, day, starts, ends, state, sequence, pinned, changed, settled_by)"
      " values (?, ?, ?, ?, 'planned', 0, 0, ?, '')"
      " returning id, pair, day, starts, ends, state, sequence, pinned, asked, changed, settled_by",
      pair, day, starts, ends, now);
  if (!made) throw std::logic_error("a meeting could not be planned");
  return *made;
}

void Pairs::save(const Meeting& meeting) {
  if (run(database_,
          "update meeting set starts = ?, ends = ?, state = ?, sequence = ?, pinned = ?, asked = ?,"
          " changed = ?, settled_by = ? where id = ?",
          meeting.starts, meeting.ends, meeting.state, meeting.sequence, meeting.pinned, meeting.asked,
          meeting.changed, meeting.settled_by, meeting.id) != 1)
    throw std::logic_error("a meeting was to be saved that was never planned");
}

std::optional<Meeting> Pairs::meeting(MeetingId id) {
  return select_one<Meeting>(database_, HOUSTON_MEETING " where id = ?", id);
}

std::optional<Meeting> Pairs::on(PairId pair, LocalDate day) {
  return select_one<Meeting>(database_, HOUSTON_MEETING " where pair = ? and day = ?", pair, day);
}

std::vector<Meeting> Pairs::planned(PairId pair) {
  return select<Meeting>(database_,
                         HOUSTON_MEETING " where pair = ? and state = 'planned' order by starts, id", pair);
}

std::vector<Meeting> Pairs::since(PairId pair, Instant from) {
  return select<Meeting>(database_, HOUSTON_MEETING " where pair = ? and ends > ? order by starts, id", pair,
                         from);
}

std::vector<Meeting> Pairs::settled(PairId pair, int limit) {
  return select<Meeting>(
      database_, HOUSTON_MEETING " where pair = ? and state in ('held', 'skipped') order by day desc limit ?",
      pair, limit);
}

std::optional<Meeting> Pairs::last_held(PairId pair) {
  return select_one<Meeting>(
      database_, HOUSTON_MEETING " where pair = ? and state = 'held' order by starts desc limit 1", pair);
}

bool Pairs::busy(const WorkspaceId& workspace, const PersonId& person, Instant starts, Instant ends,
                 PairId other_than) {
  return select_one<int>(database_,
                         "select count(*) from meeting m join pair p on p.id = m.pair"
                         " join pair_person w on w.pair = m.pair"
                         " where m.state = 'planned' and p.active = 1 and w.workspace = ? and w.person = ?"
                         " and m.starts < ? and m.ends > ? and m.pair <> ?",
                         workspace, person, ends, starts, other_than)
             .value() > 0;
}

MeetingPart Pairs::part(MeetingId meeting, const PersonId& person) {
  const auto found = select_one<MeetingPart>(
      database_,
      "select meeting, person, agenda, question from meeting_part where meeting = ? and person = ?", meeting,
      person);
  return found ? *found : MeetingPart{meeting, person};
}

void Pairs::save(const MeetingPart& part) {
  run(database_,
      "insert into meeting_part (meeting, person, agenda, question) values (?, ?, ?, ?)"
      " on conflict (meeting, person) do update set agenda = excluded.agenda, question = excluded.question",
      part.meeting, part.person, part.agenda, part.question);
}

Point Pairs::add(PairId pair, const PersonId& author, Point::Kind kind, const std::string& text,
                 Instant now) {
  auto made = select_one<Point>(database_,
                                "insert into pair_point (pair, author, kind, text, state, added, carried)"
                                " values (?, ?, ?, ?, 'open', ?, 0)"
                                " returning id, pair, author, kind, text, state, added, settled, carried",
                                pair, author, kind, text, now);
  if (!made) throw std::logic_error("a point could not be kept");
  return *made;
}

void Pairs::save(const Point& point) {
  if (run(database_, "update pair_point set text = ?, state = ?, settled = ?, carried = ? where id = ?",
          point.text, point.state, point.settled, point.carried, point.id) != 1)
    throw std::logic_error("a point was to be saved that was never made");
}

std::optional<Point> Pairs::point(PointId id) {
  return select_one<Point>(database_, HOUSTON_POINT " where id = ?", id);
}

std::vector<Point> Pairs::open_points(PairId pair) {
  return select<Point>(database_, HOUSTON_POINT " where pair = ? and state = 'open' order by id", pair);
}

std::vector<Pairs::Pairing> Pairs::pairings(const TeamId& team, const RitualId& ritual) {
  return select<Pairing>(database_,
                         "select m.day, p.people from meeting m join pair p on p.id = m.pair"
                         " where p.team = ? and p.ritual = ? and m.state <> 'dropped'"
                         " order by m.day desc, m.id",
                         team, ritual);
}

#undef HOUSTON_PAIR
#undef HOUSTON_MEETING
#undef HOUSTON_POINT

}  // namespace houston::storage
