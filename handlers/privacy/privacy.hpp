// What Houston keeps of a person: said, given to them, and forgotten.
#pragma once

#include "handlers/part.hpp"

namespace houston::handlers {

/// /houston export, /houston forget me, and the buttons "privacy.…".
class Privacy final : public Part {
 public:
  bool clicked(Heard& heard, const chat::Clicked& clicked) override;
  std::vector<const commands::Command*> commands() const override;
};

}  // namespace houston::handlers
