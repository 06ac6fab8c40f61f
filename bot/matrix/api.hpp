// The Matrix client-server API: typed calls, the answer or a mapped failure out.
// https://spec.matrix.org/v1.12/client-server-api/
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "bot/metrics.hpp"
#include "bot/net/http_client.hpp"
#include "config/secret.hpp"

namespace houston::bot::matrix {

/// How a call failed.
struct ApiFailure {
  enum class Kind {
    wait,     ///< Refused for now by a rate limit, certainly not done: again after `retry_after`.
    retry,    ///< Certainly not done: no connection. Again later.
    doubt,    ///< May have been done: no answer, a 5xx, an answer that is not the API's.
    operate,  ///< Only a new login or the operator mends it (token, deactivated account, resource limits).
    refuse,   ///< Not done, and repeating does not help.
  };
  Kind kind = Kind::retry;
  /// The server's ("M_FORBIDDEN"), or "network", "http_503", "not_json", "cancelled".
  std::string errcode;
  int status = 0;                           ///< HTTP's; 0 without an answer.
  std::chrono::milliseconds retry_after{};  ///< Where the server named a time (429, 503).
  bool soft_logout = false;                 ///< With M_UNKNOWN_TOKEN: log in again with the same device.
  std::string what;                         ///< For people, with what to do; no secret.
};

template <class T>
using Outcome = std::variant<T, ApiFailure>;

/// A call that only had to succeed.
struct Done {};

struct Whoami {
  std::string user_id;
  std::string device_id;  ///< "" for tokens without a device.
};

struct Versions {
  std::vector<std::string> versions;  ///< "v1.12"
  std::vector<std::string> features;  ///< Unstable features that are on.
};

struct LoginRequest {
  std::string user;  ///< "@houston:example.org" or its localpart.
  Secret password;
  std::string device_id;  ///< "" for a new device.
  std::string device_name;
};
struct Login {
  std::string user_id;
  std::string device_id;
  Secret access_token;
};

struct Timeline {
  std::vector<nlohmann::json> events;  ///< Oldest first.
  bool limited = false;                ///< There are more between `prev_batch` and these.
  std::string prev_batch;
};
struct SyncedRoom {
  std::vector<nlohmann::json> state;  ///< As it was before the timeline.
  Timeline timeline;
};
struct Synced {
  std::string next_batch;
  std::map<std::string, SyncedRoom> joined;
  std::map<std::string, std::vector<nlohmann::json>> invited;  ///< Stripped state.
  std::map<std::string, SyncedRoom> left;
  std::vector<nlohmann::json> account_data;
};

struct Page {
  std::vector<nlohmann::json> events;  ///< In the direction that was asked for.
  std::string end;                     ///< Where the next page begins; "" when there is none.
};

struct Profile {
  std::string display_name;
  std::string time_zone;  ///< m.tz (MSC4175); "" when not set.
};

struct ResolvedAlias {
  std::string room_id;
  std::vector<std::string> servers;  ///< That know the room.
};

/// How a request travels: net::HttpClient::send, or a test's script.
using Transport = std::function<boost::asio::awaitable<net::HttpOutcome>(net::HttpRequest)>;

/// One request, for calls that have no function of their own.
struct Call {
  std::string name;  ///< In metrics and sentences: "send".
  std::string method = "GET";
  std::string path;  ///< Behind "/_matrix/client/", its segments percent-encoded: "v3/account/whoami".
  std::vector<std::pair<std::string, std::string>> query{};  ///< Raw.
  std::optional<nlohmann::json> body{};
  std::chrono::milliseconds timeout{15000};  ///< Of each step: connecting, sending, the first byte, the body.
  bool with_token = true;
  bool idempotent = true;  ///< Doing it twice is doing it once.
};

/// One account's view of one homeserver. Belongs to its executor's thread; calls may run side by side.
/// Nothing is repeated here, but for a kept-alive connection that was dead.
class Api {
 public:
  /// `homeserver` is a base URL without a '/' at its end: "https://matrix.example.org".
  Api(std::string homeserver, Transport transport, Metrics& metrics);

  /// From now on with this token (a login's, or a renewed one).
  void use_token(Secret token) { token_ = std::move(token); }
  void use_homeserver(std::string homeserver) { homeserver_ = std::move(homeserver); }
  const std::string& homeserver() const { return homeserver_; }

  /// Hears how every call ended (null: well), for health().
  void listen(std::function<void(const std::string& name, const ApiFailure* failure)> listener) {
    listener_ = std::move(listener);
  }

  boost::asio::awaitable<Outcome<nlohmann::json>> call(Call call);

  // The account and the server.
  boost::asio::awaitable<Outcome<Versions>> versions();  ///< Needs no token.
  boost::asio::awaitable<Outcome<Whoami>> whoami();
  boost::asio::awaitable<Outcome<Login>> login(LoginRequest request);  ///< m.login.password.
  boost::asio::awaitable<Outcome<Profile>> profile(std::string user);
  boost::asio::awaitable<Outcome<Done>> put_display_name(std::string user, std::string name);
  /// {} when it was never set.
  boost::asio::awaitable<Outcome<nlohmann::json>> account_data(std::string user, std::string type);
  boost::asio::awaitable<Outcome<Done>> put_account_data(std::string user, std::string type,
                                                         nlohmann::json content);

  // What happens.
  /// `since` "" for the first. Waits up to `poll` for something to happen; cancelling the coroutine ends it.
  boost::asio::awaitable<Outcome<Synced>> sync(std::string since, std::string filter,
                                               std::chrono::milliseconds poll);
  /// Events of a room before (`backwards`) or after `from`; `to` "" for no end. `filter` is JSON or "".
  boost::asio::awaitable<Outcome<Page>> messages(std::string room, std::string from, std::string to,
                                                 bool backwards, int limit, std::string filter);
  boost::asio::awaitable<Outcome<nlohmann::json>> event(std::string room, std::string event);
  /// Events of `type` that relate to `event` by `relation`, newest first; one page of up to 100.
  boost::asio::awaitable<Outcome<Page>> relations(std::string room, std::string event, std::string relation,
                                                  std::string type);

  // Saying something. The answer is the event's id. The same `transaction` from the same device is one event.
  boost::asio::awaitable<Outcome<std::string>> send(std::string room, std::string type,
                                                    std::string transaction, nlohmann::json content);
  boost::asio::awaitable<Outcome<std::string>> redact(std::string room, std::string event,
                                                      std::string transaction);
  boost::asio::awaitable<Outcome<Done>> read_receipt(std::string room, std::string event);
  boost::asio::awaitable<Outcome<Done>> typing(std::string room, std::string user, bool is,
                                               std::chrono::milliseconds lasts);

  // Rooms.
  boost::asio::awaitable<Outcome<ResolvedAlias>> resolve(std::string alias);
  boost::asio::awaitable<Outcome<std::vector<std::string>>> joined_rooms();
  /// Content of a state event; M_NOT_FOUND when there is none.
  boost::asio::awaitable<Outcome<nlohmann::json>> state(std::string room, std::string type, std::string key);
  /// Every state event of the room, whole.
  boost::asio::awaitable<Outcome<std::vector<nlohmann::json>>> full_state(std::string room);
  boost::asio::awaitable<Outcome<std::string>> put_state(std::string room, std::string type, std::string key,
                                                         nlohmann::json content);
  /// By id or alias; `via` are servers that know it. The answer is the room's id.
  boost::asio::awaitable<Outcome<std::string>> join(std::string room, std::vector<std::string> via);
  boost::asio::awaitable<Outcome<Done>> leave(std::string room);  ///< Also declines an invite.
  boost::asio::awaitable<Outcome<Done>> invite(std::string room, std::string user);
  /// The answer is the new room's id. Not idempotent.
  boost::asio::awaitable<Outcome<std::string>> create_room(nlohmann::json request);

 private:
  std::string homeserver_;
  Secret token_;
  Transport transport_;
  Metrics& metrics_;
  std::function<void(const std::string&, const ApiFailure*)> listener_;
};

/// What an HTTP answer to a call means. Pure.
Outcome<nlohmann::json> read_answer(const std::string& name, const net::HttpResponse& response);
/// What the lack of one means. Pure.
ApiFailure read_failure(const net::NetError& error);
/// The body of a /sync answer. Pure; what is not as it should be is left out.
Synced read_sync(const nlohmann::json& body);

}  // namespace houston::bot::matrix
