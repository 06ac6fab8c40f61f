// Durable wake-ups: a due instant and what to do then. Firing one, its effects and setting the next are one
// turn.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/types.hpp"
#include "storage/database.hpp"

namespace houston::storage {

/// What a timer is for. `kind` picks the handler ("standup.prompt"); `subject` says for whom, in the
/// handler's own words ("vision/daily/U123"; '/' separates, names hold none). Setting the same key again
/// replaces the timer.
struct TimerKey {
  std::string kind;
  std::string subject;
  auto operator<=>(const TimerKey&) const = default;
};

struct Timer {
  TimerKey key;
  Instant due;
};

class Timers {
 public:
  explicit Timers(Database& database) : database_(database) {}
  void set(const TimerKey& key, Instant due);
  void cancel(const TimerKey& key);
  /// Cancels every timer of `kind` whose subject starts with `prefix`.
  void cancel_all(std::string_view kind, std::string_view prefix);
  std::optional<Instant> find(const TimerKey& key);
  /// Timers of `kind` whose subject starts with `prefix`, by due instant then subject.
  std::vector<Timer> list(std::string_view kind, std::string_view prefix);
  /// Takes (deletes) the earliest timer due at or before `now`; ties by kind, then subject. On PostgreSQL the
  /// row is claimed with FOR UPDATE SKIP LOCKED, so that replicas share the work and a rollback gives it
  /// back.
  std::optional<Timer> take_due(Instant now);
  std::optional<Instant> next_due();
  int count_due(Instant now);

 private:
  Database& database_;
};

}  // namespace houston::storage
