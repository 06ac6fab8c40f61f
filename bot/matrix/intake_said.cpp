// What people say in a room, and what Houston said last.

#include "bot/json_fields.hpp"
#include "bot/matrix/intake.hpp"
#include "bot/matrix/log.hpp"
#include "bot/matrix/polls.hpp"

namespace houston::bot::matrix {
namespace {

using boost::asio::awaitable;
using nlohmann::json;
using Kind = ApiFailure::Kind;

constexpr int most_wants = 3;
constexpr int offer_page = 20;

bool is_edit(const json& event) {
  return text_of(child(child(event, "content"), "m.relates_to"), "rel_type") == "m.replace";
}

bool waits_for_answer(const chat::Event& event) {
  if (const auto* said = std::get_if<chat::Said>(&event.what)) return said->direct || said->mentions_houston;
  return std::holds_alternative<chat::Command>(event.what) ||
         std::holds_alternative<chat::Clicked>(event.what) || std::holds_alternative<chat::Voted>(event.what);
}

}  // namespace

void Intake::remember_own(const std::string& room, const json& event) {
  const std::string type = text_of(event, "type");
  const bool poll = is_poll(type, "start");
  if (!known_.book.direct(room) || (type != message_type && !poll)) return;
  // A poll offers nothing to press: what is typed to it is no number of an older message's button.
  if (poll && !is_edit(event)) offers_[room] = std::nullopt;
  if (poll) return;
  if (is_edit(event)) {
    const auto offer = offers_.find(room);
    if (offer == offers_.end() || !offer->second) return;
    if (text_of(child(child(event, "content"), "m.relates_to"), "event_id") != offer->second->event) return;
    offer->second->choices = read_choices(child(event, "content"));
    return;
  }
  std::vector<Choice> choices = choices_now(event);
  if (choices.empty()) {
    offers_[room] = std::nullopt;
  } else {
    offers_[room] = Offer{text_of(event, "event_id"), std::move(choices)};
  }
}

// After a start: what Houston said last in the room.
awaitable<Intake::Failed> Intake::recall_offer(const std::string& room) {
  const json filter = {{"types", json::array({message_type, poll_start_type})},
                       {"senders", json::array({known_.self})}};
  std::string from, to;
  std::string narrow = filter.dump();
  Outcome<Page> page =
      co_await api_.messages(room, std::move(from), std::move(to), true, offer_page, std::move(narrow));
  if (auto* failure = std::get_if<ApiFailure>(&page)) {
    if (failure->kind != Kind::refuse) co_return std::move(*failure);
    co_return std::nullopt;
  }
  offers_[room] = std::nullopt;
  for (const json& event : std::get<Page>(page).events) {
    if (is_edit(event) || child(event, "content").empty()) continue;
    remember_own(room, event);
    break;
  }
  co_return std::nullopt;
}

awaitable<Intake::Failed> Intake::read_said(EventSink& notes, const std::string& room, const json& event,
                                            Batch& batch) {
  Surroundings around;
  around.workspace = workspace_;
  around.self = known_.self;
  if (const auto self = known_.roster.people.find(known_.self); self != known_.roster.people.end())
    around.self_name = self->second.name;
  around.room = RoomId{room};
  Outcome<bool> direct = co_await direct_.is_direct(room);
  if (auto* failure = std::get_if<ApiFailure>(&direct)) co_return std::move(*failure);
  around.direct = std::get<bool>(direct);
  around.at = clock_.now();
  around.reactions = &reactions_;
  if (around.direct && text_of(event, "type") == "m.room.message") {
    if (offers_.count(room) == 0) {
      Failed failed = co_await recall_offer(room);
      if (failed) co_return failed;
    }
    if (const auto offer = offers_.find(room); offer != offers_.end()) around.offer = offer->second;
  }
  std::map<std::string, json> fetched;
  around.earlier = [&](const std::string& id) -> const json* {
    const auto found = fetched.find(id);
    return found == fetched.end() ? nullptr : &found->second;
  };
  around.person = [&](const PersonId& person) -> std::optional<storage::Person> {
    const auto found = known_.roster.people.find(person.value);
    if (found == known_.roster.people.end()) return std::nullopt;
    return found->second;
  };
  Reading reading = read_event(event, around);
  for (int i = 0; i < most_wants && std::holds_alternative<Wants>(reading); ++i) {
    const std::string wanted = std::get<Wants>(reading).event;
    // People's own messages are as they were a moment ago; Houston's may have been edited since.
    if (const auto recent = recent_.find(wanted); recent != recent_.end()) {
      fetched[wanted] = recent->second;
      reading = read_event(event, around);
      continue;
    }
    Outcome<json> earlier = co_await api_.event(room, wanted);
    if (auto* failure = std::get_if<ApiFailure>(&earlier)) {
      if (failure->kind != Kind::refuse) co_return std::move(*failure);
      fetched[wanted] = nullptr;
    } else {
      fetched[wanted] = std::get<json>(std::move(earlier));
    }
    reading = read_event(event, around);
  }
  if (auto* incoming = std::get_if<Incoming>(&reading)) {
    const bool waits = waits_for_answer(incoming->event);
    batch.events.push_back(
        {std::move(incoming->event), room, text_of(event, "event_id"), waits, around.direct});
  } else if (std::holds_alternative<Unreadable>(reading)) {
    Failed failed = co_await cannot_read(notes, room, batch);
    co_return failed;
  } else if (const auto* passed = std::get_if<PassedOver>(&reading)) {
    log_debug("passed over: " + passed->why);
    metrics_.count("matrix_passed_over", {{"strange", passed->strange ? "yes" : "no"}});
  }
  co_return std::nullopt;
}

}  // namespace houston::bot::matrix
