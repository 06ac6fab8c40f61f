#include "bot/courier.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <mutex>
#include <utility>

#include "bot/await_job.hpp"
#include "bot/courier_impl.hpp"

namespace houston::bot {

namespace asio = boost::asio;
using asio::awaitable;
using std::chrono::milliseconds;

namespace {

constexpr auto kRefusedPause = milliseconds(1000);
constexpr auto kAgainSoon = milliseconds(20);

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

}  // namespace

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
