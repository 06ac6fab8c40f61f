// People who meet again and again: pairs (or trios), their meetings, and what they want to talk about. What a
// pair writes is for its people alone: whoever reads points from here shows them to nobody else.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/types.hpp"
#include "storage/database.hpp"

namespace houston::storage {

using PairId = NumberId<struct PairTag>;        ///< Row of `pair`.
using MeetingId = NumberId<struct MeetingTag>;  ///< Row of `meeting`.
using PointId = NumberId<struct PointTag>;      ///< Row of `pair_point`.

struct Pair {
  PairId id;
  WorkspaceId workspace;
  TeamId team;
  RitualId ritual;
  std::vector<PersonId> people;   ///< Two or three; in a 1:1 the lead first.
  bool active = true;             ///< The settings (or the round) still have it.
  std::optional<int> weekday{};   ///< Of the series, 0 is Monday; nothing when the rule has the days.
  std::optional<int> minutes{};   ///< Since midnight, in `zone`: when the series meets, once that is known.
  std::string zone;               ///< IANA; "" before the first plan.
  bool chosen = false;            ///< The pair picked the time itself.
  Instant since{};                ///< When it became active.
  std::optional<Instant> told{};  ///< Its lead was told that it has not met; nothing once it has.
};

struct Meeting {
  enum class State { planned, held, skipped, dropped };
  MeetingId id;
  PairId pair;
  LocalDate day;  ///< By the cadence; names the meeting, whenever it is held.
  Instant starts{};
  Instant ends{};
  State state = State::planned;
  int sequence = 0;                ///< Counts what a calendar has to know: moves and cancellations.
  bool pinned = false;             ///< Its people moved it: no plan moves it again.
  std::optional<Instant> asked{};  ///< "Did it happen?"
  Instant changed{};
  PersonId settled_by{};  ///< Who said so, when held or skipped.
};

/// What one of its people was sent about a meeting.
struct MeetingPart {
  MeetingId meeting;
  PersonId person;
  std::optional<MessageId> agenda{};
  std::optional<MessageId> question{};
};

struct Point {
  enum class Kind { point, promise };
  enum class State { open, done, dropped };
  PointId id;
  PairId pair;
  PersonId author;  ///< Of a promise: who promised.
  Kind kind = Kind::point;
  std::string text;
  State state = State::open;
  Instant added{};
  std::optional<Instant> settled{};
  int carried = 0;  ///< Meetings it has outlived.
};

class Pairs {
 public:
  explicit Pairs(Database& database) : database_(database) {}

  /// The pair of these people in this ritual, made when there is none; active from now on. `workspace`: the
  /// team's first; each of the people is kept under the one they are in.
  Pair keep(const WorkspaceId& workspace, const TeamId& team, const RitualId& ritual,
            const std::vector<PersonId>& people, Instant now);
  /// active, weekday, minutes, zone, chosen, since, told.
  void save(const Pair& pair);
  std::optional<Pair> find(PairId id);
  std::vector<Pair> all();                                                            ///< Active ones, by id.
  std::vector<Pair> of(const TeamId& team, const RitualId& ritual);                   ///< Active ones, by id.
  std::vector<Pair> of_person(const WorkspaceId& workspace, const PersonId& person);  ///< The same.
  std::vector<Pair> ended_with(const PersonId& former);                               ///< Personal::forget().

  Meeting plan(PairId pair, LocalDate day, Instant starts, Instant ends, Instant now);
  void save(const Meeting& meeting);
  std::optional<Meeting> meeting(MeetingId id);
  std::optional<Meeting> on(PairId pair, LocalDate day);
  std::vector<Meeting> planned(PairId pair);              ///< By start.
  std::vector<Meeting> since(PairId pair, Instant from);  ///< Of every state, that end after `from`.
  std::vector<Meeting> settled(PairId pair, int limit);   ///< Held and skipped ones, latest first.
  std::optional<Meeting> last_held(PairId pair);
  /// Whether the person has a planned meeting of another pair that overlaps with [starts, ends).
  bool busy(const WorkspaceId& workspace, const PersonId& person, Instant starts, Instant ends,
            PairId other_than);

  MeetingPart part(MeetingId meeting, const PersonId& person);  ///< Empty when nothing was sent.
  void save(const MeetingPart& part);

  Point add(PairId pair, const PersonId& author, Point::Kind kind, const std::string& text, Instant now);
  void save(const Point& point);
  std::optional<Point> point(PointId id);
  std::vector<Point> open_points(PairId pair);  ///< By id: their numbers in what people see.

  /// Who met whom in a ritual, a row a meeting that was not called off, latest day first.
  struct Pairing {
    LocalDate day;
    std::vector<PersonId> people;
  };
  std::vector<Pairing> pairings(const TeamId& team, const RitualId& ritual);

 private:
  Database& database_;
};

/// Private calendar addresses. A token is 256 bits from the system's source of randomness, so that its plain
/// SHA-256 cannot be turned back; whoever reads the database or a backup cannot subscribe to anything.
class CalendarAddresses {
 public:
  explicit CalendarAddresses(Database& database) : database_(database) {}
  /// Voids an earlier one.
  void set(const WorkspaceId& workspace, const PersonId& person, const std::string& fingerprint, Instant now);
  bool remove(const WorkspaceId& workspace, const PersonId& person);
  std::optional<Instant> since(const WorkspaceId& workspace, const PersonId& person);
  struct Owner {
    WorkspaceId workspace;
    PersonId person;
  };
  std::optional<Owner> owner(const std::string& fingerprint);

 private:
  Database& database_;
};

/// Who wants to be paired for coffee, and (confidentially) not with whom.
class Coffees {
 public:
  explicit Coffees(Database& database) : database_(database) {}
  bool join(const TeamId& team, const RitualId& ritual, const PersonId& person,
            Instant now);                                                          ///< False: was.
  bool leave(const TeamId& team, const RitualId& ritual, const PersonId& person);  ///< False: was not.
  bool joined(const TeamId& team, const RitualId& ritual, const PersonId& person);
  std::vector<PersonId> members(const TeamId& team, const RitualId& ritual);  ///< By id.

  void never(const WorkspaceId& workspace, const PersonId& author, const PersonId& other, Instant now);
  bool again(const WorkspaceId& workspace, const PersonId& author, const PersonId& other);
  std::vector<PersonId> nevers(const WorkspaceId& workspace, const PersonId& author);
  /// Everybody's, for pairing alone.
  std::vector<std::pair<PersonId, PersonId>> all_nevers(const WorkspaceId& workspace);

 private:
  Database& database_;
};

}  // namespace houston::storage
