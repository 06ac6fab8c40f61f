#include "bot/matrix/api.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "bot/json_fields.hpp"
#include "bot/matrix/log.hpp"
#include "bot/net/url.hpp"

namespace houston::bot::matrix {
namespace {

using boost::asio::awaitable;
using nlohmann::json;
using std::chrono::milliseconds;
using Kind = ApiFailure::Kind;

// Where a rate limit names no time.
constexpr milliseconds usual_wait{5000};
constexpr milliseconds longest_wait{std::chrono::hours(1)};
// Joining may take the server a while when others are asked; a poll's answer comes when it comes.
constexpr milliseconds join_timeout{60000};
constexpr milliseconds poll_margin{15000};

std::string segment(const std::string& text) {
  return net::percent_encode(text);
}

std::string header(const net::HttpResponse& response, const std::string& name) {
  const auto found = response.headers.find(name);
  return found == response.headers.end() ? std::string() : found->second;
}

// Seconds; a date (RFC 9110 allows one) counts as none.
milliseconds retry_after_header(const net::HttpResponse& response) {
  const std::string text = header(response, "retry-after");
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || seconds < 0) return {};
  return std::chrono::seconds(std::min<std::int64_t>(seconds, longest_wait.count() / 1000));
}

milliseconds named_wait(const net::HttpResponse& response, const json& body) {
  const std::int64_t told = number_of(body, "retry_after_ms", 0);
  if (told > 0) return milliseconds(std::min<std::int64_t>(told, longest_wait.count()));
  return retry_after_header(response);
}

// An error code as it may stand in a log: short, nothing but what such things are made of.
std::string tame(const std::string& text) {
  std::string out;
  for (const char c : text.substr(0, 80)) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-' || c == '.';
    out += fine ? c : '?';
  }
  return out;
}

// The server's own sentence, on one line, short, without what looks like a secret.
std::string quoted(const std::string& text) {
  std::string line;
  for (const char c : text.substr(0, 200)) {
    const auto byte = static_cast<unsigned char>(c);
    line += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
  // Not in the middle of a letter.
  while (!line.empty() && text.size() > 200 && (static_cast<unsigned char>(line.back()) & 0x80) != 0)
    line.pop_back();
  return redact(line);
}

struct Meaning {
  std::string_view code;
  Kind kind;
  std::string_view sentence;  // "" where the server's own says enough
};

// https://spec.matrix.org/v1.12/client-server-api/#standard-error-response
// clang-format off
constexpr Meaning meanings[] = {
    {"M_LIMIT_EXCEEDED", Kind::wait, "it limits how much one account may do at a time; an administrator can lift that for Houston's account (override_ratelimit)"},
    {"M_UNKNOWN_TOKEN", Kind::operate, "it does not know the access token (any more): make a new one and put it where access_token in the settings points to"},
    {"M_MISSING_TOKEN", Kind::operate, "the access token did not arrive: check what stands between Houston and the homeserver"},
    {"M_USER_DEACTIVATED", Kind::operate, "Houston's account is deactivated"},
    {"M_USER_LOCKED", Kind::operate, "Houston's account is locked: ask the homeserver's administrator"},
    {"M_USER_SUSPENDED", Kind::operate, "Houston's account is suspended: ask the homeserver's administrator"},
    {"M_RESOURCE_LIMIT_EXCEEDED", Kind::operate, "the homeserver is over a limit of its own: ask its administrator"},
    {"M_CONSENT_NOT_GIVEN", Kind::operate, "Houston's account has to accept the homeserver's terms first: log in with it once in an ordinary client"},
    {"M_SERVER_NOT_TRUSTED", Kind::refuse, ""},
    {"M_TOO_LARGE", Kind::refuse, "the message is too long for Matrix"},
    {"M_UNRECOGNIZED", Kind::refuse, "the homeserver does not know this call: it is too old, or the address in the settings is not a homeserver's"},
    {"M_UNSUPPORTED_ROOM_VERSION", Kind::refuse, "the homeserver is too old for the room's version"},
    {"M_INCOMPATIBLE_ROOM_VERSION", Kind::refuse, "the homeserver is too old for the room's version"},
    {"M_UNKNOWN_POS", Kind::refuse, "the homeserver does not know this point of its history any more"},
};
// clang-format on

const Meaning* meaning_of(std::string_view code) {
  const auto found = std::find_if(std::begin(meanings), std::end(meanings),
                                  [&](const Meaning& meaning) { return meaning.code == code; });
  return found == std::end(meanings) ? nullptr : found;
}

template <class T>
Outcome<T> failed(Outcome<json>& outcome) {
  return std::get<ApiFailure>(std::move(outcome));
}

Outcome<Done> done(Outcome<json>& outcome) {
  if (std::holds_alternative<ApiFailure>(outcome)) return failed<Done>(outcome);
  return Done{};
}

// One member of the answer that must be there.
Outcome<std::string> named(const char* call, Outcome<json>& outcome, const char* field) {
  if (std::holds_alternative<ApiFailure>(outcome)) return failed<std::string>(outcome);
  std::string value = text_of(std::get<json>(outcome), field);
  if (!value.empty()) return value;
  ApiFailure failure;
  failure.kind = Kind::doubt;
  failure.errcode = "not_json";
  failure.status = 200;
  failure.what = std::string("The homeserver's answer to ") + call + " lacks " + field;
  return failure;
}

Call room_call(const char* name, const char* method, const std::string& room, const std::string& rest) {
  Call call;
  call.name = name;
  call.method = method;
  call.path = "v3/rooms/" + segment(room) + rest;
  return call;
}

SyncedRoom read_room(const json& room) {
  SyncedRoom read;
  read.state = objects_of(child(room, "state"), "events");
  const json& timeline = child(room, "timeline");
  read.timeline.events = objects_of(timeline, "events");
  read.timeline.limited = flag_of(timeline, "limited");
  read.timeline.prev_batch = text_of(timeline, "prev_batch");
  return read;
}

// The entries of an object; none when it is something else.
template <class Each>
void each_of(const json& object, Each each) {
  if (!object.is_object()) return;
  for (const auto& [name, value] : object.items()) each(name, value);
}

}  // namespace

Outcome<json> read_answer(const std::string& name, const net::HttpResponse& response) {
  // A proxy's page of HTML is neither.
  json body = json::parse(response.body, nullptr, false);
  const bool ours = body.is_object() || body.is_array();
  if (response.status >= 200 && response.status < 300 && ours) return body;

  ApiFailure failure;
  failure.status = response.status;
  const std::string code = ours ? tame(text_of(body, "errcode")) : std::string();
  const std::string http = "HTTP " + std::to_string(response.status);
  failure.errcode = code.empty() ? "http_" + std::to_string(response.status) : code;
  failure.what = "The homeserver answered " + name + " with " + (code.empty() ? http : code);
  failure.retry_after = named_wait(response, body);
  if (response.status >= 200 && response.status < 300) {
    failure.kind = Kind::doubt;
    failure.errcode = "not_json";
    failure.what =
        "The answer to " + name + " is not a Matrix homeserver's: check homeserver in the settings";
    return failure;
  }
  if (response.status == 429 || code == "M_LIMIT_EXCEEDED") {
    failure.kind = Kind::wait;
    if (failure.retry_after <= milliseconds(0)) failure.retry_after = usual_wait;
  } else if (response.status >= 500 || response.status == 408) {
    failure.kind = Kind::doubt;
  } else if (const Meaning* meaning = meaning_of(code)) {
    failure.kind = meaning->kind;
  } else if (code.empty()) {
    // Something between us and the homeserver speaks; what it says will change when that is mended.
    failure.kind = Kind::retry;
    failure.what += ", which is not a homeserver's way: check homeserver in the settings, and the proxy";
    return failure;
  } else {
    failure.kind = Kind::refuse;
  }
  if (const Meaning* meaning = meaning_of(code); meaning != nullptr && !meaning->sentence.empty()) {
    failure.what += ": " + std::string(meaning->sentence);
  } else if (const std::string said = quoted(text_of(body, "error")); !said.empty()) {
    failure.what += ": " + said;
  }
  failure.soft_logout = code == "M_UNKNOWN_TOKEN" && flag_of(body, "soft_logout");
  return failure;
}

ApiFailure read_failure(const net::NetError& error) {
  ApiFailure failure;
  const bool called_off = error.stage == net::NetError::Stage::cancelled;
  failure.errcode = called_off ? "cancelled" : error.timed_out ? "timeout" : "network";
  failure.kind = error.may_have_arrived ? Kind::doubt : Kind::retry;
  failure.what = redact(error.message);
  return failure;
}

Synced read_sync(const json& body) {
  Synced synced;
  synced.next_batch = text_of(body, "next_batch");
  const json& rooms = child(body, "rooms");
  each_of(child(rooms, "join"),
          [&](const std::string& id, const json& room) { synced.joined[id] = read_room(room); });
  each_of(child(rooms, "leave"),
          [&](const std::string& id, const json& room) { synced.left[id] = read_room(room); });
  each_of(child(rooms, "invite"), [&](const std::string& id, const json& room) {
    synced.invited[id] = objects_of(child(room, "invite_state"), "events");
  });
  synced.account_data = objects_of(child(body, "account_data"), "events");
  return synced;
}

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

awaitable<Outcome<ResolvedAlias>> Api::resolve(std::string alias) {
  Call request;
  request.name = "resolve_alias";
  request.path = "v3/directory/room/" + segment(alias);
  Outcome<json> outcome = co_await call(std::move(request));
  ResolvedAlias resolved;
  if (const auto* body = std::get_if<json>(&outcome)) {
    if (const json& servers = child(*body, "servers"); servers.is_array()) {
      for (const json& server : servers) {
        if (server.is_string()) resolved.servers.push_back(server.get<std::string>());
      }
    }
  }
  Outcome<std::string> id = named("resolve_alias", outcome, "room_id");
  if (auto* failure = std::get_if<ApiFailure>(&id)) co_return std::move(*failure);
  resolved.room_id = std::get<std::string>(std::move(id));
  co_return resolved;
}

awaitable<Outcome<std::vector<std::string>>> Api::joined_rooms() {
  Call request;
  request.name = "joined_rooms";
  request.path = "v3/joined_rooms";
  Outcome<json> outcome = co_await call(std::move(request));
  if (std::holds_alternative<ApiFailure>(outcome)) co_return failed<std::vector<std::string>>(outcome);
  std::vector<std::string> rooms;
  if (const json& list = child(std::get<json>(outcome), "joined_rooms"); list.is_array()) {
    for (const json& room : list) {
      if (room.is_string()) rooms.push_back(room.get<std::string>());
    }
  }
  co_return rooms;
}

awaitable<Outcome<std::map<std::string, std::string>>> Api::joined_members(std::string room) {
  Call request = room_call("joined_members", "GET", room, "/joined_members");
  Outcome<json> outcome = co_await call(std::move(request));
  using Members = std::map<std::string, std::string>;
  if (std::holds_alternative<ApiFailure>(outcome)) co_return failed<Members>(outcome);
  Members members;
  each_of(child(std::get<json>(outcome), "joined"), [&](const std::string& user, const json& member) {
    members[user] = text_of(member, "display_name");
  });
  co_return members;
}

awaitable<Outcome<json>> Api::state(std::string room, std::string type, std::string key) {
  Call request = room_call("state", "GET", room, "/state/" + segment(type) + "/" + segment(key));
  Outcome<json> outcome = co_await call(std::move(request));
  co_return outcome;
}

awaitable<Outcome<std::vector<json>>> Api::full_state(std::string room) {
  Call request = room_call("full_state", "GET", room, "/state");
  Outcome<json> outcome = co_await call(std::move(request));
  if (std::holds_alternative<ApiFailure>(outcome)) co_return failed<std::vector<json>>(outcome);
  const json wrapped{{"events", std::get<json>(std::move(outcome))}};
  co_return objects_of(wrapped, "events");
}

awaitable<Outcome<std::string>> Api::put_state(std::string room, std::string type, std::string key,
                                               json content) {
  Call request = room_call("put_state", "PUT", room, "/state/" + segment(type) + "/" + segment(key));
  request.body = std::move(content);
  Outcome<json> outcome = co_await call(std::move(request));
  co_return named("put_state", outcome, "event_id");
}

awaitable<Outcome<std::string>> Api::join(std::string room, std::vector<std::string> via) {
  Call request;
  request.name = "join";
  request.method = "POST";
  request.path = "v3/join/" + segment(room);
  for (std::string& server : via) {
    request.query.emplace_back("via", server);
    request.query.emplace_back("server_name", std::move(server));  // before v1.12
  }
  request.body = json::object();
  request.timeout = join_timeout;
  Outcome<json> outcome = co_await call(std::move(request));
  co_return named("join", outcome, "room_id");
}

awaitable<Outcome<Done>> Api::leave(std::string room) {
  Call request = room_call("leave", "POST", room, "/leave");
  request.body = json::object();
  Outcome<json> outcome = co_await call(std::move(request));
  co_return done(outcome);
}

awaitable<Outcome<Done>> Api::invite(std::string room, std::string user) {
  Call request = room_call("invite", "POST", room, "/invite");
  request.body = json{{"user_id", std::move(user)}};
  request.timeout = join_timeout;
  Outcome<json> outcome = co_await call(std::move(request));
  co_return done(outcome);
}

awaitable<Outcome<std::string>> Api::create_room(json request_body) {
  Call request;
  request.name = "create_room";
  request.method = "POST";
  request.path = "v3/createRoom";
  request.idempotent = false;
  request.timeout = join_timeout;
  request.body = std::move(request_body);
  Outcome<json> outcome = co_await call(std::move(request));
  co_return named("create_room", outcome, "room_id");
}

}  // namespace houston::bot::matrix
