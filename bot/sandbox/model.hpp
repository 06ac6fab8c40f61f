// What a Slack workspace is made of, as values: people, channels, messages, views, the app. No I/O.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "config/types.hpp"

namespace houston::bot::sandbox {

using Json = nlohmann::json;

struct User {
  std::string id;      ///< "U…"
  std::string handle;  ///< users.info `name`
  std::string real_name;
  std::string email;
  std::string tz = "Europe/London";  ///< IANA name; a deleted user's is not shown.
  bool deleted = false;
  bool bot = false;
  bool admin = false;
  std::int64_t updated = 0;  ///< Unix seconds.
};

struct Channel {
  std::string id;    ///< "C…" public, "G…" private, "D…" a direct message with the app.
  std::string name;  ///< Without '#'; empty for a direct message.
  bool is_private = false;
  bool archived = false;
  bool im = false;
  bool mpim = false;
  std::vector<std::string>
      members;  ///< User ids in order of joining; of a direct message the person and the bot.
  bool has(const std::string& user) const;
};

struct Reaction {
  std::string name;
  std::vector<std::string> users;
};

struct Message {
  std::string channel;
  std::string ts;  ///< The message's identity within the channel: "1732430400.000100".
  std::string
      thread_ts;  ///< Of the thread's head; empty outside threads; equal to ts on a head with replies.
  std::string user;
  bool from_bot = false;  ///< Posted by the app.
  std::string text;       ///< As stored: escaped, with <@U…> control sequences.
  Json blocks = Json::array();
  Json attachments = Json::array();
  Json metadata;  ///< Null or {event_type, event_payload}.
  std::vector<Reaction> reactions;
  std::string edited_ts;  ///< Empty if never edited (or edited with blocks, which leaves no mark).
  bool deleted = false;   ///< Kept as a record; no longer shown.
  bool broadcast = false;
  std::string ephemeral_to;  ///< Only this user sees it; such messages are in no history.
  std::string client_msg_id;
  std::string subtype;
  /// Everything readable: the text, or what the blocks say, line by line. For transcripts.
  std::string readable() const;
};

struct View {
  std::string id;    ///< "V…"
  std::string type;  ///< "modal" or "home"
  std::string user;
  std::string hash;
  std::string root_id;
  std::string previous_id;
  Json body;  ///< As the app gave it: title, blocks (each with its block_id), submit, private_metadata,
              ///< callback_id…
  /// Current inputs: state.values[block_id][action_id], as Slack sends them.
  Json values = Json::object();
};

struct App {
  std::string id;
  std::string name;
  std::string bot_id;    ///< "B…"
  std::string bot_user;  ///< "U…"
  std::string bot_token;
  std::string app_token;
  std::set<std::string> scopes;  ///< Of the bot token.
  bool token_revoked = false;
  bool messages_tab = true;
};

struct Team {
  std::string id;
  std::string name;
  std::string domain;
};

/// One answered Web API request, for assertions.
struct ApiCall {
  std::int64_t number = 0;  ///< 1, 2, …
  Instant at;
  std::string method;
  Json arguments;     ///< Without the token.
  std::string error;  ///< Empty for ok:true; "http_429", "http_500", "dropped" where no JSON answer left.
  bool done = false;  ///< The action took place, whatever was answered.
};

}  // namespace houston::bot::sandbox
