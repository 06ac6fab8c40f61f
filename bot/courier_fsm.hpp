// The life of one outbox row from its claim to its end, without I/O: each call of resume() takes what
// happened and says what to do next. The courier's coroutine does it.
//
//   claimed ──▶ (wait for the place's turn) ──▶ Send ─┬─ delivered ─────────────▶ Sent
//                                                     ├─ not now ───────────────▶ Postpone (stored; a new
//                                                     claim) ├─ never ─────────────────▶ GiveUp └─ no answer:
//                                                     in doubt ─┐
//   found in `sending` after a crash ─────────────────────────────────────────┴▶ Find
//   Find ─┬─ there ──────────▶ Sent
//         ├─ not there ──────▶ Wait 3 s ──▶ Find again ──▶ not there ──▶ Send again, and if that ends in
//         │                                                              doubt once more: Postpone
//         ├─ cannot look now ▶ Wait and Find again, or Leave it when the wait is long
//         └─ can never look ─▶ GiveUp: it may be there, and twice is worse than once too few
//
// Only a post is looked up: updates, removals and home tabs can be sent twice without harm.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <variant>

#include "bot/platform.hpp"
#include "storage/outbox.hpp"

namespace houston::bot {

/// What to do next.
namespace step {
struct Send {};
struct Find {};
struct Wait {  ///< Until this instant of the Clock, then resume(Waited) or resume(Stopping).
  Instant until;
};
struct Sent {  ///< Store the receipt. The end.
  std::optional<storage::Receipt> receipt;
};
struct Postpone {  ///< Store it as ready again. The end of this life.
  Instant not_before;
  std::string scope;  ///< Everything under this scope waits as long; "" for this row alone.
  std::string why;
};
struct GiveUp {  ///< Store it as failed and tell. The end.
  std::string why;
  bool in_doubt = false;  ///< It may have arrived all the same.
};
struct Leave {  ///< Do nothing: it stays in `sending` and is taken in doubt when its lease is over.
  std::string why;
};
}  // namespace step
using Step =
    std::variant<step::Send, step::Find, step::Wait, step::Sent, step::Postpone, step::GiveUp, step::Leave>;

/// What happened, beside a SendOutcome and a FindOutcome.
namespace input {
struct Claimed {  ///< Fresh out of Outbox::claim.
  Instant slot;   ///< The first instant at which its place may be posted to again.
};
struct FoundInDoubt {};  ///< Out of Outbox::take_in_doubt.
struct Waited {};
struct Stopping {};  ///< The program ends; instead of Waited.
}  // namespace input

class Delivery {
 public:
  /// `random` is the jitter's; it must outlive this.
  Delivery(storage::Action action, int attempts, std::mt19937_64& random)
      : post_(action == storage::Action::post), attempts_(attempts), random_(random) {}

  Step resume(const input::Claimed& claimed, Instant now);
  Step resume(input::FoundInDoubt, Instant now);
  Step resume(const SendOutcome& outcome, Instant now);
  Step resume(const FindOutcome& outcome, Instant now);
  Step resume(input::Waited, Instant now);
  Step resume(input::Stopping, Instant now);

 private:
  Step send();
  Step find();
  Step doubt(const std::string& why, Instant now);
  Step not_there(Instant now);

  const bool post_;
  const int attempts_;  ///< This one included.
  std::mt19937_64& random_;
  bool doubtful_ = false;  ///< It may have been delivered.
  int sends_ = 0;
  int looks_ = 0;  ///< Since the last send.
  int failed_looks_ = 0;
};

/// How long a row waits after its `attempts`-th failure: 1 s, 2 s, 4 s … 5 min, less a random part of up to a
/// half.
std::chrono::milliseconds retry_wait(int attempts, std::mt19937_64& random);

}  // namespace houston::bot
