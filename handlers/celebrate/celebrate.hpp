// Celebrations: small successes that the channel hears of at once, from people and from machines.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "handlers/part.hpp"

namespace houston::handlers {

/// What a machine has to celebrate: a release, a green run, a model that converged.
struct Celebration {
  TeamId team;
  std::string source;  ///< Unique a delivery ("release-hook/72d3162e"): the same twice is one celebration.
  std::string title;   ///< May be "".
  std::string text;    ///< May be "" when there is a title.
  /// Ids, handles, e-mail addresses or names of members; who is none is named as written.
  std::vector<std::string> people{};
  std::string url{};                   ///< "" or http(s).
  std::set<std::string> deliveries{};  ///< What else it may be known by: keys of the inbox.
};

/// Posts it in the team's channel. False when its source or one of its deliveries was known, or when there is
/// no such team with a log or nothing to say.
bool celebrate(Turn& turn, const House& house, const Celebration& celebration);

class Celebrate final : public Part {
 public:
  /// Says what could not be said while the team's channel was not known yet.
  void sync(Turn& turn, const House& house) override;
  std::vector<const commands::Command*> commands() const override;
};

}  // namespace houston::handlers
