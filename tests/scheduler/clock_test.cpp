// Clocks: simulated ones stand still, never run back, and are seen by whoever shares them.
#include "scheduler/clock.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <system_error>
#include <thread>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"

using namespace houston;
using namespace houston::scheduler;
using std::chrono::hours;
using std::chrono::milliseconds;

namespace {

const Instant kStart{milliseconds{1'800'000'000'123}};

}  // namespace

TEST_CASE("a manual clock stands still until it is told to move, and never runs back") {
  ManualClock clock(kStart);
  CHECK(clock.now() == kStart);
  clock.advance_to(kStart + hours(1));
  CHECK(clock.now() == kStart + hours(1));
  clock.advance_to(kStart);
  CHECK(clock.now() == kStart + hours(1));
  CHECK(clock.real_wait(kStart) == milliseconds(0));
  CHECK(clock.real_wait(kStart + hours(1)) == milliseconds(0));
  CHECK(clock.real_wait(kStart + hours(1) + milliseconds(1)) == milliseconds(5));
  CHECK(clock.real_wait(kStart + hours(1000)) == milliseconds(5));
}

TEST_CASE("threads that push a manual clock together leave it at the latest instant, and see no step back") {
  ManualClock clock(kStart);
  std::atomic<bool> ran_back{false};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      Instant seen = clock.now();
      for (int i = 0; i < 2000; ++i) {
        clock.advance_to(kStart + milliseconds(i * 4 + thread));
        const Instant now = clock.now();
        if (now < seen) ran_back = true;
        seen = now;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK_FALSE(ran_back);
  CHECK(clock.now() == kStart + milliseconds(1999 * 4 + 3));
}

TEST_CASE("the machine's clock waits a few seconds at most") {
  const SystemClock clock;
  CHECK(clock.now() > kStart - hours(24 * 365 * 10));
  CHECK(clock.real_wait(clock.now() - hours(1)) == milliseconds(0));
  CHECK(clock.real_wait(clock.now() + hours(24 * 365)) == milliseconds(5000));
  const auto soon = clock.real_wait(clock.now() + milliseconds(4000));
  CHECK(soon <= milliseconds(4000));
}

TEST_CASE("two mappings of one clock file see each other") {
  const houston::test::Folder folder;
  FileClock sandbox(folder / "clock", kStart);
  CHECK(sandbox.now() == kStart);
  FileClock houston(folder / "clock",
                    kStart + hours(9));  // It is there already: the start given is not used.
  CHECK(houston.now() == kStart);
  CHECK(std::filesystem::file_size(folder / "clock") == 8);

  sandbox.advance_to(kStart + hours(1));
  CHECK(houston.now() == kStart + hours(1));
  CHECK(houston.real_wait(kStart + hours(1)) == milliseconds(0));
  CHECK(houston.real_wait(kStart + hours(2)) == milliseconds(5));

  houston.advance_to(kStart + hours(2));
  CHECK(sandbox.now() == kStart + hours(2));
  sandbox.advance_to(kStart);
  CHECK(houston.now() == kStart + hours(2));
}

TEST_CASE("a clock file outlives its processes") {
  const houston::test::Folder folder;
  { FileClock(folder / "clock", kStart).advance_to(kStart + hours(5)); }
  CHECK(FileClock(folder / "clock", kStart).now() == kStart + hours(5));
}

TEST_CASE("an empty clock file is set to the start") {
  const houston::test::Folder folder;
  std::ofstream(folder / "clock").close();
  CHECK(FileClock(folder / "clock", kStart).now() == kStart);
}

TEST_CASE("what cannot be a clock file is refused") {
  const houston::test::Folder folder;
  CHECK_THROWS_AS(FileClock(folder / "no/such/folder/clock", kStart), std::system_error);
  std::ofstream(folder / "letter") << "Dear Houston, this is not a clock.";
  CHECK_THROWS_AS(FileClock(folder / "letter", kStart), std::system_error);
}
