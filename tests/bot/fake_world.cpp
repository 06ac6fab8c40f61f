#include "tests/bot/fake_world.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

namespace houston::bot::testing {

using boost::asio::awaitable;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// Lets others run for a few turns of the loop: a crash may come in each of them.
awaitable<void> FakePlatform::pass() {
  const int turns = 1 + static_cast<int>(world_.random() % 4);
  for (int i = 0; i < turns; ++i) co_await boost::asio::post(executor_, boost::asio::use_awaitable);
}

std::optional<SendOutcome> FakePlatform::fault(const std::string& scope) {
  ++world_.requests;
  const auto limit = world_.limited.find(scope);
  if (limit != world_.limited.end() && world_.clock.now() < limit->second) {
    ++world_.limit_broken;
    return TryLater{std::chrono::ceil<milliseconds>(limit->second - world_.clock.now()), scope, "limited"};
  }
  if (!world_.chance(world_.trouble)) return std::nullopt;
  switch (world_.random() % 4) {
    case 0:
      world_.limited[scope] = world_.clock.now() + seconds(5);
      return TryLater{seconds(5), scope, "limited"};
    case 1:
      return TryLater{milliseconds(0), "", "503"};
    case 2:
      return InDoubt{"the request was lost"};
    default:
      return TryLater{seconds(2), "", "this place alone"};
  }
}

SendOutcome FakePlatform::act(const storage::OutboxRow& row, const Addressing& addressing) {
  if (row.action == storage::Action::home) return Delivered{};
  if (row.action != storage::Action::post) {
    for (auto& posted : world_.posts) {
      if (!(posted.receipt == addressing.target.value())) continue;
      if (row.action == storage::Action::remove) posted.removed = true;
      if (row.action == storage::Action::update) posted.body = row.body;
      return Delivered{};
    }
    throw std::logic_error("an update of what was never posted");
  }
  if (row.place.thread && !addressing.thread) throw std::logic_error("a reply before its thread's head");
  const Instant now = world_.clock.now();
  const auto before = last_post.find(row.place.id);
  if (before != last_post.end() && now - before->second < spacing()) ++too_close;
  last_post[row.place.id] = now;
  const storage::Receipt receipt{row.place.id, std::to_string(world_.posts.size() + 1)};
  const milliseconds hidden(world_.random() % 2900);
  world_.posts.push_back({row.key, row.place.id, row.body, now, now + hidden, receipt});
  return Delivered{receipt};
}

awaitable<SendOutcome> FakePlatform::send(const storage::OutboxRow& row, const Addressing& addressing) {
  most_at_once = std::max(most_at_once, ++under_way_);
  co_await pass();
  if (world_.refused_places.count(row.place.id) != 0) {
    --under_way_;
    co_return Refused{"there is no such place"};
  }
  const std::string scope = row.action == storage::Action::post ? "chat.postMessage" : "chat.update";
  const auto failed = fault(scope);
  SendOutcome outcome = failed ? *failed : act(row, addressing);
  co_await pass();
  // The answer may be lost although all went well.
  if (!failed && world_.chance(world_.trouble / 2)) outcome = InDoubt{"the answer was lost"};
  --under_way_;
  co_return outcome;
}

awaitable<FindOutcome> FakePlatform::find(const storage::OutboxRow& row, const Addressing&) {
  if (row.action != storage::Action::post) throw std::logic_error("only posts are looked up");
  if (!row.sending_since) throw std::logic_error("since when is it in doubt?");
  co_await pass();
  if (world_.chance(world_.trouble / 2)) {
    co_return TryLater{milliseconds(world_.random() % 2 * 70000), "", "history is limited"};
  }
  for (const auto& posted : world_.posts) {
    if (posted.key != row.key || posted.visible > world_.clock.now()) continue;
    if (posted.at < *row.sending_since) throw std::logic_error("posted before it was claimed");
    co_return posted.receipt;
  }
  co_return NotThere{};
}

}  // namespace houston::bot::testing
