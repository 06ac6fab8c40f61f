// One at a time: a lock for coroutines of one thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace houston::bot::matrix {

class Lane {
 public:
  explicit Lane(boost::asio::any_io_executor executor) : freed_(std::move(executor)) {}

  /// Leaves when it goes out of scope. The lane outlives it.
  class Hold {
   public:
    explicit Hold(Lane& lane) : lane_(&lane) {}
    Hold(Hold&& other) noexcept : lane_(std::exchange(other.lane_, nullptr)) {}
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;
    Hold& operator=(Hold&&) = delete;
    ~Hold() {
      if (lane_ == nullptr) return;
      lane_->taken_ = false;
      lane_->freed_.cancel_one();
    }

   private:
    Lane* lane_;
  };

  boost::asio::awaitable<Hold> enter() {
    while (taken_) {
      freed_.expires_at(std::chrono::steady_clock::time_point::max());
      co_await freed_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
    taken_ = true;
    co_return Hold(*this);
  }

 private:
  boost::asio::steady_timer freed_;
  bool taken_ = false;
};

}  // namespace houston::bot::matrix
