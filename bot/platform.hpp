// One chat account as the rest of bot/ sees it: what delivers the outbox, what brings events. Slack
// implements it; Matrix will.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "handlers/chat/event.hpp"
#include "handlers/turn.hpp"
#include "storage/outbox.hpp"

namespace houston::bot {

/// What became of an attempt to deliver an outbox row.
struct Delivered {
  std::optional<storage::Receipt> receipt;  ///< Of a post.
};
struct TryLater {                    ///< Certainly not delivered.
  std::chrono::milliseconds wait{};  ///< Retry-After, or 0 for the courier's own back-off.
  std::string scope;  ///< The method the platform limits ("chat.postMessage"), or "" for this row alone.
  std::string why;
};
struct InDoubt {  ///< May have been delivered: look it up before sending again.
  std::string why;
};
struct Refused {    ///< Never will be: give up and tell.
  std::string why;  ///< For people, with what to do.
};
using SendOutcome = std::variant<Delivered, TryLater, InDoubt, Refused>;

struct NotThere {};
using FindOutcome = std::variant<storage::Receipt, NotThere, TryLater, Refused>;

/// What the sender must know beside the row, read from the database by the courier.
struct Addressing {
  std::optional<storage::Receipt> thread;  ///< Receipt of the row's thread head.
  std::optional<storage::Receipt> target;  ///< Receipt of the message to update or remove.
};

/// Takes events for turns. Any coroutine of the network thread.
class EventSink {
 public:
  virtual ~EventSink() = default;
  struct Taken {
    bool kept = false;  ///< Committed (or known before): acknowledge. False: it could not be kept, do not.
    handlers::Immediate immediate;
  };
  virtual boost::asio::awaitable<Taken> take(chat::Event event) = 0;

  enum class Turn {
    ours,
    others,   ///< Another Houston's.
    unknown,  ///< The database cannot say at the moment.
  };

  // What a platform keeps in the database between its runs, under names of its own. No person's business:
  // nobody can have it exported or forgotten.
  /// Waits for a database that is away. Throws std::runtime_error when it cannot be read (Houston is
  /// stopping, or the database is damaged): nothing found is nothing kept.
  virtual boost::asio::awaitable<std::optional<std::string>> note(std::string name) = 0;
  /// True when committed, false when it could not be kept. "" removes the note. What belongs to an event goes
  /// into Event::notes instead.
  virtual boost::asio::awaitable<bool> keep_note(std::string name, std::string value) = 0;
  /// What one of several Houstons on a database does alone: takes or renews it for `time` from now. It is
  /// given back when Houston stops.
  virtual boost::asio::awaitable<Turn> hold(std::string name, std::chrono::milliseconds time) = 0;
};

/// How the connection is, for /healthz, READY=1 and the once-a-minute complaint.
struct Health {
  bool connected = false;
  std::string problem;  ///< "" or a sentence.
};

class Platform {
 public:
  virtual ~Platform() = default;
  virtual const WorkspaceId& workspace() const = 0;
  /// Connects, loads the roster, brings events to `sink`, reconnects; returns after stop() or when it cannot
  /// go on (a token that was revoked: health().problem says why).
  virtual boost::asio::awaitable<void> run(EventSink& sink) = 0;
  /// Stops taking events; what was taken is still acknowledged. run() then returns.
  virtual void stop() = 0;
  virtual Health health() const = 0;
  virtual boost::asio::awaitable<SendOutcome> send(const storage::OutboxRow& row,
                                                   const Addressing& addressing) = 0;
  /// Looks up a post that is in doubt by its key.
  virtual boost::asio::awaitable<FindOutcome> find(const storage::OutboxRow& row,
                                                   const Addressing& addressing) = 0;
  /// Shortest time between two posts at one place.
  virtual std::chrono::milliseconds spacing() const = 0;
};

}  // namespace houston::bot
