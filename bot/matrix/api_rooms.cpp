// The Api's calls about rooms: which there are, who is in them, what their state says; coming and going.

#include <utility>

#include "bot/matrix/api.hpp"
#include "bot/matrix/api_call.hpp"

namespace houston::bot::matrix {

using boost::asio::awaitable;
using nlohmann::json;

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
