#include "tests/stories/harness/matrix_siege.hpp"

#include <algorithm>
#include <chrono>
#include <set>

namespace houston::tests {
namespace {

using namespace std::chrono_literals;

// As often as one deed makes them write, and a little more.
constexpr std::uint64_t kMost = 60;
constexpr auto kSilence = 40ms;

std::vector<std::filesystem::path> places(const test::Synapse& synapse, const MatrixBox& box) {
  auto all = box.places();
  all.push_back(synapse.folder());
  return all;
}

}  // namespace

MatrixSiege::MatrixSiege(test::Synapse& synapse, MatrixBox& box, std::uint64_t seed, int of_a_hundred)
    : synapse_(synapse), box_(box), random_(seed), of_a_hundred_(of_a_hundred), news_(places(synapse, box)) {}

void MatrixSiege::kill_houston() {
  box_.kill(static_cast<int>(chance(static_cast<std::uint64_t>(box_.houstons()))));
  ++tally_.houston;
}

void MatrixSiege::strike() {
  ++deeds_;
  const bool homeserver = deeds_ * of_a_hundred_ / 100 != (deeds_ - 1) * of_a_hundred_ / 100;
  const bool houston = !homeserver || chance(2) == 0;
  auto left = static_cast<int>(chance(kMost));
  news_.wait(0ms);
  while (left > 0) {
    const int heard = news_.wait(kSilence);
    if (heard == 0) break;
    left -= heard;
  }
  if (homeserver) {
    synapse_.kill();
    ++tally_.homeserver;
  }
  if (houston) kill_houston();
  if (homeserver) synapse_.start();
}

void MatrixSiege::outage(Instant to) {
  constexpr auto kSteps = 4;
  synapse_.kill();
  ++tally_.homeserver;
  const Duration step = (to - box_.now()) / kSteps;
  for (int number = 1; number <= kSteps; ++number) {
    box_.move(number == kSteps ? to : box_.now() + step);
    box_.settle_alone();
    if (number == kSteps / 2) kill_houston();
  }
  synapse_.start();
}

void MatrixSiege::count() {
  std::set<std::string> seen;
  std::set<std::string> keys;
  for (const std::string& who : MatrixBox::names()) {
    for (const Seen& one : box_.people().seen(who)) {
      if (one.sender != box_.houston() || !seen.insert(one.event).second) continue;
      if (!one.key.empty() && !keys.insert(one.key).second) tally_.twice.push_back(one.body);
    }
  }
  tally_.messages += static_cast<int>(seen.size());
}

}  // namespace houston::tests
