#include "bot/slack/socket_mode_fsm.hpp"

#include <algorithm>

#include "bot/slack/text.hpp"

namespace houston::bot::slack {
namespace {

constexpr auto info = SocketModeFsm::Say::Level::info;
constexpr auto warning = SocketModeFsm::Say::Level::warning;
constexpr auto error = SocketModeFsm::Say::Level::error;

std::string name_of(SocketModeFsm::Socket socket) {
  return "socket " + std::to_string(socket);
}

}  // namespace

SocketModeFsm::SocketModeFsm(Options options, std::uint64_t seed)
    : options_(options), random_(seed), backoff_(options.first_wait, options.longest_wait, random_) {}

SocketModeFsm::Connection* SocketModeFsm::find(Socket socket) {
  const auto found = std::find_if(connections_.begin(), connections_.end(),
                                  [&](const Connection& c) { return c.socket == socket; });
  return found == connections_.end() ? nullptr : &*found;
}

void SocketModeFsm::remove(Socket socket) {
  std::erase_if(connections_, [&](const Connection& c) { return c.socket == socket; });
}

bool SocketModeFsm::has_deadline(const Connection& connection) const {
  return connection.phase == Phase::awaiting_hello || connection.phase == Phase::ending ||
         (connection.phase == Phase::up && connection.limited);
}

// Sockets that are there to stay, or on their way to it.
int SocketModeFsm::holding() const {
  return static_cast<int>(std::count_if(connections_.begin(), connections_.end(), [](const Connection& c) {
    return c.phase == Phase::asking || c.phase == Phase::awaiting_hello || c.phase == Phase::up;
  }));
}

int SocketModeFsm::up() const {
  return static_cast<int>(std::count_if(connections_.begin(), connections_.end(), [](const Connection& c) {
    return c.greeted && c.phase != Phase::closing;
  }));
}

bool SocketModeFsm::finished() const {
  return stopping_ && connections_.empty();
}

void SocketModeFsm::fill(Time now, Actions& actions) {
  if (!started_ || stopping_ || now < retry_at_) return;
  while (holding() < options_.sockets && static_cast<int>(connections_.size()) < options_.most_sockets) {
    connections_.push_back({next_, Phase::asking, false, {}, false});
    actions.push_back(Open{next_});
    ++next_;
  }
}

// Something failed: the next attempt waits, and the log hears of it once a while.
void SocketModeFsm::trouble(const std::string& why, Span wait, Time now, Actions& actions) {
  retry_at_ = std::max(retry_at_, now + std::max(wait, backoff_.next()));
  ++unheard_;
  if (up() == 0) problem_ = why;
  if (complained_ && now - *complained_ < options_.complain_every) return;
  std::string text = unstopped(why);
  if (unheard_ > 1) text += " (" + std::to_string(unheard_) + " failures since this was last said)";
  text += up() == 0 ? "; Houston keeps trying" : "; another socket is up meanwhile";
  actions.push_back(Say{warning, std::move(text)});
  complained_ = now;
  told_ = true;
  unheard_ = 0;
}

void SocketModeFsm::close_all(Actions& actions) {
  stopping_ = true;
  for (Connection& connection : connections_) {
    if (connection.phase == Phase::closing) continue;
    connection.phase = Phase::closing;
    actions.push_back(Close{connection.socket});
  }
}

SocketModeFsm::Actions SocketModeFsm::start(Time now) {
  Actions actions;
  started_ = true;
  retry_at_ = now;
  fill(now, actions);
  return actions;
}

SocketModeFsm::Actions SocketModeFsm::opened(Socket socket, Time now) {
  Connection* connection = find(socket);
  if (connection == nullptr || connection->phase != Phase::asking) return {};
  connection->phase = Phase::awaiting_hello;
  connection->deadline = now + options_.hello_within;
  return {};
}

SocketModeFsm::Actions SocketModeFsm::greeted(Socket socket, std::chrono::seconds lifetime, Time now) {
  Actions actions;
  Connection* connection = find(socket);
  if (connection == nullptr || connection->phase == Phase::closing || connection->greeted) return actions;
  connection->greeted = true;
  if (connection->phase != Phase::ending) connection->phase = Phase::up;
  if (lifetime > std::chrono::seconds(0) && connection->phase == Phase::up) {
    // About nine tenths, not the same for every socket: they shall not all be renewed at once.
    std::uniform_int_distribution<int> permille(860, 920);
    connection->limited = true;
    connection->deadline = now + std::chrono::duration_cast<Span>(lifetime) * permille(random_) / 1000;
  }
  backoff_.reset();
  retry_at_ = now;
  problem_.clear();
  if (told_) {
    actions.push_back(Say{info, "connected to Slack again"});
    told_ = false;
  }
  unheard_ = 0;
  fill(now, actions);
  return actions;
}

void SocketModeFsm::begin_to_end(Connection& connection, Time now, Actions& actions) {
  if (connection.phase != Phase::up && connection.phase != Phase::awaiting_hello) return;
  connection.phase = Phase::ending;
  connection.deadline = now + options_.drain;
  fill(now, actions);
}

SocketModeFsm::Actions SocketModeFsm::disconnect(Socket socket, const std::string& reason, Time now) {
  Actions actions;
  Connection* connection = find(socket);
  if (connection == nullptr || connection->phase == Phase::closing) return actions;
  if (reason == "link_disabled") {
    return refused(
        "Socket Mode is switched off for this app: switch it on at https://api.slack.com/apps under Socket "
        "Mode, "
        "then start Houston again",
        now);
  }
  if (reason == "too_many_websockets") {
    connection->phase = Phase::closing;
    actions.push_back(Close{socket});
    trouble(
        "Slack has ten sockets open for this app and takes no more: stop other programs that use the same "
        "app "
        "token",
        Span(0), now, actions);
    return actions;
  }
  actions.push_back(Say{info, "Slack ends " + name_of(socket) + " (" + reason + "); opening another first"});
  begin_to_end(*connection, now, actions);
  return actions;
}

SocketModeFsm::Actions SocketModeFsm::closed(Socket socket, const std::string& why, Time now) {
  Actions actions;
  const Connection* connection = find(socket);
  if (connection == nullptr) return actions;
  const bool expected = connection->phase == Phase::ending || connection->phase == Phase::closing;
  const bool greeted = connection->greeted;
  remove(socket);
  if (!expected) {
    trouble(greeted ? "A socket to Slack was lost: " + why : "Slack closed a socket before hello: " + why,
            Span(0), now, actions);
  } else if (up() == 0 && !stopping_ && problem_.empty()) {
    problem_ = "No socket to Slack is open";
  }
  fill(now, actions);
  return actions;
}

SocketModeFsm::Actions SocketModeFsm::failed(Socket socket, const std::string& why, Span wait, Time now) {
  Actions actions;
  const Connection* connection = find(socket);
  if (connection == nullptr) return actions;
  const bool expected = connection->phase == Phase::closing;
  remove(socket);
  if (!expected) trouble(why, wait, now, actions);
  fill(now, actions);
  return actions;
}

SocketModeFsm::Actions SocketModeFsm::refused(const std::string& why, Time) {
  Actions actions;
  if (stopping_) return actions;
  problem_ = why;
  actions.push_back(Say{error, why});
  close_all(actions);
  actions.push_back(GiveUp{why});
  return actions;
}

SocketModeFsm::Actions SocketModeFsm::tick(Time now) {
  Actions actions;
  if (stopping_) return actions;
  const bool newer_is_up = std::any_of(connections_.begin(), connections_.end(),
                                       [](const Connection& c) { return c.phase == Phase::up; });
  std::vector<Socket> silent;
  for (Connection& connection : connections_) {
    if (!has_deadline(connection) || now < connection.deadline) continue;
    if (connection.phase == Phase::awaiting_hello) {
      silent.push_back(connection.socket);
    } else if (connection.phase == Phase::up) {
      actions.push_back(Say{info, "renewing " + name_of(connection.socket) + " before Slack ends it"});
      connection.phase = Phase::ending;
      connection.deadline = now + options_.drain;
    } else if (newer_is_up) {
      connection.phase = Phase::closing;
      actions.push_back(Close{connection.socket});
    } else {  // nothing better is there yet: keep reading it
      connection.deadline = now + options_.drain;
    }
  }
  for (const Socket socket : silent) {
    find(socket)->phase = Phase::closing;
    actions.push_back(Close{socket});
    trouble("Slack did not say hello in time", Span(0), now, actions);
  }
  fill(now, actions);
  return actions;
}

SocketModeFsm::Actions SocketModeFsm::stop(Time) {
  Actions actions;
  close_all(actions);
  return actions;
}

std::optional<SocketModeFsm::Time> SocketModeFsm::wake_at() const {
  std::optional<Time> next;
  const auto sooner = [&](Time at) {
    if (!next || at < *next) next = at;
  };
  if (stopping_) return next;
  for (const Connection& connection : connections_) {
    if (has_deadline(connection)) sooner(connection.deadline);
  }
  if (started_ && holding() < options_.sockets &&
      static_cast<int>(connections_.size()) < options_.most_sockets) {
    sooner(retry_at_);
  }
  return next;
}

}  // namespace houston::bot::slack
