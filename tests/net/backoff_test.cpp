#include "bot/net/backoff.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"

using houston::net::Backoff;
using std::chrono::milliseconds;

TEST_CASE("a back-off waits between its first step and a ceiling that doubles") {
  const auto seed = GENERATE(1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U);
  std::mt19937_64 random(seed);
  const milliseconds first(250), ceiling(30000);
  Backoff backoff(first, ceiling, random);
  milliseconds most = first;
  for (int n = 0; n < 200; ++n) {
    REQUIRE(backoff.failures() == n);
    const auto wait = backoff.next();
    REQUIRE(wait >= first);
    REQUIRE(wait <= most);
    most = std::min(ceiling, most * 2);
  }
}

TEST_CASE("a back-off spreads over its whole range, and reset begins anew") {
  std::mt19937_64 random(42);
  Backoff backoff(milliseconds(100), milliseconds(1000), random);
  for (int n = 0; n < 10; ++n) backoff.next();
  milliseconds least(10000), most(0);
  for (int n = 0; n < 1000; ++n) {
    const auto wait = backoff.next();
    least = std::min(least, wait);
    most = std::max(most, wait);
  }
  CHECK(least < milliseconds(150));
  CHECK(most > milliseconds(950));
  backoff.reset();
  CHECK(backoff.failures() == 0);
  CHECK(backoff.next() == milliseconds(100));
}

TEST_CASE("a back-off bears odd settings and does not overflow") {
  std::mt19937_64 random(7);
  Backoff upside_down(milliseconds(500), milliseconds(100), random);
  CHECK(upside_down.next() == milliseconds(100));
  CHECK(upside_down.next() == milliseconds(100));
  Backoff endless(milliseconds(1), milliseconds::max(), random);
  for (int n = 0; n < 200; ++n) REQUIRE(endless.next() >= milliseconds(1));
  Backoff nothing(milliseconds(0), milliseconds(0), random);
  CHECK(nothing.next() == milliseconds(0));
}
