#include "bot/matrix/intake.hpp"

#include "bot/json_fields.hpp"
#include "bot/matrix/log.hpp"
#include "bot/matrix/timeline.hpp"
#include "bot/matrix/upgrades.hpp"

namespace houston::bot::matrix {

using boost::asio::awaitable;
using nlohmann::json;

Intake::Intake(WorkspaceId workspace, std::vector<std::string> reactions, Api& api, Known& known,
               DirectRooms& direct, Profiles& profiles, const scheduler::Clock& clock, Metrics& metrics)
    : workspace_(std::move(workspace)),
      reactions_(std::move(reactions)),
      api_(api),
      known_(known),
      direct_(direct),
      profiles_(profiles),
      clock_(clock),
      metrics_(metrics),
      invitations_(api, known, direct, patience_, metrics) {}

awaitable<void> Intake::recall(EventSink& notes) {
  co_await recall_replaced(notes, known_);
  co_await invitations_.recall(notes);
}

chat::Event Intake::make(const PersonId& person, std::string key) const {
  chat::Event event;
  event.workspace = workspace_;
  event.key = std::move(key);
  event.person = person;
  event.at = clock_.now();
  event.can_ask = true;
  event.forms = false;
  event.whispers = false;
  return event;
}

void Intake::take_profile(const std::string& who, Profile profile, Batch& batch) {
  const auto known = known_.roster.people.find(who);
  if (known != known_.roster.people.end()) {
    storage::Person person = known->second;
    person.time_zone = profile.time_zone;
    change_person(std::move(person), batch);
  }
  profiles_[who] = std::move(profile);
}

void Intake::change_person(storage::Person person, Batch& batch) {
  storage::Person& known = known_.roster.people[person.id.value];
  if (known == person) return;
  known = person;
  chat::Event event = make(person.id, "");
  event.what = chat::PersonChanged{std::move(person)};
  batch.events.push_back({std::move(event), "", "", false});
}

awaitable<Intake::Failed> Intake::read_room(EventSink& notes, std::string room, SyncedRoom synced,
                                            std::string since, std::int64_t asked_before, Batch& batch) {
  known_.joined.insert(room);
  // Before the timeline, so that it is known whether these are somebody's direct messages.
  for (const json& event : synced.state) {
    Failed failed = std::nullopt;
    if (text_of(event, "type") == "m.room.member") {
      failed = co_await read_member(room, event, false, batch);
    } else {
      failed = co_await read_state(notes, room, event, batch);
    }
    if (failed) co_return failed;
  }
  bool direct = known_.book.direct(room);
  bool entered = false;
  for (const json& event : synced.timeline.events) {
    if (text_of(event, "type") != "m.room.member") continue;
    direct = direct || flag_of(child(child(event, "unsigned"), "prev_content"), "is_direct");
    entered = entered || text_of(event, "state_key") == known_.self;
  }
  if (entered && !direct) {
    Outcome<bool> unspoken = co_await direct_.is_direct(room);
    if (auto* failure = std::get_if<ApiFailure>(&unspoken)) co_return std::move(*failure);
    direct = std::get<bool>(unspoken);
  }
  Outcome<std::vector<json>> whole = co_await whole_timeline(api_, room, std::move(synced.timeline), since,
                                                             known_.self, direct, asked_before);
  if (auto* failure = std::get_if<ApiFailure>(&whole)) co_return std::move(*failure);
  recent_.clear();
  for (const json& event : std::get<std::vector<json>>(whole)) {
    if (text_of(event, "type") == "m.room.message" && text_of(event, "sender") != known_.self)
      recent_[text_of(event, "event_id")] = event;
  }
  for (const json& event : std::get<std::vector<json>>(whole)) {
    const std::string type = text_of(event, "type");
    Failed failed = std::nullopt;
    if (type == "m.room.member") {
      failed = co_await read_member(room, event, true, batch);
    } else if (child(event, "state_key").is_string()) {
      failed = co_await read_state(notes, room, event, batch);
    } else if (text_of(event, "sender") == known_.self) {
      remember_own(room, event);
    } else {
      failed = co_await read_said(notes, room, event, batch);
    }
    if (failed) co_return failed;
  }
  co_return std::nullopt;
}

awaitable<Outcome<Batch>> Intake::read(EventSink& notes, Synced synced, std::string since, bool first,
                                       std::int64_t asked_before) {
  Batch batch;
  for (const json& event : synced.account_data) {
    if (text_of(event, "type") == "m.direct") known_.book.add_all(child(event, "content"));
  }
  for (const auto& [room, left] : synced.left) {
    known_.joined.erase(room);
    direct_.changed(room);
    if (TeamRoom* team = known_.roster.team_room(room)) {
      log_warning("Houston is not in the room " + team->setting + " any more: invite it again");
      batch.roster_wanted = true;
    }
  }
  for (auto& [room, news] : synced.joined) {
    if (first) {
      known_.joined.insert(room);
      continue;
    }
    Failed failed = co_await read_room(notes, room, std::move(news), since, asked_before, batch);
    if (failed) co_return std::move(*failed);
  }
  Failed failed = co_await invitations_.answer(notes, std::move(synced.invited), batch);
  if (failed) co_return std::move(*failed);
  co_return std::move(batch);
}

}  // namespace houston::bot::matrix
