#include "bot/matrix/upgrades.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "bot/json_fields.hpp"

namespace houston::bot::matrix {

using boost::asio::awaitable;
using nlohmann::json;

namespace {

constexpr const char* replaced_note = "rooms.replaced";

/// Of a room's state; null when it is not there, or not to be seen.
awaitable<Outcome<json>> seen_state(Api& api, std::string room, std::string type) {
  std::string key;
  Outcome<json> state = co_await api.state(std::move(room), std::move(type), std::move(key));
  const auto* failure = std::get_if<ApiFailure>(&state);
  if (failure != nullptr && failure->kind == ApiFailure::Kind::refuse) state = json();
  co_return state;
}

}  // namespace

awaitable<void> recall_replaced(EventSink& notes, Known& known) {
  std::string name = replaced_note;
  const std::optional<std::string> kept = co_await notes.note(std::move(name));
  const json rooms = json::parse(kept.value_or("{}"), nullptr, false);
  if (!rooms.is_object()) co_return;
  for (const auto& [old, next] : rooms.items()) {
    if (next.is_string()) known.replaced[old] = next.get<std::string>();
  }
}

awaitable<void> keep_replaced(EventSink& notes, const Known& known) {
  json kept = json::object();
  for (const auto& [old, next] : known.replaced) kept[old] = next;
  std::string name = replaced_note;
  std::string value = kept.dump();
  // Not kept is no harm: the old room says it, too.
  co_await notes.keep_note(std::move(name), std::move(value));
}

awaitable<Outcome<std::string>> predecessor_of(Api& api, std::string room) {
  std::string type = "m.room.create";
  Outcome<json> created = co_await seen_state(api, room, std::move(type));
  if (auto* failure = std::get_if<ApiFailure>(&created)) co_return std::move(*failure);
  std::string old = text_of(child(std::get<json>(created), "predecessor"), "room_id");
  if (old.empty()) co_return old;
  type = "m.room.tombstone";
  Outcome<json> tombstone = co_await seen_state(api, old, std::move(type));
  if (auto* failure = std::get_if<ApiFailure>(&tombstone)) co_return std::move(*failure);
  if (text_of(std::get<json>(tombstone), "replacement_room") != room) old.clear();
  co_return old;
}

}  // namespace houston::bot::matrix
