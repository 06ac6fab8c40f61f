#include "scheduler/clock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace houston::scheduler {
namespace {

using std::chrono::milliseconds;

// Long enough to cost nothing, short enough that a laptop waking up is not late by more than this.
constexpr milliseconds kLongestWait{5000};
// Simulated time may leap at any moment; a short nap keeps a simulation from spinning.
constexpr milliseconds kSimulatedWait{5};

/// Moves `clock` forward to `to`; never back. `Atomic` is std::atomic or std::atomic_ref.
template <class Atomic>
void move_forward(Atomic&& clock, std::int64_t to) {
  std::int64_t seen = clock.load();
  while (seen < to && !clock.compare_exchange_weak(seen, to)) {
  }
}

milliseconds simulated_wait(Instant now, Instant due) {
  return due <= now ? milliseconds::zero() : kSimulatedWait;
}

[[noreturn]] void fail(const char* what, const std::filesystem::path& file) {
  throw std::system_error(errno, std::generic_category(), std::string(what) + ' ' + file.string());
}

/// An open file that gives up its lock and closes itself. Closing alone would not unlock: a mapping keeps the
/// open file alive, and with it the lock.
class OpenFile {
 public:
  explicit OpenFile(const std::filesystem::path& path)
      : number_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
    if (number_ < 0) fail("cannot open the clock file", path);
  }
  ~OpenFile() {
    ::flock(number_, LOCK_UN);
    ::close(number_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

Instant SystemClock::now() const {
  return std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
}

milliseconds SystemClock::real_wait(Instant due) const {
  return std::clamp(due - now(), milliseconds::zero(), kLongestWait);
}

ManualClock::ManualClock(Instant start) : milliseconds_(start.time_since_epoch().count()) {}

Instant ManualClock::now() const {
  return Instant(milliseconds(milliseconds_.load()));
}

milliseconds ManualClock::real_wait(Instant due) const {
  return simulated_wait(now(), due);
}

void ManualClock::advance_to(Instant to) {
  move_forward(milliseconds_, to.time_since_epoch().count());
}

struct FileClock::Mapping {
  std::int64_t* milliseconds = nullptr;

  std::atomic_ref<std::int64_t> clock() const { return std::atomic_ref<std::int64_t>(*milliseconds); }
  ~Mapping() {
    if (milliseconds != nullptr) ::munmap(milliseconds, sizeof *milliseconds);
  }
};

FileClock::FileClock(const std::filesystem::path& file, Instant start)
    : mapping_(std::make_unique<Mapping>()) {
  const OpenFile open(file);
  // Two processes may create the file at the same moment; the lock lets one of them write the start.
  while (::flock(open.number(), LOCK_EX) != 0) {
    if (errno != EINTR) fail("cannot lock the clock file", file);
  }
  struct stat status {};
  if (::fstat(open.number(), &status) != 0) fail("cannot look at the clock file", file);
  if (status.st_size != 0 && status.st_size != sizeof(std::int64_t)) {
    errno = EINVAL;
    fail("this is not a clock file of eight bytes:", file);
  }
  if (status.st_size == 0) {
    const std::int64_t value = start.time_since_epoch().count();
    if (::pwrite(open.number(), &value, sizeof value, 0) != sizeof value)
      fail("cannot write the clock file", file);
  }
  void* const mapped =
      ::mmap(nullptr, sizeof(std::int64_t), PROT_READ | PROT_WRITE, MAP_SHARED, open.number(), 0);
  if (mapped == MAP_FAILED) fail("cannot map the clock file", file);
  mapping_->milliseconds = static_cast<std::int64_t*>(mapped);
}

FileClock::~FileClock() = default;

Instant FileClock::now() const {
  return Instant(milliseconds(mapping_->clock().load()));
}

milliseconds FileClock::real_wait(Instant due) const {
  return simulated_wait(now(), due);
}

void FileClock::advance_to(Instant to) {
  move_forward(mapping_->clock(), to.time_since_epoch().count());
}

}  // namespace houston::scheduler
