// What a room says of itself: who comes and goes, who leads, that it is encrypted, that another follows it.

#include "bot/json_fields.hpp"
#include "bot/matrix/ids.hpp"
#include "bot/matrix/intake.hpp"
#include "bot/matrix/log.hpp"
#include "bot/matrix/upgrades.hpp"

namespace houston::bot::matrix {
namespace {

using boost::asio::awaitable;
using nlohmann::json;
using Kind = ApiFailure::Kind;

std::string unreadable_note(const std::string& room) {
  return "unreadable:" + room;
}

std::string membership_of(const json& event) {
  return text_of(child(event, "content"), "membership");
}

std::string membership_before(const json& event) {
  return text_of(child(child(event, "unsigned"), "prev_content"), "membership");
}

}  // namespace

awaitable<Intake::Failed> Intake::follow(EventSink& notes, const std::string& room, const json& tombstone,
                                         Batch& batch) {
  const std::string next = text_of(child(tombstone, "content"), "replacement_room");
  if (next.empty() || next == room || known_.replaced.count(room) > 0) co_return std::nullopt;
  std::vector<std::string> via;
  for (const std::string& named : {text_of(tombstone, "sender"), next}) {
    if (const std::string server = server_of(named); !server.empty()) via.push_back(server);
  }
  Outcome<std::string> joined = co_await api_.join(next, std::move(via));
  if (auto* failure = std::get_if<ApiFailure>(&joined)) {
    if (failure->kind != Kind::refuse && !patience_.ends("follow " + room, *failure))
      co_return std::move(*failure);
    log_warning("the room that follows an upgraded one does not let Houston in yet: " + failure->what);
    invitations_.hope_for(next, room);
    co_return std::nullopt;
  }
  log_info("a room was upgraded; Houston has followed");
  known_.joined.insert(next);
  known_.replaced[room] = next;
  co_await keep_replaced(notes, known_);
  direct_.changed(room);
  if (known_.roster.team_room(room) != nullptr) batch.roster_wanted = true;
  if (const std::string person = known_.book.person_of(room); !person.empty()) {
    Outcome<Done> adopted = co_await direct_.adopt(person, next);
    if (auto* failure = std::get_if<ApiFailure>(&adopted)) co_return std::move(*failure);
  }
  co_return std::nullopt;
}

awaitable<Intake::Failed> Intake::cannot_read(EventSink& notes, const std::string& room, Batch& batch) {
  direct_.encrypted(room);
  if (unreadable_.count(room) > 0) co_return std::nullopt;
  const std::string name = unreadable_note(room);
  const std::optional<std::string> said = co_await notes.note(name);
  Outcome<bool> direct = co_await direct_.is_direct(room);
  if (auto* failure = std::get_if<ApiFailure>(&direct)) co_return std::move(*failure);
  unreadable_.insert(room);
  if (said) co_return std::nullopt;
  log_warning("the room " + room + " is encrypted: Houston cannot read what is written there");
  const std::string person = std::get<bool>(direct) ? known_.book.person_of(room) : std::string();
  chat::Event event = make(PersonId{person}, name);
  event.what = chat::RoomUnreadable{RoomId{room}, !person.empty()};
  event.notes[name] = "said";
  batch.events.push_back({std::move(event), room, "", false});
  co_return std::nullopt;
}

awaitable<Intake::Failed> Intake::read_state(EventSink& notes, const std::string& room, const json& event,
                                             Batch& batch) {
  const std::string type = text_of(event, "type");
  if (type == "m.room.encryption") {
    Failed failed = co_await cannot_read(notes, room, batch);
    co_return failed;
  }
  if (type == "m.room.tombstone") {
    Failed failed = co_await follow(notes, room, event, batch);
    co_return failed;
  }
  if (type == "m.room.name" || type == "m.room.canonical_alias") direct_.changed(room);
  if (type == "m.room.power_levels") read_levels(room, event, batch);
  co_return std::nullopt;
}

void Intake::read_levels(const std::string& room, const json& event, Batch& batch) {
  TeamRoom* team = known_.roster.team_room(room);
  if (team == nullptr) return;
  team->state.apply(event);
  std::vector<storage::Person> changed;
  for (const auto& [id, person] : known_.roster.people) {
    if (person.admin == known_.roster.admin(id)) continue;
    changed.push_back(person);
    changed.back().admin = !person.admin;
  }
  for (storage::Person& person : changed) change_person(std::move(person), batch);
}

awaitable<Intake::Failed> Intake::read_member(const std::string& room, const json& event, bool news,
                                              Batch& batch) {
  const std::string who = text_of(event, "state_key");
  const std::string now = membership_of(event);
  const std::string before = membership_before(event);
  // A room that Houston made for somebody, or was asked into by somebody, as their direct messages: written
  // down, should the process have died before it was.
  const json& content = child(event, "content");
  std::string partner;
  if (now == "invite" && flag_of(content, "is_direct") && text_of(event, "sender") == known_.self)
    partner = who;
  if (now == "join" && who == known_.self &&
      flag_of(child(child(event, "unsigned"), "prev_content"), "is_direct"))
    partner = text_of(child(event, "unsigned"), "prev_sender");
  if (!partner.empty() && partner != known_.self) {
    Outcome<Done> adopted = co_await direct_.adopt(partner, room);
    if (auto* failure = std::get_if<ApiFailure>(&adopted)) co_return std::move(*failure);
  }
  if (now != before) direct_.changed(room);
  TeamRoom* team = known_.roster.team_room(room);
  if (team == nullptr || !news) co_return std::nullopt;
  const std::string key = text_of(event, "event_id");
  team->state.apply(event);
  const bool came = now == "join" && before != "join";
  const bool went = now != "join" && before == "join";
  if (who == known_.self && came) batch.roster_wanted = true;
  if (now == "join") {
    const bool known = profiles_.count(who) > 0;
    const std::string name = text_of(content, "displayname");
    if (!known) {
      Outcome<Profile> asked = co_await api_.profile(who);
      if (auto* profile = std::get_if<Profile>(&asked)) {
        profiles_[who] = std::move(*profile);
      } else if (std::get<ApiFailure>(asked).kind == Kind::refuse) {
        profiles_[who] = {};
      } else {
        known_.roster.unread.insert(who);
      }
    }
    Profile profile;
    if (const auto found = profiles_.find(who); found != profiles_.end()) profile = found->second;
    change_person(make_person(workspace_, known_.self, who, name, profile, known_.roster.admin(who)), batch);
  }
  if (!came && !went) co_return std::nullopt;
  chat::Event change = make(PersonId{who}, key);
  if (came) change.what = chat::JoinedRoom{RoomId{room}};
  if (went) change.what = chat::LeftRoom{RoomId{room}};
  batch.events.push_back({std::move(change), "", "", false});
  co_return std::nullopt;
}

}  // namespace houston::bot::matrix
