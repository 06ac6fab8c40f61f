#include "bot/matrix/api.hpp"

#include <utility>

#include "bot/matrix/api_call.hpp"
#include "bot/matrix/log.hpp"

namespace houston::bot::matrix {
namespace {

using boost::asio::awaitable;
using nlohmann::json;
using std::chrono::milliseconds;

// A poll's answer comes when it comes.
constexpr milliseconds poll_margin{15000};

}  // namespace

Api::Api(std::string homeserver, Transport transport, Metrics& metrics)
    : homeserver_(std::move(homeserver)), transport_(std::move(transport)), metrics_(metrics) {
  while (!homeserver_.empty() && homeserver_.back() == '/') homeserver_.pop_back();
}

awaitable<Outcome<json>> Api::call(Call call) {
  net::HttpRequest request;
  request.method = call.method;
  request.url = homeserver_ + "/_matrix/client/" + call.path;
  char separator = '?';
  for (const auto& [name, value] : call.query) {
    request.url += separator + net::percent_encode(name) + "=" + net::percent_encode(value);
    separator = '&';
  }
  request.headers = {{"Accept", "application/json"},
                     {"User-Agent", std::string("houston/") + HOUSTON_VERSION}};
  if (call.with_token) request.headers.emplace_back("Authorization", "Bearer " + token_.reveal());
  if (call.body) {
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = call.body->dump(-1, ' ', false, json::error_handler_t::replace);
  }
  request.repeatable = call.idempotent;
  request.timeout = call.timeout;
  const net::HttpOutcome sent = co_await transport_(std::move(request));
  Outcome<json> outcome = ApiFailure{};
  if (const auto* lost = std::get_if<net::NetError>(&sent)) {
    outcome = read_failure(*lost);
  } else {
    outcome = read_answer(call.name, std::get<net::HttpResponse>(sent));
  }
  const auto* failure = std::get_if<ApiFailure>(&outcome);
  metrics_.count("matrix_calls",
                 {{"call", call.name}, {"outcome", failure == nullptr ? "ok" : failure->errcode}});
  if (failure != nullptr) log_debug(call.name + ": " + failure->errcode);
  if (listener_ && (failure == nullptr || failure->errcode != "cancelled")) listener_(call.name, failure);
  co_return outcome;
}

awaitable<Outcome<Versions>> Api::versions() {
  Call request;
  request.name = "versions";
  request.path = "versions";
  request.with_token = false;
  Outcome<json> outcome = co_await call(std::move(request));
  if (std::holds_alternative<ApiFailure>(outcome)) co_return failed<Versions>(outcome);
  const json& body = std::get<json>(outcome);
  Versions versions;
  if (const json& list = child(body, "versions"); list.is_array()) {
    for (const json& one : list) {
      if (one.is_string()) versions.versions.push_back(one.get<std::string>());
    }
  }
  each_of(child(body, "unstable_features"), [&](const std::string& name, const json& on) {
    if (on.is_boolean() && on.get<bool>()) versions.features.push_back(name);
  });
  co_return versions;
}

awaitable<Outcome<Whoami>> Api::whoami() {
  Call request;
  request.name = "whoami";
  request.path = "v3/account/whoami";
  Outcome<json> outcome = co_await call(std::move(request));
  std::string device;
  if (const auto* body = std::get_if<json>(&outcome)) device = text_of(*body, "device_id");
  Outcome<std::string> user = named("whoami", outcome, "user_id");
  if (auto* failure = std::get_if<ApiFailure>(&user)) co_return std::move(*failure);
  co_return Whoami{std::get<std::string>(std::move(user)), std::move(device)};
}

awaitable<Outcome<Login>> Api::login(LoginRequest login) {
  Call request;
  request.name = "login";
  request.method = "POST";
  request.path = "v3/login";
  request.with_token = false;
  request.idempotent = false;
  json body = {{"type", "m.login.password"},
               {"identifier", {{"type", "m.id.user"}, {"user", login.user}}},
               {"password", login.password.reveal()}};
  if (!login.device_id.empty()) body["device_id"] = login.device_id;
  if (!login.device_name.empty()) body["initial_device_display_name"] = login.device_name;
  request.body = std::move(body);
  Outcome<json> outcome = co_await call(std::move(request));
  Login answer;
  if (const auto* found = std::get_if<json>(&outcome)) {
    answer.user_id = text_of(*found, "user_id");
    answer.device_id = text_of(*found, "device_id");
  }
  Outcome<std::string> token = named("login", outcome, "access_token");
  if (auto* failure = std::get_if<ApiFailure>(&token)) co_return std::move(*failure);
  answer.access_token = Secret(std::get<std::string>(std::move(token)));
  co_return answer;
}

awaitable<Outcome<Profile>> Api::profile(std::string user) {
  Call request;
  request.name = "profile";
  request.path = "v3/profile/" + segment(user);
  Outcome<json> outcome = co_await call(std::move(request));
  if (std::holds_alternative<ApiFailure>(outcome)) co_return failed<Profile>(outcome);
  const json& body = std::get<json>(outcome);
  Profile profile{text_of(body, "displayname"), text_of(body, "m.tz")};
  // Before the proposal was accepted.
  if (profile.time_zone.empty()) profile.time_zone = text_of(body, "us.cloke.msc4175.tz");
  co_return profile;
}

awaitable<Outcome<Done>> Api::put_display_name(std::string user, std::string name) {
  Call request;
  request.name = "put_display_name";
  request.method = "PUT";
  request.path = "v3/profile/" + segment(user) + "/displayname";
  request.body = json{{"displayname", std::move(name)}};
  Outcome<json> outcome = co_await call(std::move(request));
  co_return done(outcome);
}

awaitable<Outcome<json>> Api::account_data(std::string user, std::string type) {
  Call request;
  request.name = "account_data";
  request.path = "v3/user/" + segment(user) + "/account_data/" + segment(type);
  Outcome<json> outcome = co_await call(std::move(request));
  if (const auto* failure = std::get_if<ApiFailure>(&outcome); failure && failure->errcode == "M_NOT_FOUND")
    co_return json::object();
  co_return outcome;
}

awaitable<Outcome<Done>> Api::put_account_data(std::string user, std::string type, json content) {
  Call request;
  request.name = "put_account_data";
  request.method = "PUT";
  request.path = "v3/user/" + segment(user) + "/account_data/" + segment(type);
  request.body = std::move(content);
  Outcome<json> outcome = co_await call(std::move(request));
  co_return done(outcome);
}

awaitable<Outcome<Synced>> Api::sync(std::string since, std::string filter, milliseconds poll) {
  Call request;
  request.name = "sync";
  request.path = "v3/sync";
  request.query = {{"timeout", std::to_string(poll.count())}, {"set_presence", "offline"}};
  if (!filter.empty()) request.query.emplace_back("filter", std::move(filter));
  if (!since.empty()) request.query.emplace_back("since", std::move(since));
  request.timeout = poll + poll_margin;
  Outcome<json> outcome = co_await call(std::move(request));
  Outcome<std::string> next = named("sync", outcome, "next_batch");
  if (auto* failure = std::get_if<ApiFailure>(&next)) co_return std::move(*failure);
  co_return read_sync(std::get<json>(outcome));
}

awaitable<Outcome<Page>> Api::messages(std::string room, std::string from, std::string to, bool backwards,
                                       int limit, std::string filter) {
  Call request = room_call("messages", "GET", room, "/messages");
  request.query = {{"dir", backwards ? "b" : "f"}, {"limit", std::to_string(limit)}};
  if (!from.empty()) request.query.emplace_back("from", std::move(from));
  if (!to.empty()) request.query.emplace_back("to", std::move(to));
  if (!filter.empty()) request.query.emplace_back("filter", std::move(filter));
  Outcome<json> outcome = co_await call(std::move(request));
  if (std::holds_alternative<ApiFailure>(outcome)) co_return failed<Page>(outcome);
  const json& body = std::get<json>(outcome);
  co_return Page{objects_of(body, "chunk"), text_of(body, "end")};
}

awaitable<Outcome<json>> Api::event(std::string room, std::string event) {
  Call request = room_call("event", "GET", room, "/event/" + segment(event));
  Outcome<json> outcome = co_await call(std::move(request));
  co_return outcome;
}

awaitable<Outcome<Page>> Api::relations(std::string room, std::string event, std::string relation,
                                        std::string type) {
  Call request;
  request.name = "relations";
  request.path = "v1/rooms/" + segment(room) + "/relations/" + segment(event) + "/" + segment(relation) +
                 "/" + segment(type);
  request.query = {{"limit", "100"}};
  Outcome<json> outcome = co_await call(std::move(request));
  if (std::holds_alternative<ApiFailure>(outcome)) co_return failed<Page>(outcome);
  const json& body = std::get<json>(outcome);
  co_return Page{objects_of(body, "chunk"), text_of(body, "next_batch")};
}

awaitable<Outcome<std::string>> Api::send(std::string room, std::string type, std::string transaction,
                                          json content) {
  Call request = room_call("send", "PUT", room, "/send/" + segment(type) + "/" + segment(transaction));
  request.body = std::move(content);
  Outcome<json> outcome = co_await call(std::move(request));
  co_return named("send", outcome, "event_id");
}

awaitable<Outcome<std::string>> Api::redact(std::string room, std::string event, std::string transaction) {
  Call request = room_call("redact", "PUT", room, "/redact/" + segment(event) + "/" + segment(transaction));
  request.body = json::object();
  Outcome<json> outcome = co_await call(std::move(request));
  co_return named("redact", outcome, "event_id");
}

awaitable<Outcome<Done>> Api::read_receipt(std::string room, std::string event) {
  Call request = room_call("read_receipt", "POST", room, "/receipt/m.read/" + segment(event));
  request.body = json::object();
  Outcome<json> outcome = co_await call(std::move(request));
  co_return done(outcome);
}

awaitable<Outcome<Done>> Api::typing(std::string room, std::string user, bool is, milliseconds lasts) {
  Call request = room_call("typing", "PUT", room, "/typing/" + segment(user));
  json body = {{"typing", is}};
  if (is) body["timeout"] = lasts.count();
  request.body = std::move(body);
  Outcome<json> outcome = co_await call(std::move(request));
  co_return done(outcome);
}
}  // namespace houston::bot::matrix
