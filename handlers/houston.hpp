// The bot as seen from outside the floor: settings and roster in, turns handled. Synchronous and
// single-threaded.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "handlers/celebrate/celebrate.hpp"
#include "handlers/turn.hpp"

namespace houston::handlers {

class Houston {
 public:
  /// Reads the teams' holiday files; the error names what cannot be read. `seed`: of what is shuffled, drawn
  /// and made unguessable (handlers/random.hpp).
  static Result<std::unique_ptr<Houston>> create(const config::Settings& settings, std::uint64_t seed = 0);
  ~Houston();

  /// At start, before any event: brings timers in line with the settings (new members and rituals get their
  /// next prompt, vanished ones lose it, overdue ones are left to fire as catch-up). Idempotent; replicas may
  /// repeat it.
  void start(Turn& turn);

  /// Handles one event. False when its key was taken before: nothing was done, acknowledge it.
  bool handle(Turn& turn, const chat::Event& event);

  /// Handles one due timer, which the caller took with Timers::take_due in this transaction.
  void fire(Turn& turn, const storage::Timer& timer);

  /// A machine has something to celebrate. False when it was known, or when no team of that name keeps a log.
  bool celebrate(Turn& turn, const Celebration& celebration);

  /// The private calendar (.ics) whose token has this fingerprint (handlers/one_on_one/calendar.hpp); `pair`:
  /// of that pair alone. Nothing when there is none.
  std::optional<std::string> calendar(storage::Tables& tables, const std::string& fingerprint,
                                      std::optional<std::int64_t> pair, Instant now);
  /// The courier gave this message up (a channel that is gone, a person who cannot be reached): the team's
  /// leads are told privately, once a day and reason.
  void undeliverable(Turn& turn, const storage::OutboxRow& row);

 private:
  struct Impl;
  explicit Houston(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace houston::handlers
