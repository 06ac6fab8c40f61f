// People in Matrix rooms, driven through an independent client: tests/peers/matrix_people.js on
// matrix-bot-sdk, a child process that is told in lines of JSON what to do.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace houston::tests {

/// A message as somebody sees it now.
struct Seen {
  std::string room;
  std::string event;
  std::string sender;
  std::string body;     ///< Plain; of the last edit.
  std::string type;     ///< "m.text", "m.notice"
  std::string thread;   ///< The thread's first message; "" outside of threads.
  std::string key;      ///< By which Houston knows its own; "" where it need not.
  std::int64_t at = 0;  ///< When the homeserver took it, in milliseconds of its clock.
  int edits = 0;
  struct Reaction {
    std::string key, sender, event;
  };
  std::vector<Reaction> reactions{};
  struct Poll {
    std::vector<std::pair<std::string, std::string>> answers;  ///< Id and text.
    int most = 0;
    bool disclosed = false;
    bool ended = false;
  };
  std::optional<Poll> poll{};
};

class MatrixPeople {
 public:
  using Json = nlohmann::json;

  /// Starts Node. Throws std::system_error.
  MatrixPeople();
  ~MatrixPeople();
  MatrixPeople(const MatrixPeople&) = delete;
  MatrixPeople& operator=(const MatrixPeople&) = delete;

  /// Somebody who accepts the invitations of `houston`. `zone`: of their profile (m.tz); "" for none.
  void add(const std::string& who, const std::string& url, const std::string& token,
           const std::string& houston, const std::string& name, const std::string& zone);

  // What people do; those with messages give the event's id.
  std::string create_room(const std::string& who, Json request);  ///< The room.
  void join(const std::string& who, const std::string& room);
  void invite(const std::string& who, const std::string& room, const std::string& whom);
  void leave(const std::string& who, const std::string& room);
  std::string direct(const std::string& who);  ///< The direct room with Houston, made where there is none.
  std::string say(const std::string& who, const std::string& room, const std::string& text,
                  const std::string& thread = {});
  std::string edit(const std::string& who, const std::string& room, const std::string& event,
                   const std::string& text);
  std::string react(const std::string& who, const std::string& room, const std::string& event,
                    const std::string& key);
  /// Answers a poll.
  std::string vote(const std::string& who, const std::string& room, const std::string& event,
                   const std::vector<std::string>& answers);
  std::string redact(const std::string& who, const std::string& room, const std::string& event);

  /// All that `who` sees, room by room, in order of its coming; what was redacted is not in it.
  std::vector<Seen> seen(const std::string& who);
  /// Returns when something has come that the last seen() did not show to `who`, and at the latest after
  /// `most`.
  void hear(const std::string& who, std::chrono::milliseconds most);
  /// Returns when nobody has anything to see that they have not.
  void caught_up();

 private:
  /// Throws std::runtime_error: what was refused, or that Node is gone or silent.
  Json ask(const std::string& what, const std::string& who, Json details = Json::object());

  pid_t pid_ = -1;
  int to_ = -1;
  int from_ = -1;
  int last_ = 0;
  std::map<std::string, int> heard_;  ///< Events that somebody had at their last seen().
  std::string unread_;
};

}  // namespace houston::tests
