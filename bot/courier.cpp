#include "bot/courier.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "bot/await_job.hpp"
#include "bot/courier_fsm.hpp"
#include "config/secret.hpp"

namespace houston::bot {

namespace asio = boost::asio;
using asio::awaitable;
using std::chrono::milliseconds;

namespace {

constexpr auto kRefusedPause = milliseconds(1000);
constexpr auto kAgainSoon = milliseconds(20);

/// A coroutine of the courier only throws when an invariant is broken: that ends the program.
void rethrow(std::exception_ptr failure) {
  if (failure) std::rethrow_exception(failure);
}

struct Claim {
  storage::OutboxRow row;
  Addressing addressing;
  bool in_doubt = false;
};

struct Batch {
  std::vector<Claim> claims;
  std::optional<Instant> next;  ///< When there may be more.
};

using Scopes = std::map<storage::Action, std::set<std::string>>;

Addressing addressing_of(storage::Outbox& outbox, const storage::OutboxRow& row) {
  const auto receipt = [&](const std::optional<MessageId>& id) -> std::optional<storage::Receipt> {
    if (!id) return std::nullopt;
    const auto found = outbox.find(*id);
    return found ? found->receipt : std::nullopt;
  };
  return {receipt(row.place.thread), receipt(row.target)};
}

/// Until when one of the scopes under which this kind of row was limited is closed.
std::optional<Instant> closed_until(storage::Outbox& outbox, const WorkspaceId& workspace,
                                    const storage::OutboxRow& row, const Scopes& scopes, Instant now) {
  const auto found = scopes.find(row.action);
  if (found == scopes.end()) return std::nullopt;
  std::optional<Instant> until;
  for (const std::string& scope : found->second) {
    const auto paused = outbox.paused_until(workspace, scope);
    if (paused && *paused > now && (!until || *paused > *until)) until = paused;
  }
  return until;
}

/// A person or a room, whatever the thread: what the platform's spacing is about.
using SpacedPlace = std::pair<storage::Place::Kind, std::string>;

}  // namespace

struct Courier::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::any_io_executor executor, Platform& platform, Jobs& jobs, const TurnHandlers& handlers,
       const scheduler::Clock& clock, Metrics& metrics, CourierOptions options)
      : executor(executor),
        platform(platform),
        jobs(jobs),
        handlers(handlers),
        clock(clock),
        metrics(metrics),
        options(std::move(options)),
        random(this->options.seed),
        bell(executor) {}

  // The executor's thread.
  awaitable<void> serve();
  awaitable<Batch> claim(int wanted, bool first, bool& refused);
  awaitable<void> await_news(std::optional<Instant> next, milliseconds at_most);
  void begin(Claim claim);
  awaitable<void> deliver(Claim claim);
  awaitable<Step> perform(const step::Send&, Delivery& delivery, const Claim& claim);
  awaitable<Step> perform(const step::Find&, Delivery& delivery, const Claim& claim);
  awaitable<Step> perform(const step::Wait& wait, Delivery& delivery, const Claim& claim);
  awaitable<void> write_down(const Step& end, const Claim& claim);
  awaitable<void> commit(std::string name, std::function<void(storage::Database&)> run,
                         std::function<void(storage::Database&, const std::string&)> instead);
  Instant slot_for(const storage::OutboxRow& row);
  void keep_distance(const storage::OutboxRow& row);
  void ring();
  void note(const char* result, const Claim& claim, const std::string& why);

  void tell_activity() { ++activity; }
  void set_busy(int by) {
    busy += by;
    ++activity;
  }

  const asio::any_io_executor executor;
  Platform& platform;
  Jobs& jobs;
  const TurnHandlers& handlers;
  const scheduler::Clock& clock;
  Metrics& metrics;
  const CourierOptions options;
  std::mt19937_64 random;

  asio::steady_timer bell;  ///< What serve() waits on; ring() cancels it.
  bool rung = false;
  bool stopping = false;
  std::set<MessageId> underway;
  std::set<asio::steady_timer*> waiting;  ///< Deliveries that wait for the Clock.
  std::map<SpacedPlace, Instant> next_slot;
  Scopes scopes;

  // Any thread.
  std::atomic<int> busy{0};
  std::atomic<std::uint64_t> activity{0};
  std::atomic<bool> serving{false};
  std::atomic<bool> woken{false};
  mutable std::mutex mutex;
  std::multiset<Instant> waits;
};

void Courier::Impl::ring() {
  rung = true;
  bell.cancel();
}

/// The courier's round: claim what may leave, send it, wait for news.
awaitable<void> Courier::Impl::serve() {
  bool first = true;
  while (!stopping) {
    rung = false;
    const int wanted = options.in_flight - static_cast<int>(underway.size());
    if (wanted <= 0) {
      co_await await_news(std::nullopt, options.look_every);
      continue;
    }
    set_busy(+1);
    bool refused = false;
    Batch batch = co_await claim(wanted, first, refused);
    if (!refused) first = false;
    for (Claim& claim : batch.claims) begin(std::move(claim));
    set_busy(-1);
    if (refused) {
      co_await await_news(std::nullopt, kRefusedPause);
    } else {
      co_await await_news(batch.next, options.look_every);
    }
  }
  serving = false;
}

awaitable<Batch> Courier::Impl::claim(int wanted, bool first, bool& refused) {
  struct Answer {
    Batch batch;
    JobEnd end;
  };
  auto batch = std::make_shared<Batch>();
  Job job;
  job.name = "claim";
  job.must_keep = true;
  job.quiet = true;
  job.run = [this, self = shared_from_this(), batch, wanted, first, known = scopes](storage::Database& db) {
    *batch = {};
    const WorkspaceId& workspace = platform.workspace();
    storage::Outbox outbox(db);
    const Instant now = clock.now();
    if (first) outbox.release(options.owner);
    const auto add = [&](storage::OutboxRow row, bool in_doubt) {
      Addressing addressing = addressing_of(outbox, row);
      batch->claims.push_back({std::move(row), std::move(addressing), in_doubt});
    };
    for (auto& row : outbox.take_in_doubt(workspace, options.owner, now, now + options.lease, wanted)) {
      add(std::move(row), true);
    }
    const int left = wanted - static_cast<int>(batch->claims.size());
    if (left > 0) {
      for (auto& row : outbox.claim(workspace, options.owner, now, now + options.lease, left)) {
        if (const auto until = closed_until(outbox, workspace, row, known, now)) {
          outbox.postpone(row.id, *until, "The platform limits how many of these may be sent");
        } else {
          add(std::move(row), false);
        }
      }
    }
    batch->next = outbox.next_ready(workspace);
  };
  auto begin_job = [this, job = std::move(job)](auto finish) mutable {
    job.done = [finish](JobEnd end) mutable { finish(end); };
    jobs.post(std::move(job));
  };
  const JobEnd end = co_await await_value<JobEnd>(executor, std::move(begin_job));
  refused = end != JobEnd::committed;
  if (refused) co_return Batch{};
  co_return std::move(*batch);
}

/// Returns when the bell was rung, `next` has come, or real time `at_most` has passed.
awaitable<void> Courier::Impl::await_news(std::optional<Instant> next, milliseconds at_most) {
  if (next && clock.now() >= *next) {
    // Due and yet not claimed: it is another's at the moment, or the clock has moved since.
    next.reset();
    at_most = std::min(at_most, kAgainSoon);
  }
  const auto until = std::chrono::steady_clock::now() + at_most;
  while (!rung && !stopping) {
    auto wait = std::chrono::duration_cast<milliseconds>(until - std::chrono::steady_clock::now());
    if (wait <= milliseconds(0)) break;
    if (next) wait = std::min(wait, clock.real_wait(*next));
    bell.expires_after(wait);
    boost::system::error_code ignored;
    co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (next && clock.now() >= *next) break;
  }
}

/// Takes the next free moment of the row's place. Only posts are spaced.
Instant Courier::Impl::slot_for(const storage::OutboxRow& row) {
  const Instant now = clock.now();
  if (row.action != storage::Action::post) return now;
  std::erase_if(next_slot, [&](const auto& entry) { return entry.second <= now; });
  Instant& free = next_slot.try_emplace({row.place.kind, row.place.id}, now).first->second;
  const Instant slot = std::max(free, now);
  free = slot + platform.spacing();
  return slot;
}

/// A row that is sent later than its slot, or a second time, moves its place's next slot.
void Courier::Impl::keep_distance(const storage::OutboxRow& row) {
  if (row.action != storage::Action::post) return;
  Instant& free = next_slot[{row.place.kind, row.place.id}];
  free = std::max(free, clock.now() + platform.spacing());
}

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

Courier::Courier(asio::any_io_executor executor, Platform& platform, Jobs& jobs, const TurnHandlers& handlers,
                 const scheduler::Clock& clock, Metrics& metrics, CourierOptions options)
    : impl_(std::make_shared<Impl>(std::move(executor), platform, jobs, handlers, clock, metrics,
                                   std::move(options))) {}

Courier::~Courier() = default;

void Courier::start() {
  impl_->serving = true;
  auto serve = [](std::shared_ptr<Impl> impl) -> awaitable<void> { co_await impl->serve(); };
  asio::co_spawn(impl_->executor, serve(impl_), rethrow);
}

void Courier::wake() {
  // One post is enough until it has been seen.
  if (impl_->woken.exchange(true)) return;
  asio::post(impl_->executor, [impl = impl_] {
    impl->woken = false;
    impl->ring();
  });
}

void Courier::stop() {
  impl_->stopping = true;
  impl_->ring();
  for (asio::steady_timer* timer : impl_->waiting) timer->cancel();
}

bool Courier::stopped() const {
  return !impl_->serving && impl_->busy == 0;
}

bool Courier::busy() const {
  return impl_->busy != 0 || impl_->woken;
}

std::optional<Instant> Courier::waits_until() const {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->waits.empty()) return std::nullopt;
  return *impl_->waits.begin();
}

std::uint64_t Courier::activity() const {
  return impl_->activity;
}

}  // namespace houston::bot
