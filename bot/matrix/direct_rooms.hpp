// Finds the room in which Houston and a person talk alone, or makes one; and says of a room whether it is
// such.
//
// Of the rooms that m.direct lists for the person, the first in which both are, nobody else is, and which
// Houston can read; else the first that the person was invited to; else the first that the person has left:
// then the invitation is repeated. Where none is, one is made, unencrypted, and written down in m.direct. A
// room that was made and not written down (the process died) is found again by sync: see adopt(). Before one
// is made m.direct is read again: another Houston on the same database may have made one.
//
// Some clients open direct messages without saying so: a room without name and alias in which Houston and one
// of the teams' people are by themselves counts as such, too. With a third person in it no room does.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "bot/matrix/api.hpp"
#include "bot/matrix/known.hpp"
#include "bot/matrix/lane.hpp"

namespace houston::bot::matrix {

/// Belongs to its executor's thread.
class DirectRooms {
 public:
  struct Options {
    bool encrypted = false;  ///< Make encrypted rooms, and use those there are.
  };
  DirectRooms(boost::asio::any_io_executor executor, Api& api, Known& known, Options options);

  /// Reads which rooms Houston is in, and m.direct.
  boost::asio::awaitable<Outcome<Done>> refresh();

  boost::asio::awaitable<Outcome<std::string>> room_for(std::string person);

  /// Whether what is said in the room is said to Houston alone. Asked once, until changed().
  boost::asio::awaitable<Outcome<bool>> is_direct(std::string room);

  /// The room is the person's direct messages: writes it down where that is new.
  boost::asio::awaitable<Outcome<Done>> adopt(std::string person, std::string room);

  /// Somebody came or went, it was upgraded, or it turned out not to be usable: looked at again.
  void changed(const std::string& room);
  /// All of them: something may have changed that this Houston was not told of.
  void look_again();
  /// Houston learnt that the room is encrypted.
  void encrypted(const std::string& room) {
    encrypted_[room] = true;
    changed(room);
  }

 private:
  enum class Fit { good, invited, left, none };
  /// Leaves in `room` the one that follows it when it was upgraded.
  boost::asio::awaitable<Outcome<Fit>> look(std::string person, std::string& room);
  boost::asio::awaitable<Outcome<std::string>> best_room(std::string person, Fit& fit);
  boost::asio::awaitable<Outcome<bool>> is_encrypted(std::string room);
  boost::asio::awaitable<Outcome<std::string>> make(std::string person);

  Api& api_;
  Known& known_;
  Options options_;
  Lane lane_;
  std::map<std::string, std::string> rooms_;  ///< By person: looked at and good.
  struct Seen {
    bool direct = false;
    std::size_t changes = 1;  ///< So many have to come or go before that can be different.
  };
  std::map<std::string, Seen> seen_;
  std::map<std::string, bool> encrypted_;
  std::set<std::string> unwritten_;  ///< Persons whose room is not in m.direct yet.
  std::chrono::steady_clock::time_point no_making_until_{};
};

/// What createRoom is asked for. Pure.
nlohmann::json direct_room_request(const std::string& person, bool encrypted);

}  // namespace houston::bot::matrix
