// What time it is: asked of an injected Clock, so that a week can pass in a minute and a test never waits.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>

#include "config/types.hpp"

namespace houston::scheduler {

/// The only source of the present. Any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  /// How long to sleep, in real time, before looking again whether `due` has come: never more than a few
  /// seconds, so that a clock that was set or a machine that slept is noticed; zero when it has come.
  virtual std::chrono::milliseconds real_wait(Instant due) const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  Instant now() const override;
  std::chrono::milliseconds real_wait(Instant due) const override;
};

/// A clock that stands still until it is told to move. For tests, the sandbox and the demo.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start);
  Instant now() const override;
  std::chrono::milliseconds real_wait(Instant due) const override;  ///< 5 ms while `due` lies ahead.
  /// Moves forward to `to`; an earlier instant is ignored, so that simulated time never runs back.
  void advance_to(Instant to);

 private:
  std::atomic<std::int64_t> milliseconds_;
};

/// A clock kept in a small shared file: one process writes it (the sandbox), others follow (houston serve
/// --clock-file, for simulations only). The file is eight bytes, mapped into memory: milliseconds since 1970.
class FileClock final : public Clock {
 public:
  /// Opens `file`, creating it with `start` when it is missing or empty. Throws std::system_error.
  FileClock(const std::filesystem::path& file, Instant start);
  ~FileClock() override;
  FileClock(const FileClock&) = delete;
  FileClock& operator=(const FileClock&) = delete;
  Instant now() const override;
  std::chrono::milliseconds real_wait(Instant due) const override;  ///< 5 ms while `due` lies ahead.
  void advance_to(Instant to);  ///< As ManualClock::advance_to, seen by every process that maps the file.

 private:
  struct Mapping;
  std::unique_ptr<Mapping> mapping_;
};

}  // namespace houston::scheduler
