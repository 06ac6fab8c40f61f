#include "bot/matrix/intake.hpp"

#include <algorithm>

#include "bot/json_fields.hpp"
#include "bot/matrix/ids.hpp"
#include "bot/matrix/log.hpp"
#include "bot/matrix/timeline.hpp"

namespace houston::bot::matrix {
namespace {

using boost::asio::awaitable;
using nlohmann::json;
using Kind = ApiFailure::Kind;

constexpr const char* replaced_note = "rooms.replaced";
constexpr const char* held_note = "rooms.invitations";
// Attempts at something that depends on other servers, before Houston goes on without.
constexpr int patience = 3;
constexpr int most_wants = 3;
constexpr int offer_page = 20;

std::string unreadable_note(const std::string& room) {
  return "unreadable:" + room;
}

std::string membership_of(const json& event) {
  return text_of(child(event, "content"), "membership");
}

std::string membership_before(const json& event) {
  return text_of(child(child(event, "unsigned"), "prev_content"), "membership");
}

bool is_edit(const json& event) {
  return text_of(child(child(event, "content"), "m.relates_to"), "rel_type") == "m.replace";
}

bool waits_for_answer(const chat::Event& event) {
  if (const auto* said = std::get_if<chat::Said>(&event.what)) return said->direct || said->mentions_houston;
  return std::holds_alternative<chat::Command>(event.what) ||
         std::holds_alternative<chat::Clicked>(event.what);
}

}  // namespace

Intake::Intake(WorkspaceId workspace, Api& api, Known& known, DirectRooms& direct, Profiles& profiles,
               const scheduler::Clock& clock, Metrics& metrics)
    : workspace_(std::move(workspace)),
      api_(api),
      known_(known),
      direct_(direct),
      profiles_(profiles),
      clock_(clock),
      metrics_(metrics) {}

awaitable<void> Intake::recall(EventSink& notes) {
  std::string name = replaced_note;
  const std::optional<std::string> kept = co_await notes.note(std::move(name));
  const json rooms = json::parse(kept.value_or("{}"), nullptr, false);
  if (rooms.is_object()) {
    for (const auto& [old, next] : rooms.items()) {
      if (next.is_string()) known_.replaced[old] = next.get<std::string>();
    }
  }
  name = held_note;
  const std::optional<std::string> held = co_await notes.note(std::move(name));
  const json invitations = json::parse(held.value_or("{}"), nullptr, false);
  if (!invitations.is_object()) co_return;
  for (const auto& [room, one] : invitations.items())
    held_[room] = Invitation{text_of(one, "by"), flag_of(one, "direct")};
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

bool Intake::patience_ends(const std::string& what, const ApiFailure& failure) {
  // A limit passes, and so does what an operator can mend.
  if (failure.kind == Kind::wait || failure.kind == Kind::operate) return false;
  if (++failures_[what] < patience) return false;
  failures_.erase(what);
  return true;
}

void Intake::change_person(storage::Person person, Batch& batch) {
  storage::Person& known = known_.roster.people[person.id.value];
  if (known == person) return;
  known = person;
  chat::Event event = make(person.id, "");
  event.what = chat::PersonChanged{std::move(person)};
  batch.events.push_back({std::move(event), "", "", false});
}

// --- invitations ---

awaitable<Intake::Failed> Intake::answer_invites(EventSink& notes,
                                                 std::map<std::string, std::vector<json>> invited,
                                                 Batch& batch) {
  std::map<std::string, Invitation> all = held_;
  for (const auto& [room, state] : invited) {
    known_.joined.erase(room);
    Invitation& one = all[room];
    for (const json& event : state) {
      if (text_of(event, "type") != "m.room.member" || text_of(event, "state_key") != known_.self) continue;
      one.by = text_of(event, "sender");
      one.direct = flag_of(child(event, "content"), "is_direct");
    }
  }
  std::map<std::string, Invitation> held;
  for (const auto& [room, one] : all) {
    if (known_.joined.count(room) > 0) continue;
    const bool wanted =
        known_.roster.team_room(room) != nullptr || awaited_.count(room) > 0 || known_.roster.knows(one.by);
    if ((!wanted && !known_.roster.complete()) || std::chrono::steady_clock::now() < invites_after_) {
      held.emplace(room, one);
      continue;
    }
    Failed failed = co_await answer_invite(room, one, batch);
    if (!failed) continue;
    if (failed->kind == Kind::operate) co_return failed;
    // What people say must not wait for it.
    held.emplace(room, one);
    if (failed->kind == Kind::wait) invites_after_ = std::chrono::steady_clock::now() + failed->retry_after;
  }
  json kept = json::object();
  for (const auto& [room, one] : held) kept[room] = {{"by", one.by}, {"direct", one.direct}};
  const bool news = held.size() != held_.size() ||
                    !std::equal(held.begin(), held.end(), held_.begin(),
                                [](const auto& a, const auto& b) { return a.first == b.first; });
  held_ = std::move(held);
  if (!news) co_return std::nullopt;
  log_info(std::to_string(held_.size()) +
           " invitations wait until Houston can see who is in the teams' rooms");
  std::string name = held_note;
  std::string value = held_.empty() ? std::string() : kept.dump();
  co_await notes.keep_note(std::move(name), std::move(value));
  co_return std::nullopt;
}

awaitable<Intake::Failed> Intake::answer_invite(std::string room, Invitation invitation, Batch& batch) {
  const std::string inviter = invitation.by;
  const bool direct = invitation.direct;
  const bool team = known_.roster.team_room(room) != nullptr;
  const auto awaited = awaited_.find(room);
  const bool follows = awaited != awaited_.end();
  if (!team && !follows && !known_.roster.knows(inviter)) {
    log_info("an invitation from " + inviter + ", who is in none of the teams, is declined");
    metrics_.count("matrix_invites", {{"answer", "declined"}});
    Outcome<Done> left = co_await api_.leave(room);
    if (auto* failure = std::get_if<ApiFailure>(&left);
        failure && failure->kind != Kind::refuse && !patience_ends("decline " + room, *failure)) {
      co_return std::move(*failure);
    }
    co_return std::nullopt;
  }
  std::vector<std::string> via;
  if (const std::string server = server_of(inviter); !server.empty()) via.push_back(server);
  Outcome<std::string> joined = co_await api_.join(room, std::move(via));
  if (auto* failure = std::get_if<ApiFailure>(&joined)) {
    if (failure->kind != Kind::refuse && !patience_ends("join " + room, *failure))
      co_return std::move(*failure);
    log_warning("the invitation from " + inviter + " could not be accepted: " + failure->what);
    metrics_.count("matrix_invites", {{"answer", "failed"}});
    co_return std::nullopt;
  }
  metrics_.count("matrix_invites", {{"answer", "accepted"}});
  known_.joined.insert(room);
  if (team) batch.roster_wanted = true;
  if (follows) {
    known_.replaced[awaited->second] = room;
    awaited_.erase(awaited);
    batch.roster_wanted = true;
  }
  if (!direct) co_return std::nullopt;
  Outcome<Done> adopted = co_await direct_.adopt(inviter, room);
  if (auto* failure = std::get_if<ApiFailure>(&adopted)) co_return std::move(*failure);
  co_return std::nullopt;
}

// --- what a room says of itself ---

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
    if (failure->kind != Kind::refuse && !patience_ends("follow " + room, *failure))
      co_return std::move(*failure);
    log_warning("the room that follows an upgraded one does not let Houston in yet: " + failure->what);
    awaited_[next] = room;
    co_return std::nullopt;
  }
  log_info("a room was upgraded; Houston has followed");
  known_.joined.insert(next);
  known_.replaced[room] = next;
  json kept = json::object();
  for (const auto& [old, newer] : known_.replaced) kept[old] = newer;
  std::string name = replaced_note;
  std::string value = kept.dump();
  co_await notes.keep_note(std::move(name), std::move(value));
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
  unreadable_.insert(room);
  if (said) co_return std::nullopt;
  log_warning("the room " + room + " is encrypted: Houston cannot read what is written there");
  const std::string person = known_.book.person_of(room);
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
  if (known_.book.direct(room)) direct_.changed(room);
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

// --- what people say ---

void Intake::remember_own(const std::string& room, const json& event) {
  if (!known_.book.direct(room) || text_of(event, "type") != "m.room.message") return;
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
  const json filter = {{"types", json::array({"m.room.message"})}, {"senders", json::array({known_.self})}};
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
  around.direct = known_.book.direct(room);
  around.at = clock_.now();
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
    batch.events.push_back({std::move(incoming->event), room, text_of(event, "event_id"), waits});
  } else if (std::holds_alternative<Unreadable>(reading)) {
    Failed failed = co_await cannot_read(notes, room, batch);
    co_return failed;
  } else if (const auto* passed = std::get_if<PassedOver>(&reading)) {
    log_debug("passed over: " + passed->why);
    metrics_.count("matrix_passed_over", {{"strange", passed->strange ? "yes" : "no"}});
  }
  co_return std::nullopt;
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
  for (const json& event : synced.timeline.events) {
    direct = direct || (text_of(event, "type") == "m.room.member" &&
                        flag_of(child(child(event, "unsigned"), "prev_content"), "is_direct"));
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
    if (text_of(event, "type") != "m.direct") continue;
    const json& content = child(event, "content");
    if (!content.is_object()) continue;
    for (const auto& [person, rooms] : content.items()) {
      if (!rooms.is_array()) continue;
      for (const json& room : rooms) {
        if (room.is_string()) known_.book.add(person, room.get<std::string>());
      }
    }
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
  Failed failed = co_await answer_invites(notes, std::move(synced.invited), batch);
  if (failed) co_return std::move(*failed);
  co_return std::move(batch);
}

}  // namespace houston::bot::matrix
