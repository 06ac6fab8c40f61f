#include "bot/matrix/sync_fsm.hpp"

#include <algorithm>
#include <utility>

namespace houston::bot::matrix {
namespace {

using Kind = ApiFailure::Kind;

}  // namespace

SyncFsm::SyncFsm(Options options, std::uint64_t seed)
    : options_(options),
      random_(seed),
      backoff_(options.first_wait, options.longest_wait, random_),
      not_kept_(options.not_kept_wait, options.longest_wait, random_) {}

SyncFsm::Step SyncFsm::poll(Span timeout, Time now) {
  if (stopped_) return End{};
  const Span good_for = connected_ ? options_.renew_every : options_.turn;
  if (ours_ && now - claimed_at_ < good_for) return Poll{since_, timeout};
  timeout_ = timeout;
  return Claim{options_.turn};
}

SyncFsm::Step SyncFsm::start(Time now) {
  return poll(Span(0), now);
}

SyncFsm::Step SyncFsm::claimed(EventSink::Turn turn, std::string since, Time now) {
  if (stopped_) return End{};
  if (turn == EventSink::Turn::unknown) {
    problem_ = "the database cannot say at the moment whose turn it is to read: it is asked again";
    return Wait{not_kept_.next()};
  }
  if (turn == EventSink::Turn::others) {
    if (!stands_by_)
      say_ = Say{Say::Level::info, "another Houston on this database reads; this one sends, and stands by"};
    ours_ = false;
    stands_by_ = true;
    connected_ = true;
    caught_up_ = true;
    problem_.clear();
    return Wait{options_.stand_by};
  }
  if (!ours_) {
    since_ = std::move(since);
    timeout_ = Span(0);
    if (stands_by_) say_ = Say{Say::Level::info, "the other Houston reads no more; this one does"};
  }
  ours_ = true;
  stands_by_ = false;
  claimed_at_ = now;
  return Poll{since_, timeout_};
}

SyncFsm::Step SyncFsm::polled(std::string next_batch, Time) {
  if (stopped_) return End{};
  next_ = std::move(next_batch);
  connected_ = true;
  renewed_ = false;
  backoff_.reset();
  problem_.clear();
  if (told_) say_ = Say{Say::Level::info, "the homeserver is there again"};
  told_ = false;
  unheard_ = 0;
  complained_.reset();
  return Take{since_.empty()};
}

SyncFsm::Step SyncFsm::taken(bool kept, Time now) {
  if (stopped_) return End{};
  if (!kept) {
    problem_ = "what people wrote cannot be kept at the moment: it is asked for again";
    return Wait{not_kept_.next()};
  }
  not_kept_.reset();
  problem_.clear();
  since_ = std::move(next_);
  next_.clear();
  caught_up_ = true;
  return poll(options_.poll, now);
}

SyncFsm::Step SyncFsm::trouble(const std::string& why, Span wait, Time now) {
  connected_ = false;
  problem_ = why;
  ++unheard_;
  if (!complained_ || now - *complained_ >= options_.complain_every) {
    std::string text = why;
    if (unheard_ > 1) text += " (" + std::to_string(unheard_) + " attempts)";
    say_ = Say{Say::Level::warning, text + "; Houston keeps trying"};
    complained_ = now;
    told_ = true;
    unheard_ = 0;
  }
  return Wait{wait};
}

SyncFsm::Step SyncFsm::failed(const ApiFailure& failure, Time now) {
  if (stopped_) return End{};
  const Span next = backoff_.next();
  if (failure.kind == Kind::operate && failure.errcode == "M_UNKNOWN_TOKEN" && !renewed_) {
    connected_ = false;
    problem_ = failure.what;
    return Renew{failure.soft_logout};
  }
  if (failure.kind == Kind::operate) {
    renewed_ = false;
    return trouble(failure.what, options_.longest_wait, now);
  }
  if (failure.errcode == "M_UNKNOWN_POS" && !since_.empty()) {
    say_ = Say{Say::Level::error,
               "the homeserver does not know any more what Houston has read; what was written since is lost"};
    since_.clear();
    return poll(Span(0), now);
  }
  if (failure.kind == Kind::refuse) return trouble(failure.what, options_.longest_wait, now);
  return trouble(failure.what, std::max(next, failure.retry_after), now);
}

SyncFsm::Step SyncFsm::renewed(const ApiFailure* failure, Time now) {
  if (stopped_) return End{};
  if (failure == nullptr) {
    renewed_ = true;
    return poll(Span(0), now);
  }
  const Span wait = failure->kind == Kind::operate || failure->kind == Kind::refuse
                        ? options_.longest_wait
                        : std::max(backoff_.next(), failure->retry_after);
  return trouble(failure->what, wait, now);
}

SyncFsm::Step SyncFsm::waited(Time now) {
  return poll(Span(0), now);
}

SyncFsm::Step SyncFsm::stop() {
  stopped_ = true;
  connected_ = false;
  return End{};
}

std::optional<SyncFsm::Say> SyncFsm::take_say() {
  return std::exchange(say_, std::nullopt);
}

}  // namespace houston::bot::matrix
