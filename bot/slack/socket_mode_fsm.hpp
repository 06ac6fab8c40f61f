// The life of Houston's Socket Mode connections, without a socket: told what happened, says what to do.
//
// Slack lets an app hold up to ten websockets and gives each event to any one of them; each lives for some
// hours. The pool holds `sockets` of them. A socket goes
//
//   asking ──url, upgrade──▶ awaiting_hello ──hello──▶ up ──warning, or 90 % of its life──▶ ending ──▶ gone
//
// When one begins to end, the pool opens another; the ending one is read and acknowledged as before until
// Slack closes it, and let go by us only once a newer one has said hello and it had time to drain. So there
// is never a moment without a socket (Slack's own client is away for five seconds at each refresh).
//
// Failures wait with full jitter between attempts; hello resets that. A failure that no waiting mends
// (revoked token, Socket Mode switched off) stops the pool and says why.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "bot/net/backoff.hpp"

namespace houston::bot::slack {

class SocketModeFsm {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Span = std::chrono::milliseconds;
  using Socket = int;  ///< Names a connection, never used twice.

  struct Options {
    int sockets = 2;
    Span hello_within{15000};  ///< Slack says hello at once; this long without it, the socket is given up.
    Span drain{60000};         ///< Slack closes ten seconds after its warning; we let go after this.
    Span first_wait{500};      ///< Back-off between attempts.
    Span longest_wait{60000};
    Span complain_every{60000};  ///< "Slack cannot be reached", at most so often.
    int most_sockets = 10;       ///< Slack's limit an app; more are never open.
  };

  // What to do.
  struct Open {  ///< Ask for a URL and connect; then opened() or failed().
    Socket socket;
  };
  struct Close {  ///< Start the close handshake, or abandon the attempt; then closed() or failed().
    Socket socket;
  };
  struct Say {  ///< For the log.
    enum class Level { info, warning, error } level;
    std::string text;
  };
  struct GiveUp {  ///< Every socket is being closed; the workspace's problem is `why`.
    std::string why;
  };
  using Action = std::variant<Open, Close, Say, GiveUp>;
  using Actions = std::vector<Action>;

  SocketModeFsm(Options options, std::uint64_t seed);

  // What happened. Each may be told at any time, also about sockets that are gone already.
  Actions start(Time now);
  Actions opened(Socket socket, Time now);  ///< The upgrade is done.
  /// hello came; `lifetime` is approximate_connection_time, zero when not told.
  Actions greeted(Socket socket, std::chrono::seconds lifetime, Time now);
  /// A disconnect frame: warning, refresh_requested, link_disabled, too_many_websockets or a new one.
  Actions disconnect(Socket socket, const std::string& reason, Time now);
  Actions closed(Socket socket, const std::string& why, Time now);
  /// The URL was refused or the connection failed. `wait`: the server named one (Retry-After).
  Actions failed(Socket socket, const std::string& why, Span wait, Time now);
  /// The URL was refused in a way that no repetition mends.
  Actions refused(const std::string& why, Time now);
  Actions tick(Time now);  ///< When wake_at() has come.
  Actions stop(Time now);  ///< Close everything and open nothing more.

  /// When tick() has something to do; nothing while only the network can move it.
  std::optional<Time> wake_at() const;
  int up() const;         ///< Sockets that were greeted and are not closed.
  bool finished() const;  ///< Stopped or given up, and no socket is left.
  bool stopping() const { return stopping_; }
  const std::string& problem() const { return problem_; }  ///< "" while at least one socket is up.

 private:
  enum class Phase { asking, awaiting_hello, up, ending, closing };
  struct Connection {
    Socket socket;
    Phase phase;
    bool greeted = false;
    Time deadline{};  ///< awaiting_hello: give up. up: begin to end (if `limited`). ending: let go.
    bool limited = false;
  };

  Connection* find(Socket socket);
  void remove(Socket socket);
  bool has_deadline(const Connection& connection) const;
  int holding() const;
  void begin_to_end(Connection& connection, Time now, Actions& actions);
  void fill(Time now, Actions& actions);
  void trouble(const std::string& why, Span wait, Time now, Actions& actions);
  void close_all(Actions& actions);

  Options options_;
  std::mt19937_64 random_;
  net::Backoff backoff_;
  std::vector<Connection> connections_;
  Socket next_ = 1;
  Time retry_at_{};
  std::optional<Time> complained_;
  bool told_ = false;  ///< A complaint stands in the log that was not yet answered by "connected again".
  int unheard_ = 0;    ///< Failures since the last complaint.
  bool started_ = false;
  bool stopping_ = false;
  std::string problem_;
};

}  // namespace houston::bot::slack
