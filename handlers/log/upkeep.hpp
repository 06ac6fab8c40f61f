// The buttons and the form with which entries of every kind are edited and withdrawn.
#pragma once

#include "handlers/part.hpp"

namespace houston::handlers::log {

class Upkeep final : public Part {
 public:
  bool clicked(Heard& heard, const chat::Clicked& clicked) override;
  bool submitted(Heard& heard, const chat::Submitted& submitted) override;
  void forgotten(Turn& turn, const House& house, const storage::Person& person,
                 const PersonId& former) override;
};

}  // namespace houston::handlers::log
