// Apart from turns.cpp, so that a test of turns needs no rituals.
#include "bot/turns.hpp"

namespace houston::bot {

TurnHandlers turn_handlers(handlers::Houston& houston) {
  return {
      [&houston](handlers::Turn& turn) { houston.start(turn); },
      [&houston](handlers::Turn& turn, const chat::Event& event) { return houston.handle(turn, event); },
      [&houston](handlers::Turn& turn, const storage::Timer& timer) { houston.fire(turn, timer); },
      [&houston](handlers::Turn& turn, const storage::OutboxRow& row) { houston.undeliverable(turn, row); }};
}

}  // namespace houston::bot
