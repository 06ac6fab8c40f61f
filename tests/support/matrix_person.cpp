#include "tests/support/matrix_person.hpp"

#include <algorithm>
#include <chrono>

#include "tests/support/patience.hpp"
#include "tests/support/plain_http.hpp"

namespace houston::test {
namespace {

using Json = nlohmann::json;

std::chrono::steady_clock::time_point limit() {
  return std::chrono::steady_clock::now() + std::chrono::seconds(60 * kTimeFactor);
}

std::string room_path(const std::string& room) {
  return "/rooms/" + percent(room);
}

}  // namespace

MatrixPerson::MatrixPerson(std::string url, Account account)
    : url_(std::move(url)), account_(std::move(account)) {
  sync(0);
}

Json MatrixPerson::call(const std::string& method, const std::string& path, const Json& body,
                        const std::string& version) {
  const auto answer = plain_http(method, url_ + "/_matrix/client/" + version + path, account_.token,
                                 body.is_null() ? std::string{} : body.dump());
  Json read = Json::parse(answer.body, nullptr, false);
  if (answer.status / 100 == 2 && !read.is_discarded()) return read;
  const std::string errcode = read.is_object() ? read.value("errcode", "") : "";
  throw MatrixRefusal(answer.status, errcode,
                      account_.id + ": " + method + " " + path.substr(0, path.find('?')) + ": " +
                          std::to_string(answer.status) + " " + answer.body);
}

std::string MatrixPerson::create_room(Json request) {
  return call("POST", "/createRoom", request).at("room_id");
}

std::string MatrixPerson::create_encrypted_direct(const std::string& with) {
  const Json encryption{
      {"type", "m.room.encryption"}, {"state_key", ""}, {"content", {{"algorithm", "m.megolm.v1.aes-sha2"}}}};
  return create_room({{"preset", "trusted_private_chat"},
                      {"is_direct", true},
                      {"invite", Json::array({with})},
                      {"initial_state", Json::array({encryption})}});
}

void MatrixPerson::invite(const std::string& room, const std::string& person) {
  call("POST", room_path(room) + "/invite", {{"user_id", person}});
}

std::string MatrixPerson::join(const std::string& room_or_alias) {
  return call("POST", "/join/" + percent(room_or_alias), Json::object()).at("room_id");
}

void MatrixPerson::leave(const std::string& room) {
  call("POST", room_path(room) + "/leave", Json::object());
}

void MatrixPerson::kick(const std::string& room, const std::string& person) {
  call("POST", room_path(room) + "/kick", {{"user_id", person}});
}

std::string MatrixPerson::membership(const std::string& room, const std::string& person) {
  try {
    return state(room, "m.room.member", person).value("membership", "");
  } catch (const MatrixRefusal& refusal) {
    if (refusal.status() == 404) return {};
    throw;
  }
}

Json MatrixPerson::state(const std::string& room, const std::string& type, const std::string& key) {
  return call("GET", room_path(room) + "/state/" + percent(type) + "/" + percent(key));
}

std::string MatrixPerson::set_state(const std::string& room, const std::string& type, const Json& content,
                                    const std::string& key) {
  return call("PUT", room_path(room) + "/state/" + percent(type) + "/" + percent(key), content)
      .at("event_id");
}

std::string MatrixPerson::upgrade(const std::string& room, const std::string& version) {
  return call("POST", room_path(room) + "/upgrade", {{"new_version", version}}).at("replacement_room");
}

std::string MatrixPerson::next_transaction() {
  return "test-" + std::to_string(++transactions_);
}

std::string MatrixPerson::send(const std::string& room, const std::string& type, const Json& content) {
  return call("PUT", room_path(room) + "/send/" + percent(type) + "/" + next_transaction(), content)
      .at("event_id");
}

std::string MatrixPerson::say(const std::string& room, const std::string& text) {
  return send(room, "m.room.message", {{"msgtype", "m.text"}, {"body", text}});
}

std::string MatrixPerson::edit(const std::string& room, const std::string& event, const std::string& text) {
  return send(room, "m.room.message",
              {{"msgtype", "m.text"},
               {"body", "* " + text},
               {"m.new_content", {{"msgtype", "m.text"}, {"body", text}}},
               {"m.relates_to", {{"rel_type", "m.replace"}, {"event_id", event}}}});
}

std::string MatrixPerson::reply_in_thread(const std::string& room, const std::string& root,
                                          const std::string& text) {
  return send(room, "m.room.message",
              {{"msgtype", "m.text"},
               {"body", text},
               {"m.relates_to",
                {{"rel_type", "m.thread"},
                 {"event_id", root},
                 {"is_falling_back", true},
                 {"m.in_reply_to", {{"event_id", root}}}}}});
}

std::string MatrixPerson::react(const std::string& room, const std::string& event, const std::string& key) {
  return send(room, "m.reaction",
              {{"m.relates_to", {{"rel_type", "m.annotation"}, {"event_id", event}, {"key", key}}}});
}

std::string MatrixPerson::redact(const std::string& room, const std::string& event) {
  return call("PUT", room_path(room) + "/redact/" + percent(event) + "/" + next_transaction(), Json::object())
      .at("event_id");
}

std::string MatrixPerson::vote(const std::string& room, const std::string& poll,
                               const std::vector<std::string>& answers) {
  // As today's clients send it, and in the stable form beside it.
  return send(room, "org.matrix.msc3381.poll.response",
              {{"m.relates_to", {{"rel_type", "m.reference"}, {"event_id", poll}}},
               {"org.matrix.msc3381.poll.response", {{"answers", answers}}},
               {"m.selections", answers}});
}

void MatrixPerson::set_profile(const std::string& field, const Json& value) {
  call("PUT", "/profile/" + percent(account_.id) + "/" + percent(field), {{field, value}});
}

Json MatrixPerson::account_data(const std::string& type) {
  return call("GET", "/user/" + percent(account_.id) + "/account_data/" + percent(type));
}

void MatrixPerson::set_account_data(const std::string& type, const Json& content) {
  call("PUT", "/user/" + percent(account_.id) + "/account_data/" + percent(type), content);
}

std::vector<Json> MatrixPerson::related(const std::string& room, const std::string& event) {
  const std::string path = room_path(room) + "/relations/" + percent(event) + "/m.reference?limit=100";
  return call("GET", path, nullptr, "v1").at("chunk").get<std::vector<Json>>();
}

std::vector<Json> MatrixPerson::history(const std::string& room) {
  std::vector<Json> events;
  std::string from;
  while (true) {
    const Json page = call("GET", room_path(room) + "/messages?dir=b&limit=100" + from);
    for (const Json& event : page.at("chunk")) events.push_back(event);
    if (!page.contains("end")) break;
    from = "&from=" + percent(page.at("end"));
  }
  std::reverse(events.begin(), events.end());
  return events;
}

Json MatrixPerson::wait(const std::string& room, const Wanted& wanted) {
  const auto end = limit();
  while (true) {
    const auto& events = seen_[room];
    for (auto& at = taken_[room]; at < events.size();)
      if (const Json& event = events[at++]; wanted(event)) return event;
    if (std::chrono::steady_clock::now() > end)
      throw std::runtime_error(account_.id + " waited in vain for an event in " + room);
    sync(2000);
  }
}

Json MatrixPerson::next_message(const std::string& room) {
  return wait(room, [this](const Json& event) {
    return event.at("type") == "m.room.message" && event.at("sender") != account_.id;
  });
}

std::string MatrixPerson::wait_for_invite(const std::string& by) {
  const auto end = limit();
  while (true) {
    for (const auto& [room, sender] : invites_) {
      if (sender != by) continue;
      const std::string found = room;
      invites_.erase(found);
      return found;
    }
    if (std::chrono::steady_clock::now() > end)
      throw std::runtime_error(account_.id + " waited in vain for an invitation by " + by);
    sync(2000);
  }
}

std::map<std::string, std::string> MatrixPerson::invites() {
  sync(0);
  return invites_;
}

void MatrixPerson::sync(int patience_ms) {
  const Json filter{{"presence", {{"types", Json::array()}}},
                    {"room", {{"timeline", {{"limit", 1000}}}, {"ephemeral", {{"types", Json::array()}}}}}};
  std::string path = "/sync?set_presence=offline&timeout=" + std::to_string(patience_ms) +
                     "&filter=" + percent(filter.dump());
  const bool first = since_.empty();
  if (!first) path += "&since=" + percent(since_);
  const Json answer = call("GET", path);
  since_ = answer.at("next_batch");
  const Json rooms = answer.value("rooms", Json::object());
  for (const char* kind : {"join", "leave"}) {
    const Json some = rooms.value(kind, Json::object());
    for (const auto& [room, what] : some.items()) {
      invites_.erase(room);
      if (first) continue;
      const Json events = what.value("/timeline/events"_json_pointer, Json::array());
      for (const Json& event : events) seen_[room].push_back(event);
    }
  }
  // After those: a room that was left and asked into again since is in both.
  const Json invited = rooms.value("invite", Json::object());
  for (const auto& [room, what] : invited.items())
    for (const Json& event : what.at("invite_state").at("events"))
      if (event.at("type") == "m.room.member" && event.value("state_key", "") == account_.id)
        invites_[room] = event.at("sender");
}

}  // namespace houston::test
