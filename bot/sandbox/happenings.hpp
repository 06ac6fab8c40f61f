// What happens in the workspace, what is done to it, and what became of it: the words between the model, the
// sandbox and whoever watches.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "bot/sandbox/model.hpp"

namespace houston::bot::sandbox {

/// What became of something the app was asked to acknowledge with an answer: a command, a click, a
/// submission.
struct Answer {
  bool acknowledged = false;  ///< False: nobody did within the limit (or no socket was open).
  Json payload;               ///< Of the acknowledgement; null without one.
  /// Of a submission: "closed", "errors", "updated", "pushed", "cleared"; "refused" if Slack would not take
  /// the payload; "" otherwise.
  std::string outcome;
  Json errors;          ///< Of a submission refused by the app: block_id → text.
  std::string problem;  ///< For people: why it failed; empty when all went well.
};
using OnAnswer = std::function<void(const Answer&)>;

/// What happened in the workspace, for transcripts and for waiting.
struct Happening {
  enum class Kind {
    posted,          ///< `message` (also replies)
    ephemeral,       ///< `message`, seen by message.ephemeral_to alone
    updated,         ///< `message`, `before`
    deleted,         ///< `message`
    reaction_added,  ///< `message`, `user`, `detail` = name
    reaction_removed,
    view_opened,  ///< `view`, `user`
    view_updated,
    view_closed,
    home_published,
    called,     ///< `call`: a Web API request was answered
    connected,  ///< a Socket Mode connection was opened; `detail` = how many there are
    disconnected,
  };
  Kind kind;
  Instant at;
  std::string user;
  std::string detail;
  Message message, before;
  View view;
  ApiCall call;
};

/// Which fault, on which Web API method, how often.
struct Fault {
  enum class Kind {
    ratelimit,       ///< 429 with Retry-After; not done
    http_500,        ///< not done
    html_502,        ///< a body that is no JSON; not done
    drop_before,     ///< connection dropped, not done
    drop_after,      ///< done, connection dropped without an answer
    delay,           ///< done and answered after delay_ms of real time
    internal_error,  ///< ok:false, error internal_error, but done
    api_error,       ///< ok:false with `error`; not done
  };
  Kind kind = Kind::http_500;
  std::string method = "*";      ///< A method's name, or "*".
  std::optional<int> count = 1;  ///< The next so many matching requests; nullopt: no end.
  double probability = 1;        ///< Of each matching request, drawn from the sandbox's seed.
  int retry_after = 1;           ///< Seconds, for ratelimit.
  int delay_ms = 100;            ///< Real time, for delay.
  std::string error;             ///< For api_error.
};

/// What to do to Socket Mode connections.
enum class SocketFault {
  warning,            ///< disconnect frame, closed 10 s (real) later
  refresh_requested,  ///< disconnect frame, closed 1 s (real) later
  link_disabled,      ///< disconnect frame, closed at once; no new connection until socket_mode(true)
  close,              ///< close frame alone
  abort,              ///< TCP dropped
  freeze,             ///< half open: TCP stays, nothing is read or sent
};

}  // namespace houston::bot::sandbox
