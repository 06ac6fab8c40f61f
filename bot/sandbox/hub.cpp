#include "bot/sandbox/hub.hpp"

#include <algorithm>

namespace houston::bot::sandbox {
namespace {

// When the n-th redelivery comes after the failure before it: at once, after one minute, after five; with
// Delayed Events then hourly for a day.
std::optional<std::chrono::milliseconds> retry_after(int attempt, bool delayed_events) {
  if (attempt == 1) return std::chrono::milliseconds(0);
  if (attempt == 2) return std::chrono::minutes(1);
  if (attempt == 3) return std::chrono::minutes(5);
  if (delayed_events && attempt <= 3 + 24) return std::chrono::hours(1);
  return std::nullopt;
}

template <class Time>
void earlier(std::optional<Time>& best, Time candidate) {
  if (!best || candidate < *best) best = candidate;
}

}  // namespace

std::optional<SocketFault> socket_fault(const std::string& name) {
  static const std::map<std::string, SocketFault> all = {
      {"warning", SocketFault::warning},
      {"refresh_requested", SocketFault::refresh_requested},
      {"link_disabled", SocketFault::link_disabled},
      {"close", SocketFault::close},
      {"abort", SocketFault::abort},
      {"freeze", SocketFault::freeze}};
  const auto found = all.find(name);
  return found == all.end() ? std::nullopt : std::optional(found->second);
}

std::string Hub::ticket(Real now) {
  const std::string ticket = ids_.uuid();
  tickets_[ticket] = now + options_.ticket_life;
  return ticket;
}

bool Hub::take_ticket(const std::string& ticket, Real now) {
  const auto found = tickets_.find(ticket);
  if (found == tickets_.end()) return false;
  const bool good = enabled && now <= found->second;
  tickets_.erase(found);
  return good;
}

int Hub::opened(std::shared_ptr<Wire> wire, Moment at) {
  const int number = ++last_socket_;
  Socket& socket = sockets_[number];
  socket.wire = std::move(wire);
  socket.next_ping = at.real + options_.ping_every;
  if (sockets_.size() > kSockets) {
    disconnect_frame(socket, "too_many_websockets");
    socket.wire->close(1000);
    sockets_.erase(number);
    return number;
  }
  const Json hello = {{"type", "hello"},
                      {"num_connections", sockets_.size()},
                      {"connection_info", {{"app_id", options_.app_id}}},
                      {"debug_info",
                       {{"host", "applink-sandbox"},
                        {"build_number", 1},
                        {"approximate_connection_time", options_.approximate_connection_time}}}};
  socket.wire->send(hello.dump());
  return number;
}

void Hub::closed(int number, Moment at) {
  if (sockets_.erase(number) == 0) return;
  // What it held unacknowledged has failed.
  std::vector<Envelope> orphans;
  for (auto envelope = pending_.begin(); envelope != pending_.end();) {
    if (envelope->second.socket != number) {
      ++envelope;
      continue;
    }
    orphans.push_back(std::move(envelope->second));
    envelope = pending_.erase(envelope);
  }
  for (Envelope& orphan : orphans) failed(std::move(orphan), at);
}

void Hub::heard(int number, const std::string& text, Moment) {
  const Json frame = Json::parse(text, nullptr, false);
  if (!frame.is_object() || !frame.contains("envelope_id") || !frame["envelope_id"].is_string()) return;
  const auto found = pending_.find(frame["envelope_id"].get<std::string>());
  // Only the socket that got the envelope can acknowledge it (the cautious reading).
  if (found == pending_.end() || found->second.socket != number) return;
  const OnAck done = std::move(found->second.done);
  pending_.erase(found);
  if (done) done(true, frame.value("payload", Json()));
}

std::optional<int> Hub::any_socket() {
  if (sockets_.empty()) return std::nullopt;
  auto socket = sockets_.begin();
  std::advance(socket, static_cast<long>(ids_.random()() % sockets_.size()));
  return socket->first;
}

std::string Hub::envelope_text(const std::string& id, const Envelope& envelope) const {
  Json out = {{"envelope_id", id},
              {"type", envelope.type},
              {"payload", envelope.payload},
              {"accepts_response_payload", envelope.type != "events_api"}};
  if (envelope.type == "events_api") {
    out["retry_attempt"] = envelope.attempt;
    out["retry_reason"] = envelope.attempt == 0 ? "" : "timeout";
  }
  return out.dump();
}

void Hub::deliver_event(Json payload, Moment at) {
  send_event(std::move(payload), 0, at);
}

void Hub::send_event(Json payload, int attempt, Moment at) {
  Envelope envelope{"events_api", std::move(payload), attempt, 0, at.real + options_.ack_limit, {}};
  const auto socket = any_socket();
  if (!socket) return failed(std::move(envelope), at);
  envelope.socket = *socket;
  const std::string id = ids_.uuid();
  const std::string text = envelope_text(id, envelope);
  pending_[id] = std::move(envelope);
  sockets_[*socket].wire->send(text);
}

void Hub::deliver(const std::string& type, Json payload, OnAck done, Moment at) {
  const auto socket = any_socket();
  if (!socket) {
    if (done) done(false, Json());
    return;
  }
  Envelope envelope{type, std::move(payload), 0, *socket, at.real + options_.ack_limit, std::move(done)};
  const std::string id = ids_.uuid();
  const std::string text = envelope_text(id, envelope);
  pending_[id] = std::move(envelope);
  sockets_[*socket].wire->send(text);
}

void Hub::failed(Envelope envelope, Moment at) {
  if (envelope.type != "events_api") {
    if (envelope.done) envelope.done(false, Json());
    return;
  }
  const int attempt = envelope.attempt + 1;
  const auto wait = retry_after(attempt, options_.delayed_events);
  if (!wait) {
    ++lost_;
    return;
  }
  retries_.push_back({std::move(envelope.payload), attempt, at.now + *wait});
}

void Hub::disconnect_frame(Socket& socket, const char* reason) {
  socket.wire->send(
      Json({{"type", "disconnect"}, {"reason", reason}, {"debug_info", {{"host", "applink-sandbox"}}}})
          .dump());
}

int Hub::disconnect(SocketFault how, int count, Moment at) {
  if (how == SocketFault::link_disabled) enabled = false;
  int met = 0;
  std::vector<std::shared_ptr<Wire>> wires;  // Closing may call back into closed().
  for (auto& [number, socket] : sockets_) {
    if (count > 0 && met == count) break;
    ++met;
    switch (how) {
      case SocketFault::warning:
        disconnect_frame(socket, "warning");
        socket.close_at = at.real + std::chrono::seconds(10);
        break;
      case SocketFault::refresh_requested:
        disconnect_frame(socket, "refresh_requested");
        socket.close_at = at.real + std::chrono::seconds(1);
        break;
      case SocketFault::link_disabled:
        disconnect_frame(socket, "link_disabled");
        socket.close_at = at.real;
        break;
      case SocketFault::freeze:
        socket.frozen = true;
        socket.close_at = at.real + std::chrono::seconds(60);  // Nobody else would ever clear it away.
        wires.push_back(socket.wire);
        break;
      case SocketFault::close:
      case SocketFault::abort:
        wires.push_back(socket.wire);
        break;
    }
  }
  for (const auto& wire : wires) {
    if (how == SocketFault::freeze) wire->freeze();
    if (how == SocketFault::close) wire->close(1000);
    if (how == SocketFault::abort) wire->abort();
  }
  return met;
}

void Hub::tick(Moment at) {
  std::vector<std::shared_ptr<Wire>> closing, aborting;
  for (auto& [number, socket] : sockets_) {
    if (options_.ping_every.count() > 0 && !socket.frozen && at.real >= socket.next_ping) {
      socket.wire->ping("Ping from applink-sandbox");
      socket.next_ping = at.real + options_.ping_every;
    }
    if (socket.close_at && at.real >= *socket.close_at) {
      socket.close_at.reset();
      (socket.frozen ? aborting : closing).push_back(socket.wire);
    }
  }
  std::vector<Envelope> late;
  for (auto envelope = pending_.begin(); envelope != pending_.end();) {
    if (at.real < envelope->second.deadline) {
      ++envelope;
      continue;
    }
    late.push_back(std::move(envelope->second));
    envelope = pending_.erase(envelope);
  }
  for (Envelope& envelope : late) failed(std::move(envelope), at);
  // "At once" may fail at once, too: what fails here is looked at in the next tick.
  std::vector<Retry> due;
  const auto split = std::stable_partition(retries_.begin(), retries_.end(),
                                           [&](const Retry& retry) { return retry.due > at.now; });
  due.assign(std::make_move_iterator(split), std::make_move_iterator(retries_.end()));
  retries_.erase(split, retries_.end());
  for (Retry& retry : due) send_event(std::move(retry.payload), retry.attempt, at);
  for (const auto& wire : closing) wire->close(1000);
  for (const auto& wire : aborting) wire->abort();
}

std::optional<Hub::Real> Hub::next_real() const {
  std::optional<Real> next;
  for (const auto& [number, socket] : sockets_) {
    if (options_.ping_every.count() > 0 && !socket.frozen) earlier(next, socket.next_ping);
    if (socket.close_at) earlier(next, *socket.close_at);
  }
  for (const auto& [id, envelope] : pending_) earlier(next, envelope.deadline);
  return next;
}

std::optional<Instant> Hub::next_due() const {
  std::optional<Instant> next;
  for (const Retry& retry : retries_) earlier(next, retry.due);
  return next;
}

}  // namespace houston::bot::sandbox
