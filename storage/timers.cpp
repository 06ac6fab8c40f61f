#include "storage/timers.hpp"

#include "storage/sql.hpp"

namespace houston::storage {
namespace {

/// Above every text that starts with `prefix`: U+10FFFF is no character, and the last of all in byte order.
std::string after(std::string_view prefix) {
  return std::string(prefix) + "\xF4\x8F\xBF\xBF";
}

}  // namespace

static auto fields(Timer& timer) {
  return std::tie(timer.key.kind, timer.key.subject, timer.due);
}

void Timers::set(const TimerKey& key, Instant due) {
  run(database_,
      "insert into timer (kind, subject, due) values (?, ?, ?)"
      " on conflict (kind, subject) do update set due = excluded.due",
      key.kind, key.subject, due);
}

void Timers::cancel(const TimerKey& key) {
  run(database_, "delete from timer where kind = ? and subject = ?", key.kind, key.subject);
}

void Timers::cancel_all(std::string_view kind, std::string_view prefix) {
  run(database_, "delete from timer where kind = ? and subject >= ? and subject < ?", kind, prefix,
      after(prefix));
}

std::optional<Instant> Timers::find(const TimerKey& key) {
  return select_one<Instant>(database_, "select due from timer where kind = ? and subject = ?", key.kind,
                             key.subject);
}

std::vector<Timer> Timers::list(std::string_view kind, std::string_view prefix) {
  return select<Timer>(database_,
                       "select kind, subject, due from timer where kind = ? and subject >= ? and subject < ?"
                       " order by due, subject",
                       kind, prefix, after(prefix));
}

std::optional<Timer> Timers::take_due(Instant now) {
  Together together(database_);
  // Two statements: PostgreSQL may run a `delete … where in (select … limit 1)` more than once.
  auto timer = select_one<Timer>(database_,
                                 "select kind, subject, due from timer claimed where due <= ?"
                                 " order by due, kind, subject limit 1 {claim}",
                                 now);
  if (timer) cancel(timer->key);
  together.done();
  return timer;
}

std::optional<Instant> Timers::next_due() {
  return select_one<Instant>(database_, "select due from timer order by due limit 1");
}

int Timers::count_due(Instant now) {
  return select_one<int>(database_, "select count(*) from timer where due <= ?", now).value();
}

}  // namespace houston::storage
