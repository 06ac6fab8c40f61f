#include "handlers/coffee/matching.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

namespace houston::handlers::coffee {
namespace {

using Cost = std::int64_t;
using Group = std::vector<std::size_t>;

// Costs are ranks: any number of the lesser weighs less than one of the greater.
constexpr Cost kAlone = 100'000'000'000'000'000;  // Somebody is left over.
constexpr Cost kTrio = 1'000'000'000'000'000;     // Three instead of two.
constexpr int kRounds = 12;                       // Further back, nobody remembers.
constexpr std::size_t kExact = 14;
constexpr int kTries = 40;

class Matching {
 public:
  Matching(std::vector<PersonId> people, const History& history) : people_(std::move(people)) {
    const std::size_t n = people_.size();
    costs_.assign(n, std::vector<Cost>(n, 0));
    std::map<PersonId, std::size_t> at;
    for (std::size_t i = 0; i < n; ++i) at[people_[i]] = i;
    Cost weight = Cost{1} << 44;  // 16^11: a meeting one round later weighs less than a sixteenth.
    for (std::size_t round = 0; round < history.rounds.size(); ++round) {
      if (round >= kRounds) break;
      for (const auto& group : history.rounds[round]) {
        for (const PersonId& a : group) {
          for (const PersonId& b : group) {
            if (a == b || !at.contains(a) || !at.contains(b)) continue;
            Cost& cost = costs_[at[a]][at[b]];
            cost = std::max(cost, weight);
          }
        }
      }
      weight /= 16;
    }
    for (const auto& [a, b] : history.never) {
      if (!at.contains(a) || !at.contains(b)) continue;
      costs_[at[a]][at[b]] = costs_[at[b]][at[a]] = kNever;
    }
  }

  Cost of(const Group& group) const {
    if (group.size() < 2) return kAlone;
    Cost cost = group.size() == 3 ? kTrio : 0;
    for (std::size_t i = 0; i < group.size(); ++i) {
      for (std::size_t j = i + 1; j < group.size(); ++j) {
        const Cost one = costs_[group[i]][group[j]];
        if (one == kNever) return kNever;
        cost += one;
      }
    }
    return cost;
  }

  std::vector<Group> exact() const;
  std::vector<Group> near(Random& random) const;
  const std::vector<PersonId>& people() const { return people_; }

 private:
  static constexpr Cost kNever = 4'000'000'000'000'000'000;
  bool improve(std::vector<Group>& groups) const;
  bool better(Group& a, Group& b) const;

  std::vector<PersonId> people_;
  std::vector<std::vector<Cost>> costs_;
};

/// Over all subsets: the cheapest way to seat those that are in one.
std::vector<Group> Matching::exact() const {
  const std::size_t n = people_.size();
  const std::uint32_t all = (1U << n) - 1;
  std::vector<Cost> best(all + 1, kNever);
  std::vector<std::uint32_t> last(all + 1, 0);
  best[0] = 0;
  for (std::uint32_t seated = 0; seated < all; ++seated) {
    if (best[seated] == kNever) continue;
    std::size_t i = 0;
    while ((seated >> i & 1U) != 0) ++i;
    const auto take = [&](const Group& group, std::uint32_t mask) {
      const Cost cost = of(group);
      if (cost == kNever || best[seated] + cost >= best[seated | mask]) return;
      best[seated | mask] = best[seated] + cost;
      last[seated | mask] = mask;
    };
    take({i}, 1U << i);
    for (std::size_t j = i + 1; j < n; ++j) {
      if ((seated >> j & 1U) != 0) continue;
      take({i, j}, 1U << i | 1U << j);
      for (std::size_t k = j + 1; k < n; ++k) {
        if ((seated >> k & 1U) == 0) take({i, j, k}, 1U << i | 1U << j | 1U << k);
      }
    }
  }
  std::vector<Group> groups;
  for (std::uint32_t seated = all; seated != 0; seated &= ~last[seated]) {
    Group group;
    for (std::size_t i = 0; i < n; ++i) {
      if ((last[seated] >> i & 1U) != 0) group.push_back(i);
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

/// Seats the people of two groups anew, if that is cheaper.
bool Matching::better(Group& a, Group& b) const {
  const auto sum = [&](const Group& x, const Group& y) {
    const Cost cx = of(x);
    const Cost cy = of(y);
    return cx == kNever || cy == kNever ? kNever : cx + cy;
  };
  Group all = a;
  all.insert(all.end(), b.begin(), b.end());
  const Cost before = a.size() > 1 && b.size() > 1 ? sum(a, b) : std::min(kNever, of(a) + of(b));
  Cost least = before;
  Group best_a;
  Group best_b;
  for (std::uint32_t mask = 1; mask < (1U << all.size()) - 1; ++mask) {
    Group x;
    Group y;
    for (std::size_t i = 0; i < all.size(); ++i) ((mask >> i & 1U) != 0 ? x : y).push_back(all[i]);
    if (x.size() > 3 || y.size() > 3) continue;
    const Cost cost = sum(x, y);
    if (cost >= least) continue;
    least = cost;
    best_a = x;
    best_b = y;
  }
  if (least >= before) {
    // Two who are left over, or one and a pair, may sit together.
    if (all.size() > 3 || of(all) >= before) return false;
    best_a = all;
    best_b.clear();
  }
  a = best_a;
  b = best_b;
  return true;
}

bool Matching::improve(std::vector<Group>& groups) const {
  for (std::size_t i = 0; i < groups.size(); ++i) {
    for (std::size_t j = i + 1; j < groups.size(); ++j) {
      if (!better(groups[i], groups[j])) continue;
      std::erase_if(groups, [](const Group& group) { return group.empty(); });
      return true;
    }
  }
  return false;
}

std::vector<Group> Matching::near(Random& random) const {
  std::vector<std::size_t> order(people_.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::vector<Group> best;
  Cost least = kNever;
  for (int tried = 0; tried < kTries; ++tried) {
    random.shuffle(order);
    std::vector<Group> groups;
    for (std::size_t i = 0; i < order.size(); i += 2) {
      Group group{order[i]};
      if (i + 1 < order.size()) group.push_back(order[i + 1]);
      if (group.size() == 2 && of(group) == kNever) {
        groups.push_back({group[1]});
        group.pop_back();
      }
      groups.push_back(std::move(group));
    }
    while (improve(groups)) {
    }
    Cost cost = 0;
    for (const Group& group : groups) cost = std::min(kNever - 1, cost + of(group));
    if (cost >= least) continue;
    least = cost;
    best = std::move(groups);
  }
  return best;
}

}  // namespace

Groups match(std::vector<PersonId> people, const History& history, Random& random) {
  std::sort(people.begin(), people.end());
  random.shuffle(people);
  Groups result;
  if (people.empty()) return result;
  const bool few = people.size() <= kExact;
  const Matching matching(std::move(people), history);
  for (const Group& group : few ? matching.exact() : matching.near(random)) {
    std::vector<PersonId> together;
    for (const std::size_t one : group) together.push_back(matching.people()[one]);
    std::sort(together.begin(), together.end());
    if (together.size() == 1) {
      result.alone.push_back(together.front());
    } else {
      result.together.push_back(std::move(together));
    }
  }
  return result;
}

}  // namespace houston::handlers::coffee
