// A team's room on a real homeserver, its people, and a Houston that serves them as a child process with a
// clock of the test's.
#pragma once

#include <filesystem>
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
#include "tests/support/synapse.hpp"

namespace houston::tests {

class MatrixBox {
 public:
  /// Registers Houston and the five, who have a room of their own into which Ana invites Houston. "@ana" in
  /// `rituals` becomes her id. Houston is started.
  /// @param zone  that of all of them; "" for each their own, as in the sandbox.
  MatrixBox(test::Synapse& synapse, Instant start, const std::string& rituals, const std::string& zone = {});
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

  // Houston.
  void start();
  void kill();  ///< SIGKILL, and started again.
  int stop();   ///< Kindly; its exit code.
  /// Throws when Houston has ended by itself.
  void check_running();
  std::optional<nlohmann::json> health();  ///< What GET /healthz answers.
  /// Connected, nothing due, nothing waiting to be sent.
  bool still();
  /// Houston has taken all that people did, and said all it has to say about it, and they have seen it. The
  /// clock creeps on where something waits for it.
  void settle();

  // The clock.
  Instant now() const { return clock_.now(); }
  void move(Instant to) { clock_.advance_to(to); }

  const std::filesystem::path& folder() const { return folder_.path(); }
  const test::FreshDatabase& database() const { return database_; }

 private:
  /// The homeserver has nothing for Houston that it has not taken. (What it read and had no use for, it may
  /// read again: the point it has reached is then saved only now and then.)
  bool taken();

  test::Synapse& synapse_;
  test::Folder folder_;
  test::FreshDatabase database_;
  scheduler::FileClock clock_;
  MatrixPeople people_;
  test::Account houston_;
  std::map<std::string, std::string> ids_;  ///< By name.
  std::string room_;
  int asked_ = 0;
  std::uint16_t port_;
  std::unique_ptr<Process> process_;
};

}  // namespace houston::tests
