// A team's room on a real homeserver, its people, and a Houston that serves them as a child process with a
// clock of the test's.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/clock.hpp"
#include "tests/stories/harness/matrix_people.hpp"
#include "tests/stories/harness/process.hpp"
#include "tests/support/database.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/news.hpp"
#include "tests/support/synapse.hpp"

namespace houston::tests {

class MatrixBox {
 public:
  struct Options {
    std::string zone{};  ///< That of all of them; "" for each their own, as in the sandbox.
    storage::Engine engine = storage::Engine::sqlite;
    int houstons = 1;  ///< Replicas that share the database.
  };
  /// Registers Houston and the five, who have a room of their own into which Ana invites Houston. "@ana" in
  /// `rituals` becomes her id. Houston is started.
  MatrixBox(test::Synapse& synapse, Instant start, const std::string& rituals, const Options& options);
  MatrixBox(test::Synapse& synapse, Instant start, const std::string& rituals)
      : MatrixBox(synapse, start, rituals, Options{}) {}
  ~MatrixBox();
  MatrixBox(const MatrixBox&) = delete;
  MatrixBox& operator=(const MatrixBox&) = delete;

  // Who and where.
  static const std::vector<std::string>& names();  ///< "ana", "bo", …
  MatrixPeople& people() { return people_; }
  const std::string& room() const { return room_; }           ///< The team's.
  const std::string& houston() const { return houston_.id; }  ///< Its account.
  /// "@bo" as Bo's id, for all of them.
  std::string named(std::string text) const;

  /// Out of the team's room, and in again at Ana's invitation.
  void leave(const std::string& who);
  void join(const std::string& who);

  // Houston: all of it, where it is not said which.
  int houstons() const { return static_cast<int>(replicas_.size()); }
  void kill(int replica = 0);  ///< SIGKILL, and started again.
  void stop();                 ///< Kindly. Throws when it does not end well.
  /// Connected, nothing due, nothing waiting to be sent.
  bool still();
  /// Houston has taken all that people did, and said all it has to say about it, and they have seen it. The
  /// clock creeps on where something waits for it.
  void settle();
  /// Nothing is due any more. What was said may wait, while there is no homeserver.
  void settle_alone();

  // The clock.
  Instant now() const { return clock_.now(); }
  void move(Instant to) { clock_.advance_to(to); }

  const std::filesystem::path& folder() const { return folder_.path(); }
  const test::FreshDatabase& database() const { return database_; }
  /// Where Houston writes when it does something.
  std::vector<std::filesystem::path> places() const;
  std::filesystem::path log() const { return folder() / "houston.log"; }

 private:
  struct Replica {
    std::string name;  ///< "houston": of its settings and its log.
    std::uint16_t port;
    std::unique_ptr<Process> process{};
  };
  void start(Replica& replica);
  /// Throws when it has ended by itself.
  void check_running(Replica& replica);
  /// What GET /healthz answers.
  std::optional<nlohmann::json> health(const Replica& replica);
  struct State {
    bool up = true, quiet = true, nothing_due = true;
    std::string report{};
  };
  State state();
  /// Waits for news, again and again, until `done`, which is told how things stand.
  void await(const std::function<bool(const State&)>& done);
  /// The homeserver has nothing for Houston that it has not taken. (What it read and had no use for, it may
  /// read again: the point it has reached is then saved only now and then.)
  bool taken();
  bool news_after(const std::string& since, const nlohmann::json& room);

  test::Synapse& synapse_;
  test::Folder folder_;
  test::FreshDatabase database_;
  scheduler::FileClock clock_;
  MatrixPeople people_;
  test::Account houston_;
  std::map<std::string, std::string> ids_;  ///< By name.
  std::string room_;
  int asked_ = 0;
  bool moved_ = false;  ///< Somebody has left or joined since all had settled.
  std::vector<Replica> replicas_;
  std::optional<test::News> news_;
};

}  // namespace houston::tests
