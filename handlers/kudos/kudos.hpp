// Kudos: thanks to one, several or the whole team, never to oneself; no points, no ranking.
#pragma once

#include "handlers/part.hpp"

namespace houston::handlers {

class Kudos final : public Part {
 public:
  bool submitted(Heard& heard, const chat::Submitted& submitted) override;
  std::vector<const commands::Command*> commands() const override;
};

}  // namespace houston::handlers
