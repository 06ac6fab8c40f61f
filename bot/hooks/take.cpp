#include "bot/hooks/take.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <utility>

namespace houston::bot::hooks {

namespace asio = boost::asio;

asio::awaitable<Taken> take(asio::any_io_executor executor, Jobs& jobs, handlers::Houston& houston,
                            const scheduler::Clock& clock, handlers::Celebration celebration,
                            std::chrono::milliseconds patience) {
  // Whichever comes first: the database's answer, or the end of our patience.
  struct Wait {
    explicit Wait(asio::any_io_executor executor) : timer(std::move(executor)) {}
    asio::steady_timer timer;
    Taken taken = Taken::not_kept;
  };
  auto wait = std::make_shared<Wait>(executor);
  wait->timer.expires_after(patience);
  auto fresh = std::make_shared<bool>(false);
  Job job;
  job.name = "hook";
  job.run = [&houston, &clock, fresh, celebration = std::move(celebration)](storage::Database& database) {
    storage::Tables tables(database);
    handlers::Turn turn(tables, clock.now());
    *fresh = houston.celebrate(turn, celebration);
  };
  job.done = [executor, wait, fresh](JobEnd end) {
    const Taken taken = end == JobEnd::refused  ? Taken::not_kept
                        : end == JobEnd::failed ? Taken::failed
                        : *fresh                ? Taken::kept
                                                : Taken::known;
    asio::post(executor, [wait, taken] {
      wait->taken = taken;
      wait->timer.cancel();
    });
  };
  jobs.post(std::move(job));
  boost::system::error_code ignored;
  co_await wait->timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  co_return wait->taken;
}

}  // namespace houston::bot::hooks
