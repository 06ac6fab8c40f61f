#include "bot/courier_fsm.hpp"

#include <algorithm>

namespace houston::bot {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstRetry{1000};
constexpr milliseconds kLongestRetry{5 * 60 * 1000};
/// Slack shows a new message in a conversation's history after a moment.
constexpr milliseconds kSecondLook{3000};
constexpr int kLooks = 2;
constexpr int kSends = 2;
/// A longer wait is left to the lease, so that the row does not hold one of the courier's few slots.
constexpr milliseconds kLongestHold{60000};

}  // namespace

milliseconds retry_wait(int attempts, std::mt19937_64& random) {
  const int doublings = std::clamp(attempts - 1, 0, 20);
  const milliseconds most = std::min(kLongestRetry, kFirstRetry * (1 << doublings));
  return milliseconds(std::uniform_int_distribution<std::int64_t>(most.count() / 2, most.count())(random));
}

Step Delivery::send() {
  ++sends_;
  looks_ = 0;
  return step::Send{};
}

Step Delivery::find() {
  ++looks_;
  return step::Find{};
}

Step Delivery::resume(const input::Claimed& claimed, Instant now) {
  if (claimed.slot > now) return step::Wait{claimed.slot};
  return send();
}

Step Delivery::resume(input::FoundInDoubt, Instant) {
  if (!post_) return send();
  doubtful_ = true;
  return find();
}

Step Delivery::resume(const SendOutcome& outcome, Instant now) {
  if (const auto* delivered = std::get_if<Delivered>(&outcome)) return step::Sent{delivered->receipt};
  if (const auto* refused = std::get_if<Refused>(&outcome)) return step::GiveUp{refused->why};
  if (const auto* doubt = std::get_if<InDoubt>(&outcome)) return this->doubt(doubt->why, now);
  const auto& later = std::get<TryLater>(outcome);
  doubtful_ = false;
  const auto wait = later.wait > milliseconds(0) ? later.wait : retry_wait(attempts_, random_);
  return step::Postpone{now + wait, later.scope, later.why};
}

Step Delivery::doubt(const std::string& why, Instant now) {
  if (!post_) return step::Postpone{now + retry_wait(attempts_, random_), "", why};
  doubtful_ = true;
  return find();
}

Step Delivery::resume(const FindOutcome& outcome, Instant now) {
  if (const auto* receipt = std::get_if<storage::Receipt>(&outcome)) return step::Sent{*receipt};
  if (std::holds_alternative<NotThere>(outcome)) return not_there(now);
  if (const auto* refused = std::get_if<Refused>(&outcome)) {
    return step::GiveUp{"It may have been delivered, but that cannot be looked up: " + refused->why, true};
  }
  const auto& later = std::get<TryLater>(outcome);
  --looks_;  // It was no look.
  const auto wait = later.wait > milliseconds(0) ? later.wait : retry_wait(++failed_looks_, random_);
  if (wait > kLongestHold) return step::Leave{later.why};
  return step::Wait{now + wait};
}

Step Delivery::not_there(Instant now) {
  failed_looks_ = 0;
  if (looks_ < kLooks) return step::Wait{now + kSecondLook};
  doubtful_ = false;
  if (sends_ < kSends) return send();
  return step::Postpone{now + retry_wait(attempts_, random_), "", "The answers to it get lost"};
}

Step Delivery::resume(input::Waited, Instant) {
  return doubtful_ ? find() : send();
}

Step Delivery::resume(input::Stopping, Instant now) {
  if (doubtful_) return step::Leave{"Houston stops"};
  return step::Postpone{now, "", ""};
}

}  // namespace houston::bot
