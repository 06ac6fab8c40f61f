// A coroutine waits for a job of the database, as long as it must or can. Asio stays in the few units that
// include this.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace houston::bot {

/// For co_spawn: a coroutine that only throws when an invariant is broken. That ends run(), and with it the
/// program.
inline void rethrow(std::exception_ptr failure) {
  if (failure) std::rethrow_exception(failure);
}

/// Calls `begin(finish)`, where `finish(T)` may be called once and from any thread, and resumes with the
/// value on `executor`. If the executor's context is gone by then, so is the coroutine, and nothing happens.
template <class T, class Begin>
boost::asio::awaitable<T> await_value(boost::asio::any_io_executor executor, Begin begin) {
  auto initiate = [executor, begin = std::move(begin)](auto handler) mutable {
    using Handler = std::decay_t<decltype(handler)>;
    auto shared = std::make_shared<Handler>(std::move(handler));
    begin([executor, shared = std::move(shared)](T value) mutable {
      auto resume = [shared = std::move(shared), value = std::move(value)]() mutable {
        (*shared)(std::move(value));
      };
      boost::asio::post(executor, std::move(resume));
    });
  };
  co_return co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(T)>(
      std::move(initiate), boost::asio::use_awaitable);
}

/// The same, but for no longer than `patience`, in real time: then there is no value, and what `finish` is
/// told later is dropped.
template <class T, class Begin>
boost::asio::awaitable<std::optional<T>> await_value_for(boost::asio::any_io_executor executor,
                                                         std::chrono::milliseconds patience, Begin begin) {
  struct Wait {
    explicit Wait(const boost::asio::any_io_executor& executor) : timer(executor) {}
    boost::asio::steady_timer timer;
    std::optional<T> value;
  };
  auto wait = std::make_shared<Wait>(executor);
  wait->timer.expires_after(patience);
  begin([executor, wait](T value) {
    boost::asio::post(executor, [wait, value = std::move(value)]() mutable {
      wait->value = std::move(value);
      wait->timer.cancel();
    });
  });
  boost::system::error_code ignored;
  co_await wait->timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  co_return std::move(wait->value);
}

}  // namespace houston::bot
