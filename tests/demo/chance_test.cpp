#include "bot/demo/chance.hpp"

#include <set>

#include "tests/support/catch.hpp"

using houston::bot::demo::Chance;

TEST_CASE("a seed replays its chance") {
  Chance one(7, "roles"), two(7, "roles");
  for (int i = 0; i < 100; ++i) CHECK(one.pick(1000) == two.pick(1000));
}

TEST_CASE("purpose, number and seed each make another stream") {
  std::set<int> firsts;
  for (const Chance& chance :
       {Chance(7, "roles"), Chance(8, "roles"), Chance(7, "stories"), Chance(7, "roles", 1)}) {
    Chance own = chance;
    firsts.insert(own.pick(1 << 30));
  }
  CHECK(firsts.size() == 4);
}

TEST_CASE("what is drawn stays within its bounds and reaches them") {
  Chance chance(1, "bounds");
  std::set<int> seen;
  for (int i = 0; i < 500; ++i) seen.insert(chance.between(3, 6));
  CHECK(seen == std::set<int>{3, 4, 5, 6});
}
