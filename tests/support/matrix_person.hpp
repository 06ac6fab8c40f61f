// A person in a Matrix room, for tests: the plain client-server API, one blocking request after the other,
// without anything of Houston's own (bot/matrix). Calls throw MatrixRefusal for what the homeserver refuses
// and std::runtime_error where it does not answer.
//
//   MatrixPerson bo(synapse.url(), synapse.account("bo"));
//   const std::string room = bo.create_room({{"name", "Vision"}});
//   bo.invite(room, houston.id);
//   bo.say(room, "!houston help");
//   const auto answer = bo.wait(room, [&](const auto& event) { return event.at("sender") == houston.id; });
#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/synapse.hpp"

namespace houston::test {

class MatrixRefusal : public std::runtime_error {
 public:
  MatrixRefusal(int status, std::string errcode, const std::string& what)
      : std::runtime_error(what), status_(status), errcode_(std::move(errcode)) {}
  int status() const { return status_; }
  const std::string& errcode() const { return errcode_; }  ///< "M_FORBIDDEN"

 private:
  int status_;
  std::string errcode_;
};

class MatrixPerson {
 public:
  using Json = nlohmann::json;
  using Wanted = std::function<bool(const Json& event)>;

  MatrixPerson(std::string url, Account account);

  const std::string& id() const { return account_.id; }
  const Account& account() const { return account_; }

  /// Any call. `path` follows "/_matrix/client/VERSION"; ids in it are the caller's to encode (percent()).
  Json call(const std::string& method, const std::string& path, const Json& body = nullptr,
            const std::string& version = "v3");

  // Rooms.
  /// Its id. The body of createRoom; mind that nlohmann::json takes {"one"} for a string:
  /// Json::array({"one"}).
  std::string create_room(Json request = Json::object());
  /// An encrypted direct room as today's clients make it.
  std::string create_encrypted_direct(const std::string& with);
  void invite(const std::string& room, const std::string& person);
  std::string join(const std::string& room_or_alias);  ///< Its id.
  void leave(const std::string& room);
  void kick(const std::string& room, const std::string& person);
  /// "join", "invite", "leave", "ban", or "" for a person who was never in it.
  std::string membership(const std::string& room, const std::string& person);
  Json state(const std::string& room, const std::string& type, const std::string& key = {});
  std::string set_state(const std::string& room, const std::string& type, const Json& content,
                        const std::string& key = {});
  std::string upgrade(const std::string& room, const std::string& version);  ///< The new room's id.

  // What people do; each gives the id of its event.
  std::string say(const std::string& room, const std::string& text);
  std::string send(const std::string& room, const std::string& type, const Json& content);
  std::string edit(const std::string& room, const std::string& event, const std::string& text);
  std::string reply_in_thread(const std::string& room, const std::string& root, const std::string& text);
  std::string react(const std::string& room, const std::string& event, const std::string& key);
  std::string redact(const std::string& room, const std::string& event);
  std::string vote(const std::string& room, const std::string& poll, const std::vector<std::string>& answers);
  void set_profile(const std::string& field, const Json& value);
  Json account_data(const std::string& type);
  void set_account_data(const std::string& type, const Json& content);

  // What people see.
  /// All of the room's events that this person may see, oldest first.
  std::vector<Json> history(const std::string& room);
  /// Events that refer to that one (m.reference), as the homeserver aggregates them: the newest first.
  std::vector<Json> related(const std::string& room, const std::string& event);
  /// The first event of the room that fits and that no earlier wait() gave, among those that came since this
  /// person first looked (at their construction). Throws std::runtime_error after a while.
  Json wait(const std::string& room, const Wanted& wanted);
  /// The next text message of somebody else, as wait().
  Json next_message(const std::string& room);
  /// The room of the next invitation by this person, waited for.
  std::string wait_for_invite(const std::string& by);
  /// Rooms to which this person is invited now, by the sender of the invitation.
  std::map<std::string, std::string> invites();

 private:
  void sync(int patience_ms);
  std::string next_transaction();

  std::string url_;
  Account account_;
  std::string since_;
  int transactions_ = 0;
  std::map<std::string, std::vector<Json>> seen_;  ///< What sync brought, a room.
  std::map<std::string, std::size_t> taken_;       ///< How much of it wait() has gone past.
  std::map<std::string, std::string> invites_;     ///< Room to who invited.
};

}  // namespace houston::test
