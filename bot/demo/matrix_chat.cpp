#include "bot/demo/matrix_chat.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include "bot/demo/cast.hpp"
#include "bot/demo/matrix_client.hpp"
#include "bot/demo/matrix_pills.hpp"
#include "bot/demo/matrix_view.hpp"
#include "bot/demo/synapse.hpp"
#include "bot/json_fields.hpp"
#include "bot/net/url.hpp"
#include "bot/platforms.hpp"
#include "config/reactions.hpp"
#include "handlers/random.hpp"
#include "storage/platform_notes.hpp"

namespace houston::bot::demo {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr const char* kClient = "/_matrix/client/v3";
constexpr const char* kHouston = "houston";
constexpr const char* kMessage = "m.room.message";
// What people's clients put down for themselves, to learn that they have seen all there was before.
constexpr const char* kMark = "dev.houston.demo.mark";
constexpr milliseconds kMoment{15000};

std::string room_path(const std::string& room, const std::string& rest) {
  return kClient + ("/rooms/" + net::percent_encode(room)) + rest;
}

json nothing() {
  return {{"types", json::array()}};
}

/// What people's clients ask for: all that is said, and their own marks.
json filter_of_people() {
  return {{"presence", nothing()},
          {"account_data", {{"types", json::array({kMark})}}},
          {"room",
           {{"timeline", {{"limit", 1000}}},
            {"state", nothing()},
            {"ephemeral", nothing()},
            {"account_data", nothing()}}}};
}

class MatrixChat final : public Chat {
 public:
  MatrixChat(Pump& pump, std::shared_ptr<scheduler::ManualClock> clock, std::filesystem::path folder,
             net::TlsContext tls)
      : pump_(pump),
        clock_(std::move(clock)),
        folder_(std::move(folder)),
        http_(pump.io().get_executor(), std::move(tls), net::ProxySettings{}),
        password_(handlers::Random::key().substr(0, 10)) {}

  Result<void> open(const SynapseProgram& program);

  void watch(std::function<void(const Happening&)> watcher) override { watcher_ = std::move(watcher); }
  std::vector<Message> messages() const override { return view_->messages(); }

  Result<std::string> say(const std::string& who, const std::string& place, const std::string& text) override;
  Result<void> edit(const std::string& who, const std::string& id, const std::string& text) override;
  Result<void> erase(const std::string& who, const std::string& id) override;
  Result<void> react(const std::string& who, const Message& message, const std::string& reaction) override {
    return put_reaction(who, message, config::reaction_emoji(reaction));
  }
  /// A reaction with the button's sign; what has none is typed.
  Result<void> press(const std::string& who, const Message& message, const SeenButton& button,
                     Trouble) override {
    if (!button.typed) return put_reaction(who, message, view_->sign_of(message.id, button));
    const auto said = say(who, who, button.value);
    if (!said) return said.error();
    return {};
  }
  Result<void> command(const std::string& who, const std::string& words, Trouble) override {
    const auto said = say(who, who, command_word() + " " + words);
    if (!said) return said.error();
    return {};
  }
  std::string command_word() const override { return "!houston"; }
  bool commands_are_said() const override { return true; }
  std::string reaction_sign(const std::string& name) const override { return config::reaction_emoji(name); }

  bool has_forms() const override { return false; }
  int open_forms(const std::string&) const override { return 0; }
  std::vector<Field> form(const std::string&) const override { return {}; }
  Result<void> submit(const std::string&, const std::vector<std::string>&, Trouble) override {
    return Error{"there are no forms on Matrix"};
  }
  Result<void> close_form(const std::string&) override { return {}; }

  std::string introduction() const override {
    return "A Matrix homeserver on this machine (Synapse), Houston connected to it as " + houston_.id;
  }
  std::string invitation() const override;
  std::set<std::string> visitors() const override { return visitors_; }

  Surroundings surroundings() const override {
    Surroundings all;
    all.platform = "platform     = \"matrix\"\nhomeserver   = \"" + synapse_->url() +
                   "\"\naccess_token = \"env:" + kAccessTokenName + "\"\n";
    all.domain = ":" + Synapse::server_name();
    return all;
  }
  Result<Secret> secret(const std::string&) const override { return Secret(houston_.token); }
  /// As in `houston serve`, but never through the machine's proxy.
  PlatformFactory platform() const override {
    return [](PlatformParts parts) -> Result<std::unique_ptr<Platform>> {
      auto options = matrix_options(parts);
      if (!options) return options.error();
      options->proxy = {};
      return matrix::make_matrix(parts.executor, std::move(*options), parts.metrics);
    };
  }

  bool quiet(const HoustonsWork& work) override;
  std::string state() const override {
    return unread_ ? "Houston has not taken all that people did" : "people have seen all there was";
  }

 private:
  struct Person {
    Synapse::Account account;
    std::unique_ptr<MatrixClient> client;
    std::string direct;              ///< The room with Houston; "" for none yet.
    std::set<std::string> entering;  ///< Rooms that it is about to join.
    int mark = 0;                    ///< The newest of its own that it has seen.
  };

  Result<void> settle_in(const std::string& handle, Person& person);
  Result<void> meet();
  Result<std::string> direct_room(const std::string& who);
  /// The event's id.
  Result<std::string> send(const std::string& who, const std::string& room, const std::string& type,
                           const json& content);
  Result<std::string> put(const std::string& who, const std::string& path, const json& content);
  Result<void> put_reaction(const std::string& who, const Message& message, const std::string& key);
  void see(const std::string& who, const json& batch);
  bool taken();
  bool catch_up();

  Pump& pump_;
  std::shared_ptr<scheduler::ManualClock> clock_;
  std::filesystem::path folder_;
  net::HttpClient http_;
  std::string password_;
  std::unique_ptr<Synapse> synapse_;
  Synapse::Account houston_;
  std::unique_ptr<MatrixClient> houston_client_;
  std::map<std::string, Person> people_;  ///< By handle.
  std::string room_;
  std::optional<MatrixView> view_;
  std::function<void(const Happening&)> watcher_;
  std::set<std::string> visitors_;
  std::unique_ptr<storage::Database> database_;  ///< Houston's, for reading.
  int transactions_ = 0, marks_ = 0, looks_ = 0;
  bool unread_ = false;  ///< People did something that Houston may not have taken yet.
  double seen_ = -1;     ///< How much of what Houston sent people have seen.
};

// --- The beginning.

Result<void> MatrixChat::open(const SynapseProgram& program) {
  std::filesystem::create_directory(folder_ / "synapse");
  auto synapse = Synapse::start(pump_, http_, program, folder_ / "synapse");
  if (!synapse) return synapse.error();
  synapse_ = std::move(*synapse);
  const auto houston = synapse_->account(kHouston, handlers::Random::key());
  if (!houston) return houston.error();
  houston_ = *houston;
  houston_client_ = std::make_unique<MatrixClient>(pump_, http_, synapse_->url(), houston_.token);
  std::map<std::string, std::string> handles;
  for (const Member& member : cast()) {
    Person& person = people_[member.handle];
    if (const auto done = settle_in(member.handle, person); !done) return done;
    handles[person.account.id] = member.handle;
  }
  if (const auto done = meet(); !done) return done;
  view_.emplace(houston_.id, std::move(handles), room_);
  for (auto& [who, person] : people_) {
    person.client->follow(filter_of_people(), [this, who = who](const json& batch) { see(who, batch); });
  }
  unread_ = true;  // The invitation.
  return {};
}

Result<void> MatrixChat::settle_in(const std::string& handle, Person& person) {
  const Member& member = *find_member(handle);
  const auto account = synapse_->account(handle, password_);
  if (!account) return account.error();
  person.account = *account;
  person.client = std::make_unique<MatrixClient>(pump_, http_, synapse_->url(), person.account.token);
  const std::string profile = kClient + ("/profile/" + net::percent_encode(person.account.id));
  const auto named = person.client->call("PUT", profile + "/displayname", {{"displayname", member.name}});
  if (!named) return named.error();
  // Where Houston reads it: the week needs everybody in their own.
  const auto zoned = person.client->call("PUT", profile + "/m.tz", {{"m.tz", member.zone}});
  if (!zoned)
    return Error{"this Synapse keeps no time zones in profiles; it is too old (" + zoned.error().message +
                 ")"};
  return {};
}

Result<void> MatrixChat::meet() {
  json invited = json::array({houston_.id});
  std::string host;
  for (const Member& member : cast()) {
    if (member.lead) host = member.handle;
    if (!member.lead) invited.push_back(people_.at(member.handle).account.id);
  }
  const auto made = people_.at(host).client->call("POST", std::string(kClient) + "/createRoom",
                                                  {{"preset", "private_chat"},
                                                   {"name", "Vision"},
                                                   {"room_alias_name", std::string(kTeamRoom).substr(1)},
                                                   {"invite", invited}});
  if (!made) return made.error();
  room_ = text_of(*made, "room_id");
  for (auto& [handle, person] : people_) {
    if (handle == host) continue;
    const auto joined = person.client->call("POST", room_path(room_, "/join"), json::object());
    if (!joined) return joined.error();
  }
  return {};
}

std::string MatrixChat::invitation() const {
  std::string text = "Take part with a Matrix client, such as Element: homeserver " + synapse_->url() +
                     ", password " + password_ + ", user";
  for (const Member& member : cast()) text += " " + member.handle + (member.handle == "eva" ? "" : ",");
  return text + ". The team's room is " + kTeamRoom + ":" + Synapse::server_name() +
         ".\nHouston's clock is the demo's, not yours: a day passes as soon as nobody has anything to do. "
         "Clients show when it really was.\n";
}

// --- What people do.

Result<std::string> MatrixChat::send(const std::string& who, const std::string& room, const std::string& type,
                                     const json& content) {
  return put(who, room_path(room, "/send/" + type + "/demo-" + std::to_string(++transactions_)), content);
}

Result<std::string> MatrixChat::put(const std::string& who, const std::string& path, const json& content) {
  const auto sent = people_.at(who).client->call("PUT", path, content);
  if (!sent) return sent.error();
  // They see it themselves before anybody sees what follows from it.
  const std::string event = text_of(*sent, "event_id");
  if (!pump_.serve_until([&] { return view_->knows(event); }, kMoment)) return Error{path + " is not seen"};
  return event;
}

Result<std::string> MatrixChat::direct_room(const std::string& who) {
  Person& person = people_.at(who);
  if (!person.direct.empty()) return person.direct;
  const auto made = person.client->call(
      "POST", std::string(kClient) + "/createRoom",
      {{"preset", "trusted_private_chat"}, {"is_direct", true}, {"invite", json::array({houston_.id})}});
  if (!made) return made.error();
  const std::string room = text_of(*made, "room_id");
  const auto marked = person.client->call(
      "PUT", kClient + ("/user/" + net::percent_encode(person.account.id)) + "/account_data/m.direct",
      {{houston_.id, json::array({room})}});
  if (!marked) return marked.error();
  person.direct = room;
  const auto there = [&] {
    const auto members = houston_client_->call("GET", std::string(kClient) + "/joined_rooms");
    if (!members) return false;
    const json& rooms = child(*members, "joined_rooms");
    return std::find(rooms.begin(), rooms.end(), json(room)) != rooms.end();
  };
  if (!pump_.serve_until(there, kMoment)) return Error{"Houston did not accept the invitation"};
  return room;
}

Result<std::string> MatrixChat::say(const std::string& who, const std::string& place,
                                    const std::string& text) {
  Result<std::string> room = place == kTeamRoom ? Result<std::string>(room_) : direct_room(who);
  if (!room) return room;
  // What is said in the room is not for Houston, so that there is nothing to wait for.
  unread_ = unread_ || place != kTeamRoom;
  return send(who, *room, kMessage, with_pills(text));
}

Result<void> MatrixChat::edit(const std::string& who, const std::string& id, const std::string& text) {
  json content = with_pills(text);
  const json now = content;
  content["body"] = "* " + text;
  content.erase("format");
  content.erase("formatted_body");
  content["m.new_content"] = now;
  content["m.relates_to"] = {{"rel_type", "m.replace"}, {"event_id", id}};
  unread_ = true;
  const auto sent = send(who, view_->room_of(id), kMessage, content);
  if (!sent) return sent.error();
  return {};
}

Result<void> MatrixChat::erase(const std::string& who, const std::string& id) {
  unread_ = true;
  const std::string redaction =
      "/redact/" + net::percent_encode(id) + "/demo-" + std::to_string(++transactions_);
  const auto sent = put(who, room_path(view_->room_of(id), redaction), json::object());
  if (!sent) return sent.error();
  return {};
}

Result<void> MatrixChat::put_reaction(const std::string& who, const Message& message,
                                      const std::string& key) {
  unread_ = true;
  const auto sent =
      send(who, view_->room_of(message.id), "m.reaction",
           {{"m.relates_to", {{"rel_type", "m.annotation"}, {"event_id", message.id}, {"key", key}}}});
  if (!sent) return sent.error();
  return {};
}

// --- What they see.

void MatrixChat::see(const std::string& who, const json& batch) {
  Person& person = people_.at(who);
  for (const json& event : objects_of(child(batch, "account_data"), "events")) {
    if (text_of(event, "type") != kMark) continue;
    person.mark = std::max(person.mark, static_cast<int>(number_of(child(event, "content"), "number", 0)));
  }
  const json& rooms = child(batch, "rooms");
  for (const auto& invitation : child(rooms, "invite").items()) {
    if (!person.entering.insert(invitation.key()).second) continue;
    person.client->begin("POST", room_path(invitation.key(), "/join"), json::object());
  }
  for (const auto& joined : child(rooms, "join").items()) {
    const std::string& room = joined.key();
    person.entering.erase(room);
    if (room != room_ && person.direct.empty()) person.direct = room;
    for (const json& event : objects_of(child(joined.value(), "timeline"), "events")) {
      // A client is told of its own transactions, and of no other client's.
      const bool own = text_of(event, "sender") == person.account.id;
      const std::string type = text_of(event, "type");
      if (own && (type == kMessage || type == "m.reaction") &&
          text_of(child(event, "unsigned"), "transaction_id").empty())
        visitors_.insert(who);
      const auto happening = view_->see(who, room, event, clock_->now());
      if (happening && watcher_) watcher_(*happening);
    }
  }
}

/// The homeserver has nothing for Houston that it has not taken: nothing newer than the point that Houston's
/// database keeps. (What it read and had no use for may be newer.)
bool MatrixChat::taken() {
  if (!database_) {
    auto opened = storage::Database::open("sqlite:" + (folder_ / "demo.db").string());
    if (!opened) throw std::runtime_error(opened.error().message);
    database_ = std::move(*opened);
  }
  const auto note = storage::PlatformNotes(*database_).find(WorkspaceId{"acme"}, "sync.since");
  if (!note) return false;
  const std::string since = note->substr(note->find(' ') + 1);
  // Never the same question twice: the homeserver may give it the answer of before.
  const json timeline = {{"limit", ++looks_},
                         {"types", json::array({kMessage, "m.reaction", "m.room.redaction"})},
                         {"not_senders", json::array({houston_.id})}};
  const json filter = {{"presence", nothing()},
                       {"account_data", nothing()},
                       {"room",
                        {{"timeline", timeline},
                         {"state", nothing()},
                         {"ephemeral", nothing()},
                         {"account_data", nothing()}}}};
  const auto news = houston_client_->call("GET", std::string(kClient) +
                                                     "/sync?timeout=0&since=" + net::percent_encode(since) +
                                                     "&filter=" + net::percent_encode(filter.dump()));
  if (!news) return false;
  const json& rooms = child(*news, "rooms");
  return child(rooms, "join").empty() && child(rooms, "invite").empty();
}

/// Everybody has seen all there was when this began. False: somebody then had something to do about it.
bool MatrixChat::catch_up() {
  const int mark = ++marks_;
  for (auto& [who, person] : people_) {
    person.client->begin(
        "PUT", kClient + ("/user/" + net::percent_encode(person.account.id)) + "/account_data/" + kMark,
        {{"number", mark}});
  }
  bool idle = true;
  const auto caught_up = [&] {
    return std::all_of(people_.begin(), people_.end(), [&](const auto& one) {
      idle = idle && one.second.entering.empty();
      return one.second.mark >= mark;
    });
  };
  return pump_.serve_until(caught_up, kMoment) && idle;
}

bool MatrixChat::quiet(const HoustonsWork& work) {
  if (!work.done()) return false;
  if (unread_ && !taken()) return false;
  unread_ = false;
  if (!work.done()) return false;
  const double sent = work.sent();
  if (sent == seen_) return true;
  if (!catch_up() || !work.done()) return false;
  seen_ = sent;
  return true;
}

}  // namespace

Result<std::unique_ptr<Chat>> make_matrix_chat(Pump& pump, std::shared_ptr<scheduler::ManualClock> clock,
                                               const SynapseProgram& program,
                                               const std::filesystem::path& folder) {
  auto tls = net::client_tls({});
  if (!tls) return tls.error();
  auto chat = std::make_unique<MatrixChat>(pump, std::move(clock), folder, std::move(*tls));
  if (const auto opened = chat->open(program); !opened) return opened.error();
  return std::unique_ptr<Chat>(std::move(chat));
}

}  // namespace houston::bot::demo
