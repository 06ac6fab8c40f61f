// One row on its way: what courier_fsm says, done.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bot/await_job.hpp"
#include "bot/courier_impl.hpp"
#include "config/secret.hpp"

namespace houston::bot {

namespace asio = boost::asio;
using asio::awaitable;
using std::chrono::milliseconds;

void Courier::Impl::begin(Claim claim) {
  // With a clock that is hurried, a lease may be over while its row is still being sent by ourselves.
  if (!underway.insert(claim.row.id).second) return;
  set_busy(+1);
  asio::co_spawn(executor, deliver(std::move(claim)), rethrow);
}

awaitable<void> Courier::Impl::deliver(Claim claim) {
  const auto self = shared_from_this();
  Delivery delivery(claim.row.action, claim.row.attempts, random);
  Step next = claim.in_doubt ? delivery.resume(input::FoundInDoubt{}, clock.now())
                             : delivery.resume(input::Claimed{slot_for(claim.row)}, clock.now());
  while (true) {
    tell_activity();
    if (const auto* send = std::get_if<step::Send>(&next)) {
      next = co_await perform(*send, delivery, claim);
    } else if (const auto* find = std::get_if<step::Find>(&next)) {
      next = co_await perform(*find, delivery, claim);
    } else if (const auto* wait = std::get_if<step::Wait>(&next)) {
      const step::Wait copy = *wait;
      next = co_await perform(copy, delivery, claim);
    } else {
      break;
    }
  }
  co_await write_down(next, claim);
  underway.erase(claim.row.id);
  set_busy(-1);
  ring();
}

awaitable<Step> Courier::Impl::perform(const step::Send&, Delivery& delivery, const Claim& claim) {
  SendOutcome outcome = InDoubt{"The attempt failed in Houston itself"};
  keep_distance(claim.row);
  try {
    outcome = co_await platform.send(claim.row, claim.addressing);
  } catch (const std::exception& failure) {
    // Whether something left before that nobody knows.
    spdlog::error("Sending a message of {} failed in Houston: {}", platform.workspace().value,
                  failure.what());
  }
  if (const auto* doubt = std::get_if<InDoubt>(&outcome)) note("in_doubt", claim, doubt->why);
  co_return delivery.resume(outcome, clock.now());
}

awaitable<Step> Courier::Impl::perform(const step::Find&, Delivery& delivery, const Claim& claim) {
  FindOutcome outcome = TryLater{milliseconds(0), "", "Looking it up failed in Houston itself"};
  try {
    outcome = co_await platform.find(claim.row, claim.addressing);
  } catch (const std::exception& failure) {
    spdlog::error("Looking up a message of {} failed in Houston: {}", platform.workspace().value,
                  failure.what());
  }
  if (const auto* later = std::get_if<TryLater>(&outcome)) note("look_up_later", claim, later->why);
  co_return delivery.resume(outcome, clock.now());
}

awaitable<Step> Courier::Impl::perform(const step::Wait& wait, Delivery& delivery, const Claim&) {
  std::multiset<Instant>::iterator entry;
  {
    const std::lock_guard lock(mutex);
    entry = waits.insert(wait.until);
  }
  set_busy(-1);
  asio::steady_timer timer(executor);
  waiting.insert(&timer);
  while (!stopping && clock.now() < wait.until) {
    timer.expires_after(clock.real_wait(wait.until));
    boost::system::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  waiting.erase(&timer);
  set_busy(+1);
  {
    const std::lock_guard lock(mutex);
    waits.erase(entry);
  }
  if (clock.now() < wait.until) co_return delivery.resume(input::Stopping{}, clock.now());
  co_return delivery.resume(input::Waited{}, clock.now());
}

void Courier::Impl::note(const char* result, const Claim& claim, const std::string& why) {
  metrics.count("deliveries", {{"result", result}});
  if (!why.empty()) {
    spdlog::info("Message {} of {}: {}: {}", claim.row.id.value, platform.workspace().value, result, why);
  }
}

/// A transition of the row. When the database cannot keep it, the row stays in `sending` and is in doubt at
/// the next start.
awaitable<void> Courier::Impl::commit(std::string name, std::function<void(storage::Database&)> run,
                                      std::function<void(storage::Database&, const std::string&)> instead) {
  Job job;
  job.name = std::move(name);
  job.must_keep = true;
  job.run = std::move(run);
  job.instead = std::move(instead);
  auto begin_job = [this, job = std::move(job)](auto finish) mutable {
    job.done = [finish](JobEnd end) mutable { finish(end); };
    jobs.post(std::move(job));
  };
  const JobEnd end = co_await await_value<JobEnd>(executor, std::move(begin_job));
  if (end != JobEnd::committed) metrics.count("deliveries", {{"result", "not_written_down"}});
}

awaitable<void> Courier::Impl::write_down(const Step& end, const Claim& claim) {
  const MessageId id = claim.row.id;
  if (const auto* sent = std::get_if<step::Sent>(&end)) {
    note("sent", claim, "");
    auto run = [this, id, receipt = sent->receipt](storage::Database& db) {
      storage::Outbox(db).sent(id, receipt, clock.now());
    };
    co_await commit("sent", std::move(run), nullptr);
  } else if (const auto* later = std::get_if<step::Postpone>(&end)) {
    note("postponed", claim, later->why);
    if (!later->scope.empty()) scopes[claim.row.action].insert(later->scope);
    auto run = [this, id, later = *later](storage::Database& db) {
      storage::Outbox outbox(db);
      outbox.postpone(id, later.not_before, redact(later.why));
      if (!later.scope.empty()) outbox.pause(platform.workspace(), later.scope, later.not_before);
    };
    co_await commit("postpone", std::move(run), nullptr);
  } else if (const auto* lost = std::get_if<step::GiveUp>(&end)) {
    metrics.count("deliveries", {{"result", "given_up"}});
    spdlog::error("Message {} of {} cannot be delivered: {}", id.value, platform.workspace().value,
                  lost->why);
    auto run = [this, row = claim.row, why = redact(lost->why),
                in_doubt = lost->in_doubt](storage::Database& db) {
      const Instant now = clock.now();
      storage::Tables tables(db);
      tables.outbox.give_up(row.id, why, now, in_doubt);
      storage::OutboxRow told = row;
      told.delivery = storage::Delivery::failed;
      told.error = why;
      handlers::Turn turn(tables, now);
      handlers.undeliverable(turn, told);
    };
    // If it cannot even be told, it is given up all the same.
    auto instead = [this, id, why = redact(lost->why), in_doubt = lost->in_doubt](storage::Database& db,
                                                                                  const std::string&) {
      storage::Outbox(db).give_up(id, why, clock.now(), in_doubt);
    };
    co_await commit("give_up", std::move(run), std::move(instead));
  } else if (const auto* left = std::get_if<step::Leave>(&end)) {
    note("left_in_doubt", claim, left->why);
  }
}

}  // namespace houston::bot
