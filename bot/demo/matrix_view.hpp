// What people see on a homeserver, from the events that their clients get: messages with their edits,
// redactions and reactions. Without I/O.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/demo/chat.hpp"

namespace houston::bot::demo {

class MatrixView {
 public:
  /// `people`: id → handle. Every room but the team's is somebody's with Houston.
  MatrixView(std::string houston, std::map<std::string, std::string> people, std::string team_room);

  /// `who` (handle) gets this event of the room at this moment. What has changed, the first time that it is
  /// seen by anybody.
  std::optional<Happening> see(const std::string& who, const std::string& room, const nlohmann::json& event,
                               Instant at);

  bool knows(const std::string& event) const { return known_.contains(event); }
  /// In order of appearance.
  const std::vector<Message>& messages() const { return messages_; }
  /// The room in which the message of this id stands; "" for none.
  std::string room_of(const std::string& id) const;
  /// The reaction that presses the button; "" for none.
  std::string sign_of(const std::string& id, const SeenButton& button) const;

 private:
  struct Original {
    std::size_t index = 0;
    std::string room;
    std::string sender;
    std::map<std::string, std::string> signs;  ///< Action and value → key.
  };
  struct Given {
    std::string message, key;
  };

  std::optional<Happening> posted(const std::string& who, const std::string& room,
                                  const nlohmann::json& event);
  std::optional<Happening> edited(const std::string& original, const nlohmann::json& event);
  std::optional<Happening> reacted(const nlohmann::json& event);
  std::optional<Happening> redacted(const nlohmann::json& event);
  void read(const nlohmann::json& content, Message& message, Original& original) const;

  std::string houston_;
  std::map<std::string, std::string> people_;
  std::string team_room_;
  std::set<std::string> known_;  ///< Events.
  std::vector<Message> messages_;
  std::map<std::string, Original> originals_;  ///< By event.
  std::map<std::string, Given> reactions_;     ///< By event.
};

}  // namespace houston::bot::demo
