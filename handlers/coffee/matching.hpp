// Who drinks coffee with whom: pairs (or a trio), nobody with whom they must not be, and those who met lately
// as late as possible again.
#pragma once

#include <utility>
#include <vector>

#include "config/types.hpp"
#include "handlers/random.hpp"

namespace houston::handlers::coffee {

struct History {
  /// The rounds, latest first: who sat together in each.
  std::vector<std::vector<std::vector<PersonId>>> rounds;
  std::vector<std::pair<PersonId, PersonId>> never;  ///< Whoever of the two said so.
};

struct Groups {
  std::vector<std::vector<PersonId>> together;  ///< Twos and threes, each by id.
  std::vector<PersonId> alone;                  ///< For whom nobody was left.
};

/// The best there is for up to 14 people, and very nearly that for more. Equally good ones are drawn by lot.
Groups match(std::vector<PersonId> people, const History& history, Random& random);

}  // namespace houston::handlers::coffee
