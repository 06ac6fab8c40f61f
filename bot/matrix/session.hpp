// Who Houston is on a homeserver: finds the homeserver, and keeps a token that works. With a configured token
// that is all; with user and password Houston logs in once, under a device name of its own choice, keeps both
// with the database, and logs in again as the same device when the server has forgotten the token: the
// homeserver knows its transactions by the device.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <optional>
#include <random>
#include <string>

#include "bot/matrix/api.hpp"
#include "bot/platform.hpp"
#include "config/result.hpp"
#include "config/settings.hpp"

namespace houston::bot::matrix {

struct Credentials {
  config::MatrixAccess access;
  Secret secret;  ///< The access token, or the password.
  /// Reads it again, where it may have been replaced while Houston runs (a file). May be null.
  std::function<Result<Secret>()> reread{};
};

/// Where a session is kept between runs.
struct Notes {
  std::function<boost::asio::awaitable<std::optional<std::string>>(std::string name)> find;
  std::function<boost::asio::awaitable<bool>(std::string name, std::string value)> keep;
};
Notes notes_of(EventSink& sink);  ///< With the database; `sink` must outlive them.
Notes no_notes();                 ///< Nowhere: for a command that asks once. See leave().

/// Belongs to one coroutine at a time; what it refers to outlives it.
class Session {
 public:
  Session(Api& api, Transport transport, Credentials credentials, std::uint64_t seed);

  /// Finds the homeserver, once. Nothing, or why not.
  boost::asio::awaitable<std::optional<ApiFailure>> locate(Notes notes);
  /// Makes the Api ready to be used, from nothing. What fails may be tried again.
  boost::asio::awaitable<Outcome<Whoami>> begin(Notes notes);
  /// The server does not know the token (any more).
  boost::asio::awaitable<Outcome<Whoami>> renew(Notes notes);
  /// Ends a login that is kept nowhere.
  boost::asio::awaitable<void> leave();

 private:
  struct Kept {
    std::string user;  ///< As the settings name it.
    std::string device;
    Secret token;
  };
  boost::asio::awaitable<Outcome<Whoami>> by_token();
  boost::asio::awaitable<Outcome<Whoami>> by_password(Notes notes);
  boost::asio::awaitable<Kept> recall(Notes notes);
  boost::asio::awaitable<bool> remember(Notes notes, Kept kept);
  boost::asio::awaitable<Outcome<Whoami>> log_in(Notes notes, Kept kept);

  Api& api_;
  Transport transport_;
  Credentials credentials_;
  std::mt19937_64 random_;
  bool found_ = false;      ///< The homeserver.
  bool logged_in_ = false;  ///< By this object.
};

}  // namespace houston::bot::matrix
