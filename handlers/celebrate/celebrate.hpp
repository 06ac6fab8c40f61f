// Celebrations: small successes that the channel hears of at once, from people and from machines.
#pragma once

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
  std::vector<std::string>
      people{};       ///< Ids, handles or e-mail addresses; who is not known is named as written.
  std::string url{};  ///< "" or http(s).
};

/// Posts it in the team's channel. False when it was known, or when there is no such team with a log or
/// nothing to say.
bool celebrate(Turn& turn, const House& house, const Celebration& celebration);

class Celebrate final : public Part {
 public:
  std::vector<const commands::Command*> commands() const override;
};

}  // namespace houston::handlers
