// Short words for the tests of storage/.
#pragma once

#include <string>

#include "storage/tables.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/database.hpp"

namespace houston::test {

using namespace houston::storage;
using Kind = DatabaseError::Kind;

inline const WorkspaceId kAcme{"acme"};
inline const WorkspaceId kOther{"other"};
inline const TeamId kVision{"vision"};
inline const RitualId kDaily{"daily"};
inline const PersonId kAna{"U1ANA"};
inline const PersonId kBo{"U2BO"};

/// An instant some milliseconds into the tests' time.
inline Instant at(long long milliseconds) {
  return Instant(Duration(1'764'000'000'000 + milliseconds));
}

/// A day of November 2026.
inline LocalDate november(unsigned day) {
  return {std::chrono::year(2026), std::chrono::November, std::chrono::day(day)};
}

inline Place room(const std::string& id) {
  return {Place::Kind::room, kAcme, id};
}
inline Place thread(const std::string& id, MessageId head) {
  return {Place::Kind::room, kAcme, id, head};
}
inline Place person(const PersonId& id) {
  return {Place::Kind::person, kAcme, id.value};
}

/// A fresh database, open, with its tables.
struct Given {
  explicit Given(Engine engine) : fresh(engine), database(fresh.open()), tables(*database) {}
  FreshDatabase fresh;
  std::unique_ptr<Database> database;
  Tables tables;

  MessageId post(const Place& place, const std::string& body = "{}") {
    return tables.outbox.add(place, Action::post, std::nullopt, body, at(0));
  }
  std::vector<OutboxRow> claim(Instant now = at(0), std::string_view owner = "one", int limit = 100) {
    return tables.outbox.claim(kAcme, owner, now, now + std::chrono::minutes(1), limit);
  }
  void deliver(MessageId id, const std::string& message) {
    tables.outbox.sent(id, Receipt{"C1", message}, at(0));
  }
};

inline std::vector<MessageId> ids(const std::vector<OutboxRow>& rows) {
  std::vector<MessageId> all;
  for (const OutboxRow& row : rows) all.push_back(row.id);
  return all;
}

/// The kind of DatabaseError that `what` throws; nothing when it throws none.
template <class What>
std::optional<Kind> failure(What what) {
  try {
    what();
    return std::nullopt;
  } catch (const DatabaseError& error) {
    return error.kind();
  }
}

inline bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// "" when `url` opens, else what open() says.
inline std::string refusal(const std::string& url) {
  auto database = Database::open(url);
  return database ? "" : database.error().message;
}

}  // namespace houston::test
