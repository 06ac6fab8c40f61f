// Houston in this process on a real Synapse: a team, its room, the people in it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/app.hpp"
#include "scheduler/clock.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/matrix_person.hpp"
#include "tests/support/news.hpp"
#include "tests/support/synapse.hpp"

namespace houston::bot::matrix {

class House {
 public:
  /// Registers Houston and the people, makes the team's room (public alias) and has everybody in it.
  /// @param exempt  Houston's account is spared the server's limits
  House(test::Synapse& synapse, std::vector<std::string> people, bool exempt = true);
  ~House();

  void start();  ///< A new life on the same database. Returns when it is connected.
  void begin();  ///< The same, without waiting.
  void stop();   ///< As an operator stops it.
  /// One more Houston, with the same settings, database and clock. Started.
  std::unique_ptr<App> another();

  test::MatrixPerson& person(const std::string& name);
  const std::string& houston() const { return houston_.id; }
  test::MatrixPerson& self() {
    return *self_;
  }  ///< Houston's account, for the test to look through its eyes.
  App& app() { return *app_; }
  scheduler::ManualClock& clock() { return clock_; }
  double calls(const std::string& call, const std::string& outcome = "ok");

  /// Moves the clock from one due thing to the next until the time has passed.
  void pass(std::chrono::minutes time);
  /// Until `done`, looking whenever Houston commits; fails the case when that takes too long.
  static void until(const std::string& what, const std::function<bool()>& done,
                    std::chrono::seconds patience = std::chrono::seconds(30));
  /// The room in which Houston talks with the person, once they accepted the invitation to it.
  std::string direct_room(const std::string& name);
  /// The next message of Houston's in the room that contains the words.
  nlohmann::json wait_words(const std::string& name, const std::string& room, const std::string& words);

  std::string room;  ///< The team's.
  std::string alias;
  std::string token;     ///< Houston's, in its next life.
  std::string settings;  ///< More TOML below the team.
  std::string database;  ///< Its URL; a file of this house's own unless set.

 private:
  test::Synapse& synapse_;
  test::Account houston_;
  std::unique_ptr<test::MatrixPerson> self_;
  std::vector<std::pair<std::string, std::unique_ptr<test::MatrixPerson>>> people_;
  test::Folder folder_;
  test::News news_;  ///< Of the database in it: a commit is one.
  scheduler::ManualClock clock_;
  std::unique_ptr<App> app_;
};

}  // namespace houston::bot::matrix
