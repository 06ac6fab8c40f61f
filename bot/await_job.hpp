// A coroutine waits for a job of the database. Asio stays in the few units that include this.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <type_traits>
#include <utility>

namespace houston::bot {

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

}  // namespace houston::bot
