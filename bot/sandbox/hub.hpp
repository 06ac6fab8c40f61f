// Socket Mode, the server's side, sans I/O: tickets, connections, envelopes, acknowledgements, redelivery.
// Real time (milliseconds of any origin) and the workspace's time come in with each call; what is to be
// written goes out through a Wire.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/sandbox/happenings.hpp"
#include "bot/sandbox/ids.hpp"
#include "config/types.hpp"

namespace houston::bot::sandbox {

/// One websocket, seen from the hub.
class Wire {
 public:
  virtual ~Wire() = default;
  virtual void send(std::string text) = 0;
  virtual void ping(std::string payload) = 0;
  virtual void close(int code) = 0;
  virtual void abort() = 0;
  virtual void freeze() = 0;
};

/// Names as in the control API; nullopt: there is no such thing.
std::optional<SocketFault> socket_fault(const std::string& name);

struct HubOptions {
  std::string app_id;
  std::chrono::milliseconds ack_limit{3000};
  std::chrono::milliseconds ping_every{5000};  ///< 0: never.
  std::chrono::milliseconds ticket_life{30000};
  int approximate_connection_time = 3600;
  bool delayed_events = false;
};

class Hub {
 public:
  using Real = std::chrono::milliseconds;
  /// The acknowledgement's payload, or null; `acknowledged` false: nobody did in time.
  using OnAck = std::function<void(bool acknowledged, const Json& payload)>;
  struct Moment {
    Real real{};
    Instant now;
  };

  static constexpr std::size_t kSockets = 10;

  Hub(HubOptions options, Ids& ids) : options_(std::move(options)), ids_(ids) {}

  bool enabled = true;
  HubOptions& options() { return options_; }
  /// A ticket for one connection.
  std::string ticket(Real now);
  /// Uses the ticket up.
  bool take_ticket(const std::string& ticket, Real now);

  /// A connection is up: hello goes out (or too_many_websockets). The socket's number.
  int opened(std::shared_ptr<Wire> wire, Moment at);
  void closed(int socket, Moment at);
  void heard(int socket, const std::string& text, Moment at);

  /// Events are redelivered until acknowledged or given up; commands and interactions are tried once.
  void deliver_event(Json payload, Moment at);
  void deliver(const std::string& type, Json payload, OnAck done, Moment at);

  int disconnect(SocketFault how, int count, Moment at);

  /// Does what is due. Call when next_real() or next_due() has come.
  void tick(Moment at);
  std::optional<Real> next_real() const;    ///< The next thing due by real time.
  std::optional<Instant> next_due() const;  ///< The next redelivery, by the workspace's time.
  int waiting() const { return static_cast<int>(pending_.size() + retries_.size()); }
  int sockets() const { return static_cast<int>(sockets_.size()); }
  int lost() const { return lost_; }  ///< Events given up.

 private:
  struct Socket {
    std::shared_ptr<Wire> wire;
    Real next_ping{};
    std::optional<Real> close_at;
    bool frozen = false;
  };
  struct Envelope {
    std::string type;
    Json payload;
    int attempt = 0;
    int socket = 0;
    Real deadline{};
    OnAck done;  // Of commands and interactions.
  };
  struct Retry {
    Json payload;
    int attempt;
    Instant due;
  };

  void send_event(Json payload, int attempt, Moment at);
  void failed(Envelope envelope, Moment at);
  std::optional<int> any_socket();
  std::string envelope_text(const std::string& id, const Envelope& envelope) const;
  void disconnect_frame(Socket& socket, const char* reason);

  HubOptions options_;
  Ids& ids_;
  std::map<std::string, Real> tickets_;
  std::map<int, Socket> sockets_;
  std::map<std::string, Envelope> pending_;
  std::vector<Retry> retries_;
  int last_socket_ = 0;
  int lost_ = 0;
};

}  // namespace houston::bot::sandbox
