// Quiet hours, as people set them; and the notes that waited for their end.
#pragma once

#include "handlers/part.hpp"

namespace houston::handlers::voice {

/// /houston quiet, the button and form "voice.quiet", the timers "voice.note".
class Quiet final : public Part {
 public:
  bool clicked(Heard& heard, const chat::Clicked& clicked) override;
  bool submitted(Heard& heard, const chat::Submitted& submitted) override;
  bool fired(Turn& turn, const House& house, const storage::Timer& timer) override;
  std::vector<const commands::Command*> commands() const override;
};

}  // namespace houston::handlers::voice
