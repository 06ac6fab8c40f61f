#include "bot/hooks/take.hpp"

#include <memory>
#include <utility>

#include "bot/await_job.hpp"

namespace houston::bot::hooks {

namespace asio = boost::asio;

asio::awaitable<Taken> take(asio::any_io_executor executor, Jobs& jobs, handlers::Houston& houston,
                            const scheduler::Clock& clock, handlers::Celebration celebration,
                            std::chrono::milliseconds patience) {
  auto begin = [&jobs, &houston, &clock, celebration = std::move(celebration)](auto finish) {
    auto fresh = std::make_shared<bool>(false);
    Job job;
    job.name = "hook";
    job.run = [&houston, &clock, fresh, celebration](storage::Database& database) {
      storage::Tables tables(database);
      handlers::Turn turn(tables, clock.now());
      *fresh = houston.celebrate(turn, celebration);
    };
    job.done = [fresh, finish](JobEnd end) mutable {
      finish(end == JobEnd::refused  ? Taken::not_kept
             : end == JobEnd::failed ? Taken::failed
             : *fresh                ? Taken::kept
                                     : Taken::known);
    };
    jobs.post(std::move(job));
  };
  const auto taken = co_await await_value_for<Taken>(executor, patience, std::move(begin));
  co_return taken.value_or(Taken::not_kept);
}

}  // namespace houston::bot::hooks
