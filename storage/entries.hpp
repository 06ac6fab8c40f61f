// What people put down that went well: wins, kudos, celebrations.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/types.hpp"
#include "storage/database.hpp"

namespace houston::storage {

struct Entry {
  enum class Kind { win, kudos, celebration };
  EntryId id{};
  TeamId team{};
  Kind kind = Kind::win;
  PersonId author{};               ///< Who put it down; "" for a machine.
  std::vector<PersonId> people{};  ///< Whose win, who is thanked, who is celebrated; each once, in order.
  bool whole_team = false;         ///< Thanks to everybody.
  std::string text{};              ///< Plain text as it was written.
  std::string url{};               ///< "" or where more is to be read.
  /// What it was made of: a message or a delivery; unique within the team.
  std::optional<std::string> source{};
  Instant logged{};
  Instant changed{};
  std::optional<Instant> withdrawn{};
  PersonId withdrawn_by{};  ///< "" while it stands, and when nobody's mark was left (Entries::marks).
  std::optional<MessageId> published{};  ///< The channel's message about it.
};

/// Which entries are wanted; withdrawn ones never are.
struct EntryFilter {
  TeamId team;
  std::optional<Entry::Kind> kind{};
  std::optional<PersonId> person{};  ///< Among Entry::people.
  std::optional<Instant> from{};     ///< Logged at or after.
  std::optional<Instant> before{};   ///< Logged before.
};

class Entries {
 public:
  explicit Entries(Database& database) : database_(database) {}
  /// Inserts it; returns it with its id.
  Entry add(const Entry& entry);
  /// Replaces all but team, kind, source and logged.
  void save(const Entry& entry);
  std::optional<Entry> find(EntryId id);
  std::optional<Entry> by_source(const TeamId& team, std::string_view source);
  /// Newest first: at most `limit` after leaving out the first `skip`.
  std::vector<Entry> newest(const EntryFilter& filter, int limit, int skip = 0);
  int count(const EntryFilter& filter);

  /// Somebody stands behind it, by a reaction or by the message shortcut. Twice is once.
  enum class Mark { reaction, shortcut };
  /// `reaction`: its id, where the platform tells of its removal by that (chat::Reacted::id).
  void mark(EntryId id, const PersonId& person, Mark how, const std::string& reaction = {});
  struct Marked {
    EntryId entry;
    PersonId person;
  };
  std::optional<Marked> marked_by(const std::string& reaction);
  /// Takes a mark away; false when there was none.
  bool unmark(EntryId id, const PersonId& person, Mark how);
  int marks(EntryId id);  ///< Of both kinds.

 private:
  std::vector<PersonId> people_of(EntryId id);
  void put_people(const Entry& entry);
  Database& database_;
};

}  // namespace houston::storage
