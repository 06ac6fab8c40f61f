#include "bot/matrix/direct_rooms.hpp"

#include "bot/matrix/ids.hpp"
#include "bot/matrix/log.hpp"

namespace houston::bot::matrix {
namespace {

using boost::asio::awaitable;
using nlohmann::json;
using Kind = ApiFailure::Kind;
using Steady = std::chrono::steady_clock;

constexpr const char* direct_type = "m.direct";
constexpr int most_hops = 20;  // of upgrades; more is a circle

}  // namespace

json direct_room_request(const std::string& person, bool encrypted) {
  json request = {{"preset", "trusted_private_chat"}, {"is_direct", true}, {"invite", json::array({person})}};
  if (encrypted) {
    request["initial_state"] = json::array({{{"type", "m.room.encryption"},
                                             {"state_key", ""},
                                             {"content", {{"algorithm", "m.megolm.v1.aes-sha2"}}}}});
  }
  return request;
}

DirectRooms::DirectRooms(boost::asio::any_io_executor executor, Api& api, Known& known, Options options)
    : api_(api), known_(known), options_(options), lane_(std::move(executor)) {}

void DirectRooms::changed(const std::string& room) {
  std::erase_if(rooms_, [&](const auto& entry) { return entry.second == room; });
  if (const auto seen = seen_.find(room); seen != seen_.end() && --seen->second.changes == 0)
    seen_.erase(seen);
}

void DirectRooms::look_again() {
  rooms_.clear();
  seen_.clear();
}

awaitable<Outcome<Done>> DirectRooms::refresh() {
  std::string type = direct_type;
  Outcome<json> content = co_await api_.account_data(known_.self, std::move(type));
  if (auto* failure = std::get_if<ApiFailure>(&content)) co_return std::move(*failure);
  Outcome<std::vector<std::string>> joined = co_await api_.joined_rooms();
  if (auto* failure = std::get_if<ApiFailure>(&joined)) co_return std::move(*failure);
  known_.book.add_all(std::get<json>(content));
  const auto& rooms = std::get<std::vector<std::string>>(joined);
  known_.joined.insert(rooms.begin(), rooms.end());
  co_return Done{};
}

awaitable<Outcome<bool>> DirectRooms::is_encrypted(std::string room) {
  if (const auto known = encrypted_.find(room); known != encrypted_.end()) co_return known->second;
  std::string type = "m.room.encryption";
  std::string key;
  Outcome<json> state = co_await api_.state(room, std::move(type), std::move(key));
  if (auto* failure = std::get_if<ApiFailure>(&state); failure && failure->errcode != "M_NOT_FOUND")
    co_return std::move(*failure);
  const bool is = std::holds_alternative<json>(state);
  encrypted_[room] = is;
  co_return is;
}

awaitable<Outcome<bool>> DirectRooms::is_direct(std::string room) {
  if (known_.roster.team_room(room) != nullptr) co_return false;
  if (const auto seen = seen_.find(room); seen != seen_.end()) co_return seen->second.direct;
  Outcome<std::vector<json>> events = co_await api_.full_state(room);
  if (auto* failure = std::get_if<ApiFailure>(&events)) {
    if (failure->kind == Kind::refuse) co_return known_.book.direct(room);
    co_return std::move(*failure);
  }
  const RoomState state = read_room_state(std::get<std::vector<json>>(events));
  std::vector<std::string> others;
  for (const auto& [who, name] : state.joined) {
    if (who != known_.self) others.push_back(who);
  }
  Seen seen;
  seen.direct = others.size() < 2 && known_.book.direct(room);
  const bool unspoken = others.size() == 1 && state.invited.empty() && state.name.empty() &&
                        state.alias.empty() && known_.roster.knows(others.front());
  if (!seen.direct && unspoken) {
    Outcome<Done> adopted = co_await adopt(others.front(), room);
    if (auto* failure = std::get_if<ApiFailure>(&adopted)) co_return std::move(*failure);
    seen.direct = true;
  }
  if (others.size() > 2) seen.changes = others.size() - 1;
  seen_[room] = seen;
  co_return seen.direct;
}

awaitable<Outcome<DirectRooms::Fit>> DirectRooms::look(std::string person, std::string& room) {
  RoomState state;
  for (int hop = 0; hop < most_hops; ++hop) {
    if (known_.joined.count(room) == 0) co_return Fit::none;
    Outcome<std::vector<json>> events = co_await api_.full_state(room);
    if (auto* failure = std::get_if<ApiFailure>(&events)) {
      if (failure->kind == Kind::refuse) co_return Fit::none;
      co_return std::move(*failure);
    }
    state = read_room_state(std::get<std::vector<json>>(events));
    if (state.replacement.empty() || state.replacement == room) break;
    // Upgraded before Houston's first start, or when nobody was looking.
    const std::string next = state.replacement;
    if (known_.joined.count(next) == 0) {
      std::vector<std::string> via;
      if (const std::string server = server_of(person); !server.empty()) via.push_back(server);
      Outcome<std::string> entered = co_await api_.join(next, std::move(via));
      if (auto* failure = std::get_if<ApiFailure>(&entered)) {
        if (failure->kind == Kind::refuse) co_return Fit::none;
        co_return std::move(*failure);
      }
      known_.joined.insert(next);
    }
    known_.replaced[room] = next;
    room = next;
    Outcome<Done> adopted = co_await adopt(person, room);
    if (auto* failure = std::get_if<ApiFailure>(&adopted)) co_return std::move(*failure);
  }
  encrypted_[room] = state.encrypted;
  if (state.encrypted && !options_.encrypted) co_return Fit::none;
  for (const auto& [who, name] : state.joined) {
    if (who != person && who != known_.self) co_return Fit::none;  // what is for one is not for two
  }
  if (state.joined.count(person) > 0) co_return Fit::good;
  if (state.invited.count(person) > 0) co_return Fit::invited;
  co_return state.banned.count(person) > 0 ? Fit::none : Fit::left;
}

awaitable<Outcome<Done>> DirectRooms::adopt(std::string person, std::string room) {
  const bool fresh = known_.book.add(person, room);
  if (!fresh && unwritten_.count(person) == 0) co_return Done{};
  unwritten_.insert(person);
  std::string type = direct_type;
  Outcome<json> content = co_await api_.account_data(known_.self, type);
  if (auto* failure = std::get_if<ApiFailure>(&content)) co_return std::move(*failure);
  json merged = DirectBook::merged(std::get<json>(std::move(content)), person, room);
  Outcome<Done> put = co_await api_.put_account_data(known_.self, std::move(type), std::move(merged));
  if (std::holds_alternative<Done>(put)) unwritten_.erase(person);
  co_return put;
}

awaitable<Outcome<std::string>> DirectRooms::make(std::string person) {
  const auto now = Steady::now();
  if (now < no_making_until_) {
    ApiFailure failure;
    failure.kind = Kind::wait;
    failure.errcode = "M_LIMIT_EXCEEDED";
    failure.retry_after = std::chrono::duration_cast<std::chrono::milliseconds>(no_making_until_ - now);
    failure.what = "The homeserver limits how many rooms Houston may make at a time";
    co_return failure;
  }
  json request = direct_room_request(person, options_.encrypted);
  Outcome<std::string> made = co_await api_.create_room(std::move(request));
  if (auto* failure = std::get_if<ApiFailure>(&made)) {
    if (failure->kind == Kind::wait) no_making_until_ = now + failure->retry_after;
    co_return std::move(*failure);
  }
  const std::string room = std::get<std::string>(made);
  known_.joined.insert(room);
  // Some homeservers encrypt whatever is made on them.
  Outcome<bool> encrypted = co_await is_encrypted(room);
  if (const bool* is = std::get_if<bool>(&encrypted); is != nullptr && *is && !options_.encrypted) {
    log_warning(
        "the homeserver encrypts every new room: Houston can write in its direct rooms and not read them");
    options_.encrypted = true;
  }
  // A failure is no reason not to use the room: it is written down with the next message.
  co_await adopt(person, room);
  co_return room;
}

/// Of those that are written down; "" when there is none.
awaitable<Outcome<std::string>> DirectRooms::best_room(std::string person, Fit& fit) {
  std::string best;
  for (const std::string& listed : known_.book.rooms_of(person)) {
    std::string room = known_.current(listed);
    Outcome<Fit> looked = co_await look(person, room);
    if (auto* failure = std::get_if<ApiFailure>(&looked)) co_return std::move(*failure);
    if (std::get<Fit>(looked) < fit) {
      fit = std::get<Fit>(looked);
      best = room;
    }
    if (fit == Fit::good) break;
  }
  co_return best;
}

awaitable<Outcome<std::string>> DirectRooms::room_for(std::string person) {
  Lane::Hold hold = co_await lane_.enter();
  if (const auto known = rooms_.find(person); known != rooms_.end()) {
    const std::string room = known->second;
    if (unwritten_.count(person) > 0) co_await adopt(person, room);
    co_return room;
  }
  Fit fit = Fit::none;
  Outcome<std::string> found = co_await best_room(person, fit);
  const bool may_make = Steady::now() >= no_making_until_;
  if (fit == Fit::none && may_make && std::holds_alternative<std::string>(found)) {
    Outcome<Done> refreshed = co_await refresh();
    if (auto* failure = std::get_if<ApiFailure>(&refreshed)) co_return std::move(*failure);
    found = co_await best_room(person, fit);
  }
  if (auto* failure = std::get_if<ApiFailure>(&found)) co_return std::move(*failure);
  std::string best = std::get<std::string>(std::move(found));
  if (fit == Fit::left) {
    Outcome<Done> invited = co_await api_.invite(best, person);
    if (auto* failure = std::get_if<ApiFailure>(&invited)) {
      if (failure->kind != Kind::refuse) co_return std::move(*failure);
      log_info("a person who left their direct messages could not be invited again: " + failure->what);
      fit = Fit::none;
    }
  }
  if (fit == Fit::none) {
    Outcome<std::string> made = co_await make(person);
    if (auto* failure = std::get_if<ApiFailure>(&made)) co_return std::move(*failure);
    best = std::get<std::string>(std::move(made));
  }
  rooms_[person] = best;
  co_return best;
}

}  // namespace houston::bot::matrix
