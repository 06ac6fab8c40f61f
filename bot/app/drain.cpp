// The end: no more events; what is under way comes to its end, or is left so that the next life finds it.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include "bot/app/impl.hpp"
#include "bot/await_job.hpp"
#include "bot/notify.hpp"
#include "storage/leases.hpp"
#include "storage/outbox.hpp"

namespace houston::bot {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

namespace {

// Real time. systemd and Docker wait 10 s before they kill; Houston promises to be gone within 5 s.
constexpr auto kSendsMayEnd = milliseconds(3000);
constexpr auto kDrainMost = milliseconds(4000);
constexpr auto kLook = milliseconds(10);

}  // namespace

void App::Impl::end(int code) {
  if (!life.end(code)) return;
  asio::post(io, [this] { asio::co_spawn(io, drain(), rethrow); });
  if (on_ending) on_ending();
}

asio::awaitable<void> App::Impl::drain() {
  if (service) notify_service("STOPPING=1");
  for (const auto& one : served) {
    one->platform->stop();
    one->courier->stop();
  }
  const auto until = Steady::now() + kSendsMayEnd;
  const auto under_way = [this] {
    return std::any_of(served.begin(), served.end(),
                       [](const auto& one) { return one->running || !one->courier->stopped(); });
  };
  while (under_way() && Steady::now() < until) co_await sleep_for(io.get_executor(), kLook);
  const bool sent = !under_way();
  if (!sent) spdlog::warn("Not everything under way ended in time; it is looked up at the next start");
  co_await free_leases(sent);
  life.set_drained();
}

asio::awaitable<void> App::Impl::free_leases(bool places) {
  auto begin = [this, places](auto finish) {
    Job job;
    job.name = "release";
    job.must_keep = true;
    job.run = [this, places](storage::Database& database) {
      for (const WorkspaceId& workspace : workspace_ids()) {
        // What may still arrive keeps its place for a while; reading is over in any case.
        if (places) storage::Outbox(database).release(owner + "/" + workspace.value);
        storage::Leases(database).release(owner + "/" + workspace.value);
      }
    };
    job.done = [finish](JobEnd end) mutable { finish(end); };
    worker->post(std::move(job));
  };
  // Refused when the database is away: then the leases run out by themselves.
  co_await await_value<JobEnd>(io.get_executor(), std::move(begin));
}

void App::Impl::wait() {
  if (!life.wait(kDrainMost)) return;
  worker->stop();
  worker->wait();
  io.stop();
  if (network.joinable()) network.join();
}

}  // namespace houston::bot
