#include "bot/demo/pump.hpp"

#include <algorithm>
#include <csignal>

namespace houston::bot::demo {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr milliseconds kStep{2};  // Between two looks at whether it is done.

}  // namespace

Pump::Pump() : signals_(io_, SIGINT, SIGTERM) {
  signals_.async_wait([this](const boost::system::error_code& failed, int) {
    if (!failed) interrupted_ = true;
  });
}

void Pump::serve(milliseconds time) {
  finish(time);
  if (interrupted_) throw Left{true};
  if (between_) between_();
}

bool Pump::serve_until(const std::function<bool()>& done, milliseconds limit) {
  const auto until = Steady::now() + limit;
  while (!done()) {
    if (Steady::now() >= until) return false;
    serve(kStep);
  }
  return true;
}

void Pump::linger(milliseconds time) {
  const auto until = Steady::now() + time;
  for (auto now = Steady::now(); now < until; now = Steady::now()) {
    serve(std::min(std::chrono::ceil<milliseconds>(until - now), milliseconds(20)));
  }
}

void Pump::finish(milliseconds time) {
  io_.restart();
  io_.run_one_for(time);
  io_.poll();
}

std::size_t Pump::poll() {
  io_.restart();
  return io_.poll();
}

}  // namespace houston::bot::demo
