// Which rooms are direct messages with whom: the account data m.direct, a map of people to rooms that every
// client of the account writes to. So it is read, merged and put back whole, never replaced.
// https://spec.matrix.org/v1.12/client-server-api/#direct-messaging
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace houston::bot::matrix {

class DirectBook {
 public:
  DirectBook() = default;
  /// The content of m.direct; what is not as it should be is passed over here and kept by merged().
  explicit DirectBook(const nlohmann::json& content) { add_all(content); }

  /// In the order in which they were written down; may hold rooms that have been left.
  std::vector<std::string> rooms_of(const std::string& person) const;
  /// "" when the room is nobody's direct messages.
  std::string person_of(const std::string& room) const;
  bool direct(const std::string& room) const { return !person_of(room).empty(); }

  /// What `content`, of m.direct, says beside what is known.
  void add_all(const nlohmann::json& content);
  /// False when that was known.
  bool add(const std::string& person, const std::string& room);

  /// `content` with the room added for the person, everything else as it was.
  static nlohmann::json merged(nlohmann::json content, const std::string& person, const std::string& room);

 private:
  std::map<std::string, std::vector<std::string>> rooms_;
};

}  // namespace houston::bot::matrix
