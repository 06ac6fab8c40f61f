#include "bot/matrix/delivery.hpp"

#include <algorithm>
#include <cstdio>
#include <random>

#include "bot/json_fields.hpp"
#include "bot/matrix/ids.hpp"
#include "bot/matrix/log.hpp"
#include "bot/matrix/polls.hpp"
#include "handlers/chat/json.hpp"

namespace houston::bot::matrix {
namespace {

using boost::asio::awaitable;
using nlohmann::json;
using std::chrono::milliseconds;
using Kind = ApiFailure::Kind;
using Steady = std::chrono::steady_clock;

constexpr const char* key_field = "dev.houston.key";
constexpr const char* reaction_type = "m.reaction";
// What the courier pauses as a whole when the server limits messages.
constexpr const char* send_scope = "send";
constexpr milliseconds operator_wait{60000};
// Synapse keeps transactions in memory for half an hour; others may be quicker to forget.
constexpr std::chrono::minutes repeat_is_safe{10};
// The machine's clock may be ahead of the server's: looking further back costs a page, too short a look a
// double.
constexpr std::chrono::minutes look_back{5};
constexpr int look_up_page = 100;
constexpr int most_pages = 200;
constexpr std::chrono::minutes careful_for{2};

ApiFailure closed(milliseconds wait) {
  ApiFailure failure;
  failure.kind = Kind::wait;
  failure.errcode = "M_LIMIT_EXCEEDED";
  failure.retry_after = wait;
  failure.what = "The homeserver limits how fast Houston may write";
  return failure;
}

std::string name_of(const Roster& roster, const PersonId& person) {
  const auto found = roster.people.find(person.value);
  return found == roster.people.end() ? std::string() : found->second.name;
}

std::string name_of(const Roster& roster, const RoomId& id) {
  const TeamRoom* room = roster.team_room(id.value);
  if (room == nullptr) return {};
  if (room->setting.starts_with('#')) return localpart("@" + room->setting.substr(1));
  return room->state.name;
}

}  // namespace

Delivery::Delivery(boost::asio::any_io_executor executor, Api& api, Known& known, DirectRooms& direct,
                   const scheduler::Clock& clock, std::uint64_t seed)
    : api_(api), known_(known), direct_(direct), clock_(clock), lane_(std::move(executor)) {
  // Not the settings' seed alone: two lives must not share transaction ids.
  std::random_device chance;
  std::mt19937_64 random(seed ^ (std::uint64_t{chance()} << 32) ^ chance());
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(random()));
  life_ = text;
}

Look Delivery::look(bool direct) const {
  Look look;
  look.direct = direct;
  look.name_of = [this](const PersonId& person) { return name_of(known_.roster, person); };
  look.room_name = [this](const RoomId& room) { return name_of(known_.roster, room); };
  look.via = server_of(known_.self);
  return look;
}

template <class Work>
awaitable<Outcome<std::string>> Delivery::limited(Work work) {
  const auto left = [this] {
    return std::chrono::duration_cast<milliseconds>(closed_until_ - Steady::now()) + milliseconds(1);
  };
  std::optional<Lane::Hold> hold;
  if (Steady::now() < one_at_a_time_until_) {
    if (left() > milliseconds(0)) co_return closed(left());
    Lane::Hold mine = co_await lane_.enter();
    hold.emplace(std::move(mine));
    if (left() > milliseconds(0)) co_return closed(left());
  }
  Outcome<std::string> outcome = co_await work();
  if (const auto* failure = std::get_if<ApiFailure>(&outcome); failure && failure->kind == Kind::wait) {
    closed_until_ = Steady::now() + failure->retry_after;
    one_at_a_time_until_ = closed_until_ + careful_for;
  }
  co_return outcome;
}

awaitable<Outcome<std::string>> Delivery::put(std::string room, std::string type, std::string transaction,
                                              json content) {
  auto work = [&] { return api_.send(room, type, transaction, content); };
  Outcome<std::string> outcome = co_await limited(work);
  co_return outcome;
}

SendOutcome Delivery::outcome_of(const ApiFailure& failure, bool repeatable, const std::string& room) const {
  switch (failure.kind) {
    case Kind::wait:
      return TryLater{failure.retry_after, send_scope, failure.what};
    case Kind::retry:
      return TryLater{milliseconds(0), "", failure.what};
    case Kind::operate:
      // Only the operator can mend it (health() tells); the message waits for that.
      return TryLater{operator_wait, "", failure.what};
    case Kind::doubt:
      if (repeatable) return TryLater{failure.retry_after, "", failure.what};
      return InDoubt{failure.what};
    case Kind::refuse:
      break;
  }
  if (failure.errcode == "M_FORBIDDEN") {
    const TeamRoom* team = known_.roster.team_room(room);
    const std::string name = team == nullptr ? room : team->setting;
    if (known_.joined.count(room) == 0)
      return Refused{"Houston is not in the room " + name + ": invite " + known_.self + " to it"};
    return Refused{"Houston may not write in the room " + name + ": give " + known_.self +
                   " a power level that may send messages (" + failure.what + ")"};
  }
  return Refused{failure.what};
}

awaitable<Delivery::Found> Delivery::place_of(const storage::OutboxRow& row, const Addressing& addressing) {
  Where where;
  where.direct = row.place.kind == storage::Place::Kind::person;
  if (row.place.thread) {
    if (!addressing.thread) co_return SendOutcome{Refused{"the thread's first message was never delivered"}};
    where.room = known_.current(addressing.thread->room);
    // An upgraded room begins anew: the thread stayed behind, the message need not.
    if (where.room == addressing.thread->room) where.thread = addressing.thread->message;
    co_return where;
  }
  if (!where.direct) {
    where.room = known_.current(row.place.id);
    co_return where;
  }
  Outcome<std::string> opened = co_await direct_.room_for(row.place.id);
  if (auto* failure = std::get_if<ApiFailure>(&opened)) {
    // Whatever limits rooms and invites does not limit messages: this row waits alone. What was in doubt
    // is looked at again by the next attempt.
    if (failure->kind == Kind::wait) co_return SendOutcome{TryLater{failure->retry_after, "", failure->what}};
    if (failure->kind == Kind::refuse) {
      co_return SendOutcome{
          Refused{"Houston cannot open direct messages with " + row.place.id + ": " + failure->what}};
    }
    co_return outcome_of(*failure, true, "");
  }
  where.room = std::get<std::string>(std::move(opened));
  co_return where;
}

awaitable<SendOutcome> Delivery::post(const storage::OutboxRow& row, const Addressing& addressing) {
  const Result<chat::Message> message = chat::message_from_json(row.body);
  if (!message.has_value())
    co_return Refused{"the stored message cannot be read: " + message.error().message};
  Found found = co_await place_of(row, addressing);
  if (auto* outcome = std::get_if<SendOutcome>(&found)) co_return std::move(*outcome);
  const Where where = std::get<Where>(std::move(found));
  const Look seen = look(where.direct);
  auto [type, content] = new_event(message.value(), seen);
  content[key_field] = row.key;
  if (!where.thread.empty()) put_in_thread(content, where.thread);
  std::string transaction = row.key;
  Outcome<std::string> sent =
      co_await put(where.room, std::move(type), std::move(transaction), std::move(content));
  if (const auto* failure = std::get_if<ApiFailure>(&sent)) {
    if (failure->kind == Kind::refuse && where.direct) {
      // Left, or put out, and not told yet: another room is found for the next attempt.
      const bool was_in = known_.joined.erase(where.room) > 0;
      direct_.changed(where.room);
      if (was_in && failure->errcode == "M_FORBIDDEN")
        co_return TryLater{milliseconds(1000), "", failure->what};
    }
    co_return outcome_of(*failure, false, where.room);
  }
  Delivered delivered;
  delivered.receipt = storage::Receipt{where.room, std::get<std::string>(std::move(sent))};
  co_return delivered;
}

awaitable<SendOutcome> Delivery::update(const storage::OutboxRow& row, const Addressing& addressing) {
  if (!addressing.target) co_return Refused{"the message to change was never delivered"};
  const std::string room = addressing.target->room;
  if (known_.current(room) != room) {
    log_info("a message in a room that was upgraded stays as it is");
    co_return Delivered{};
  }
  const Result<chat::Message> message = chat::message_from_json(row.body);
  if (!message.has_value())
    co_return Refused{"the stored message cannot be read: " + message.error().message};
  const Look seen = look(row.place.kind == storage::Place::Kind::person);
  auto [type, content] = changing_event(message.value(), seen, addressing.target->message);
  content[key_field] = row.key;
  std::string transaction = row.key;
  Outcome<std::string> sent = co_await put(room, std::move(type), std::move(transaction), std::move(content));
  if (const auto* failure = std::get_if<ApiFailure>(&sent)) co_return outcome_of(*failure, true, room);
  co_return Delivered{};
}

awaitable<SendOutcome> Delivery::remove(const storage::OutboxRow& row, const Addressing& addressing) {
  if (!addressing.target) co_return Refused{"the message to remove was never delivered"};
  const std::string room = addressing.target->room;
  std::string event = addressing.target->message;
  auto work = [&] { return api_.redact(room, event, row.key); };
  Outcome<std::string> sent = co_await limited(work);
  if (const auto* failure = std::get_if<ApiFailure>(&sent)) {
    if (failure->errcode == "M_NOT_FOUND") co_return Delivered{};
    co_return outcome_of(*failure, true, room);
  }
  co_return Delivered{};
}

awaitable<SendOutcome> Delivery::react(const storage::OutboxRow& row) {
  const Result<chat::Reaction> reaction = chat::reaction_from_json(row.body);
  if (!reaction.has_value()) co_return Refused{reaction.error().message};
  const std::string room = row.place.id;
  json content = render_reaction(reaction->message, reaction->name);
  if (!reaction->remove) {
    std::string type = reaction_type;
    std::string transaction = row.key;
    Outcome<std::string> sent =
        co_await put(room, std::move(type), std::move(transaction), std::move(content));
    if (const auto* failure = std::get_if<ApiFailure>(&sent)) {
      if (failure->errcode == "M_DUPLICATE_ANNOTATION") co_return Delivered{};
      co_return outcome_of(*failure, true, room);
    }
    co_return Delivered{};
  }
  std::string event = reaction->message;
  std::string relation = "m.annotation";
  std::string type = reaction_type;
  Outcome<Page> page = co_await api_.relations(room, std::move(event), std::move(relation), std::move(type));
  if (const auto* failure = std::get_if<ApiFailure>(&page)) {
    if (failure->errcode == "M_NOT_FOUND") co_return Delivered{};
    co_return outcome_of(*failure, true, room);
  }
  const std::string key = text_of(child(content, "m.relates_to"), "key");
  for (const json& one : std::get<Page>(page).events) {
    if (text_of(one, "sender") != known_.self) continue;
    if (text_of(child(child(one, "content"), "m.relates_to"), "key") != key) continue;
    std::string mine = text_of(one, "event_id");
    auto work = [&] { return api_.redact(room, mine, row.key); };
    Outcome<std::string> sent = co_await limited(work);
    if (const auto* failure = std::get_if<ApiFailure>(&sent)) co_return outcome_of(*failure, true, room);
    break;
  }
  co_return Delivered{};
}

awaitable<SendOutcome> Delivery::send(const storage::OutboxRow& row, const Addressing& addressing) {
  SendOutcome outcome = Delivered{};  // a home tab: Matrix has none, and nobody opened one
  if (row.action == storage::Action::post) {
    outcome = co_await post(row, addressing);
  } else if (row.action == storage::Action::update) {
    outcome = co_await update(row, addressing);
  } else if (row.action == storage::Action::remove) {
    outcome = co_await remove(row, addressing);
  } else if (row.action == storage::Action::react) {
    outcome = co_await react(row);
  }
  co_return outcome;
}

awaitable<FindOutcome> Delivery::find(const storage::OutboxRow& row, const Addressing& addressing) {
  const Instant since = row.sending_since.value_or(row.created);
  const bool repeat = since >= device_since_ && clock_.now() - since < repeat_is_safe;
  if (!repeat) {
    FindOutcome found = co_await look_up(row, addressing);
    co_return found;
  }
  // The server knows the transaction if it ever got it: asking again is looking it up.
  SendOutcome outcome = co_await post(row, addressing);
  if (const auto* delivered = std::get_if<Delivered>(&outcome); delivered && delivered->receipt)
    co_return *delivered->receipt;
  if (auto* later = std::get_if<TryLater>(&outcome)) co_return std::move(*later);
  if (const auto* doubt = std::get_if<InDoubt>(&outcome)) co_return TryLater{milliseconds(0), "", doubt->why};
  if (auto* refused = std::get_if<Refused>(&outcome)) co_return std::move(*refused);
  co_return NotThere{};
}

awaitable<FindOutcome> Delivery::look_up(const storage::OutboxRow& row, const Addressing& addressing) {
  if (row.place.thread && !addressing.thread) co_return NotThere{};  // nothing can have been posted to it
  std::vector<std::string> rooms;
  if (row.place.thread) {
    rooms = {known_.current(addressing.thread->room)};
  } else if (row.place.kind == storage::Place::Kind::room) {
    rooms = {known_.current(row.place.id)};
  } else {
    // It may have gone into any of the person's rooms.
    for (const std::string& room : known_.book.rooms_of(row.place.id)) {
      if (known_.joined.count(room) > 0) rooms.push_back(room);
    }
  }
  const Instant since = row.sending_since.value_or(row.created) - look_back;
  const json filter = {{"types", json::array({message_type, poll_start_type, "m.room.encrypted"})},
                       {"senders", json::array({known_.self})}};
  for (const std::string& room : rooms) {
    std::string from;
    for (int page = 0; page < most_pages; ++page) {
      std::string to;
      std::string narrow = filter.dump();
      Outcome<Page> read =
          co_await api_.messages(room, from, std::move(to), true, look_up_page, std::move(narrow));
      if (const auto* failure = std::get_if<ApiFailure>(&read)) {
        if (failure->kind == Kind::refuse) break;  // not to be seen: a new attempt is refused with the reason
        SendOutcome later = outcome_of(*failure, true, room);
        if (auto* wait = std::get_if<TryLater>(&later)) {
          wait->scope.clear();
          co_return std::move(*wait);
        }
        break;
      }
      bool old = !std::get<Page>(read).events.empty();
      for (const json& event : std::get<Page>(read).events) {
        if (text_of(child(event, "content"), key_field) == row.key)
          co_return storage::Receipt{room, text_of(event, "event_id")};
        old = old && Instant(milliseconds(number_of(event, "origin_server_ts", 0))) < since;
      }
      if (old || std::get<Page>(read).end.empty() || std::get<Page>(read).end == from) break;
      from = std::get<Page>(read).end;
    }
  }
  co_return NotThere{};
}

awaitable<void> Delivery::tell(std::string person, chat::Message message) {
  Outcome<std::string> opened = co_await direct_.room_for(person);
  if (const auto* failure = std::get_if<ApiFailure>(&opened)) {
    log_warning("an immediate answer was lost: " + failure->what);
    co_return;
  }
  const Look seen = look(true);
  auto [type, content] = new_event(message, seen);
  std::string transaction = life_ + "-" + std::to_string(++told_);
  std::string room = std::get<std::string>(std::move(opened));
  Outcome<std::string> sent =
      co_await put(std::move(room), std::move(type), std::move(transaction), std::move(content));
  if (const auto* failure = std::get_if<ApiFailure>(&sent))
    log_warning("an immediate answer was lost: " + failure->what);
}

}  // namespace houston::bot::matrix
