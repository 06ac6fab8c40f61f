// Delivers outbox rows by the Web API, and finds posts that are in doubt.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "bot/platform.hpp"
#include "bot/slack/render_message.hpp"
#include "bot/slack/web_api.hpp"
#include "handlers/chat/event.hpp"

namespace houston::bot::slack {

/// Belongs to its executor's thread.
class Delivery {
 public:
  explicit Delivery(WebApi& api) : api_(api) {}

  boost::asio::awaitable<SendOutcome> send(const storage::OutboxRow& row, const Addressing& addressing);
  boost::asio::awaitable<FindOutcome> find(const storage::OutboxRow& row, const Addressing& addressing);

  /// What a message says that somebody reacted to; nothing when it cannot be read (logged).
  boost::asio::awaitable<std::optional<chat::Quoted>> quote(std::string room, std::string message);

  /// Not durable: an ephemeral message in a channel, or a direct message when `room` is a D… id or "".
  boost::asio::awaitable<void> tell(std::string person, std::string room, std::string thread,
                                    Rendered message);

 private:
  using Opened = std::variant<std::string, ApiFailure>;
  /// The D… id of the person's direct messages with Houston.
  boost::asio::awaitable<Opened> direct_room(std::string person);
  boost::asio::awaitable<SendOutcome> post(const storage::OutboxRow& row, const Addressing& addressing,
                                           Rendered message);

  WebApi& api_;
  std::map<std::string, std::string> direct_rooms_;  ///< By person.
};

/// "1732430395.000000": Slack's form of an instant.
std::string timestamp(Instant at);

}  // namespace houston::bot::slack
