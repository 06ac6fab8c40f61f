#include "bot/matrix/session.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "bot/json_fields.hpp"
#include "bot/matrix/discovery.hpp"
#include "bot/matrix/log.hpp"

namespace houston::bot::matrix {
namespace {

using boost::asio::awaitable;
using nlohmann::json;
using Kind = ApiFailure::Kind;

constexpr const char* kLoginNote = "session.login";
constexpr const char* kHomeserverNote = "session.homeserver";
constexpr const char* kDeviceName = "Houston";

bool forgotten(const Outcome<Whoami>& outcome) {
  const auto* failure = std::get_if<ApiFailure>(&outcome);
  return failure != nullptr &&
         (failure->errcode == "M_UNKNOWN_TOKEN" || failure->errcode == "M_MISSING_TOKEN");
}

awaitable<std::optional<std::string>> find_in(EventSink& sink, std::string name) {
  std::optional<std::string> found = co_await sink.note(std::move(name));
  co_return found;
}

awaitable<bool> keep_in(EventSink& sink, std::string name, std::string value) {
  const bool kept = co_await sink.keep_note(std::move(name), std::move(value));
  co_return kept;
}

awaitable<std::optional<std::string>> find_nothing() {
  co_return std::nullopt;
}
awaitable<bool> keep_nothing() {
  co_return true;
}

}  // namespace

Notes notes_of(EventSink& sink) {
  return {[&sink](std::string name) { return find_in(sink, std::move(name)); },
          [&sink](std::string name, std::string value) {
            return keep_in(sink, std::move(name), std::move(value));
          }};
}

Notes no_notes() {
  return {[](const std::string&) { return find_nothing(); },
          [](const std::string&, const std::string&) { return keep_nothing(); }};
}

Session::Session(Api& api, Transport transport, Credentials credentials, std::uint64_t seed)
    : api_(api), transport_(std::move(transport)), credentials_(std::move(credentials)), random_(seed) {}

awaitable<Outcome<Whoami>> Session::begin(Notes notes) {
  std::optional<ApiFailure> lost = co_await locate(notes);
  if (lost) co_return std::move(*lost);
  if (credentials_.access.access_token) {
    Outcome<Whoami> who = co_await by_token();
    co_return who;
  }
  Outcome<Whoami> who = co_await by_password(notes);
  co_return who;
}

awaitable<Outcome<Whoami>> Session::renew(Notes notes) {
  if (credentials_.reread) {
    if (auto again = credentials_.reread()) credentials_.secret = std::move(*again);
  }
  Outcome<Whoami> who = co_await begin(std::move(notes));
  co_return who;
}

awaitable<void> Session::leave() {
  if (!logged_in_) co_return;
  Call call;
  call.name = "logout";
  call.method = "POST";
  call.path = "v3/logout";
  call.body = json::object();
  co_await api_.call(std::move(call));
  logged_in_ = false;
}

/// Asked once a run. While the server's name cannot be asked, the homeserver of the last time will do.
awaitable<std::optional<ApiFailure>> Session::locate(Notes notes) {
  const config::MatrixAccess& access = credentials_.access;
  if (found_) co_return std::nullopt;
  if (access.server_name.empty()) {
    std::string url = access.homeserver;
    while (!url.empty() && url.back() == '/') url.pop_back();
    api_.use_homeserver(std::move(url));
    found_ = true;
    co_return std::nullopt;
  }
  std::string server = access.server_name;
  Outcome<std::string> found = co_await discover(transport_, std::move(server));
  std::string name = kHomeserverNote;
  const std::string mark = access.server_name + " ";
  if (auto* url = std::get_if<std::string>(&found)) {
    log_info(access.server_name + " has its homeserver at " + *url);
    api_.use_homeserver(*url);
    found_ = true;
    std::string value = mark + *url;
    // Not kept is no harm: it is asked again.
    co_await notes.keep(std::move(name), std::move(value));
    co_return std::nullopt;
  }
  ApiFailure& failure = std::get<ApiFailure>(found);
  const std::optional<std::string> last = co_await notes.find(std::move(name));
  if (failure.kind != Kind::retry || !last || !last->starts_with(mark)) co_return std::move(failure);
  api_.use_homeserver(last->substr(mark.size()));
  co_return std::nullopt;
}

awaitable<Outcome<Whoami>> Session::by_token() {
  api_.use_token(credentials_.secret);
  Outcome<Whoami> who = co_await api_.whoami();
  co_return who;
}

awaitable<Outcome<Whoami>> Session::by_password(Notes notes) {
  Kept kept = co_await recall(notes);
  if (!kept.token.empty()) {
    // Another replica may have logged in since; its token is this device's, too.
    api_.use_token(kept.token);
    Outcome<Whoami> who = co_await api_.whoami();
    if (!forgotten(who)) co_return who;
    log_info("the homeserver has ended Houston's session: logging in again as the same device");
  }
  Outcome<Whoami> who = co_await log_in(std::move(notes), std::move(kept));
  co_return who;
}

awaitable<Session::Kept> Session::recall(Notes notes) {
  Kept kept;
  std::string name = kLoginNote;
  const std::optional<std::string> text = co_await notes.find(std::move(name));
  const json read = text ? json::parse(*text, nullptr, false) : json();
  // Of another account, nothing is of use.
  if (text_of(read, "user") == credentials_.access.user) {
    kept.device = text_of(read, "device");
    if (const std::string token = text_of(read, "token"); !token.empty()) kept.token = Secret(token);
  }
  kept.user = credentials_.access.user;
  co_return kept;
}

awaitable<bool> Session::remember(Notes notes, Kept kept) {
  std::string name = kLoginNote;
  std::string value =
      json({{"user", kept.user}, {"device", kept.device}, {"token", kept.token.reveal()}}).dump();
  const bool done = co_await notes.keep(std::move(name), std::move(value));
  co_return done;
}

awaitable<Outcome<Whoami>> Session::log_in(Notes notes, Kept kept) {
  if (kept.device.empty()) {
    // Chosen and kept before the server hears of it: a login whose answer is lost leaves no stray device.
    std::uniform_int_distribution<int> letter('A', 'Z');
    kept.device = "HOUSTON";
    for (int i = 0; i < 8; ++i) kept.device += static_cast<char>(letter(random_));
    const bool chosen = co_await remember(notes, kept);
    if (!chosen) {
      ApiFailure failure;
      failure.kind = Kind::retry;
      failure.errcode = "database";
      failure.what = "the database cannot keep the session with the homeserver at the moment";
      co_return failure;
    }
  }
  LoginRequest request;
  request.user = kept.user;
  request.password = credentials_.secret;
  request.device_id = kept.device;
  request.device_name = kDeviceName;
  Outcome<Login> outcome = co_await api_.login(std::move(request));
  if (auto* failure = std::get_if<ApiFailure>(&outcome)) {
    if (failure->errcode == "M_FORBIDDEN" || failure->errcode == "M_INVALID_USERNAME") {
      failure->kind = Kind::operate;
      failure->what =
          "the homeserver refuses to log in " + kept.user +
          ": check user and password in the settings; it may also want a way of logging in other than a "
          "password, and then needs an access_token";
    }
    co_return std::move(*failure);
  }
  Login& login = std::get<Login>(outcome);
  logged_in_ = true;
  api_.use_token(login.access_token);
  kept.token = login.access_token;
  if (!login.device_id.empty()) kept.device = login.device_id;
  const bool kept_it = co_await remember(std::move(notes), kept);
  // With the device's name kept, the next run logs in once more as the same device.
  if (!kept_it)
    log_warning("the database could not keep the session with the homeserver; it is used all the same");
  Whoami who;
  who.user_id = login.user_id;
  who.device_id = kept.device;
  co_return who;
}

}  // namespace houston::bot::matrix
