// Questions to the database, asked beside its work.
#include <future>

#include "bot/app/impl.hpp"
#include "bot/await_job.hpp"

namespace houston::bot {

namespace asio = boost::asio;

asio::awaitable<std::optional<Counts>> App::Impl::counts() {
  using Answer = std::optional<Counts>;
  auto begin = [this](auto finish) { worker->post(count_job(workspace_ids(), clock, std::move(finish))); };
  const auto answer = co_await await_value_for<Answer>(io.get_executor(), kDatabaseAnswers, std::move(begin));
  co_return answer ? *answer : std::nullopt;
}

asio::awaitable<CalendarAnswer> App::Impl::read_calendar(std::string fingerprint,
                                                         std::optional<std::int64_t> pair) {
  auto begin = [this, fingerprint = std::move(fingerprint), pair](auto finish) {
    auto read = std::make_shared<CalendarAnswer>();
    Job job;
    job.name = "calendar";
    job.quiet = true;
    job.run = [this, read, fingerprint, pair](storage::Database& database) {
      storage::Tables tables(database);
      read->ics = houston->calendar(tables, fingerprint, pair, clock.now());
    };
    job.done = [read, finish](JobEnd end) mutable {
      read->asked = end == JobEnd::committed;
      finish(std::move(*read));
    };
    worker->post(std::move(job));
  };
  auto answer =
      co_await await_value_for<CalendarAnswer>(io.get_executor(), kDatabaseAnswers, std::move(begin));
  co_return answer ? std::move(*answer) : CalendarAnswer{};
}

std::optional<Standing> App::Impl::standing() {
  struct Activity {
    bool busy = false;
    std::uint64_t count = 0;
    bool operator==(const Activity&) const = default;
  };
  const auto activity = [this] {
    Activity now{worker->pending() > 0, worker->activity()};
    for (const auto& one : served) {
      // A courier that has not noticed yet that the clock was moved is as good as busy.
      const auto waits = one->courier->waits_until();
      now.busy = now.busy || one->courier->busy() || (waits && *waits <= clock.now());
      now.count += one->courier->activity();
    }
    return now;
  };
  const Activity before = activity();
  auto answer = std::make_shared<std::promise<std::optional<Counts>>>();
  auto future = answer->get_future();
  worker->post(count_job(workspace_ids(), clock,
                         [answer](std::optional<Counts> counts) { answer->set_value(counts); }));
  if (future.wait_for(5 * kDatabaseAnswers) != std::future_status::ready) return std::nullopt;
  const auto counts = future.get();
  if (!counts) return std::nullopt;
  Standing standing;
  standing.due = counts->due;
  standing.outbox = counts->outbox;
  standing.next = earlier(counts->next_timer, counts->next_row);
  for (const auto& one : served) standing.next = earlier(standing.next, one->courier->waits_until());
  standing.settled = counts->nothing_now && !before.busy && activity() == before;
  return standing;
}

}  // namespace houston::bot
