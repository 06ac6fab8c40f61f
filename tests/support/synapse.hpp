// A real Matrix homeserver for tests: Synapse on loopback, named `localhost`, brought up by
// tests/peers/synapse.
//
//   TEST_CASE("…", "[matrix]") {
//     HOUSTON_NEED_SYNAPSE();
//     auto& synapse = Synapse::shared();      // or a server of the case's own: Synapse synapse;
//     const Account bo = synapse.account("bo");
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "tests/support/folder.hpp"

namespace houston::test {

/// True, and said on standard output, when no Synapse can be had here (ctest shows the case as skipped).
/// Throws instead when HOUSTON_REQUIRE_SYNAPSE is set.
bool missing_synapse();

/// Ends a case that the machine cannot run.
#define HOUSTON_NEED_SYNAPSE() \
  if (houston::test::missing_synapse()) return

struct Account {
  std::string id;  ///< "@bo-1a2b:localhost"
  std::string token;
  std::string device;
  std::string password;
};

class Synapse {
 public:
  struct Options {
    bool default_limits = false;  ///< Keeps Synapse's own rate limits; else there are none.
    std::string settings;         ///< More YAML for its settings.
  };

  /// A server of one's own with empty data, which answers when this returns. The kernel ends it with this
  /// process. Throws std::runtime_error that says why it cannot be had.
  explicit Synapse(Options options);
  Synapse() : Synapse(Options{}) {}
  ~Synapse();
  Synapse(const Synapse&) = delete;
  Synapse& operator=(const Synapse&) = delete;

  /// One without limits that many cases use at the same time (ctest's fixture starts it; without ctest, it is
  /// this process's own). Names are made unique by account(); rooms' aliases are the tests' to make unique.
  static Synapse& shared();

  const std::string& url() const { return url_; }  ///< "http://127.0.0.1:PORT"
  std::string server_name() const { return "localhost"; }

  /// A new account. Its name gets a suffix of its own, so that no two cases meet.
  /// @param exempt  the server's rate limits do not hold for it (people in a test with default limits).
  Account account(const std::string& name, bool exempt = true);
  /// A new account of exactly this name.
  Account account_named(const std::string& localpart, bool exempt = true);
  /// A token of the server's administrator.
  const std::string& admin();

  // Only for a server of one's own:
  void kill();     ///< SIGKILL, as when the power fails. Returns when it is gone.
  void stop();     ///< As an operator stops it. Returns when it is gone.
  void start();    ///< With its data, on the same port. Returns when it answers.
  void restart();  ///< kill() and start().
  pid_t pid() const { return pid_; }
  const std::filesystem::path& folder() const { return folder_; }  ///< Its data.
  std::string log() const;                                         ///< What it has written so far.

  /// Runs on beyond this process and this object, in `folder` which the caller removes (ctest's fixture).
  static std::unique_ptr<Synapse> to_leave(const std::filesystem::path& folder);

 private:
  Synapse(std::string url, pid_t pid);  ///< Another process's.
  Synapse(std::filesystem::path folder, Options options, bool ends_with_us);
  void launch();
  void end(int signal);

  std::optional<Folder> own_;
  std::filesystem::path folder_;
  bool ends_with_us_ = true;
  bool default_limits_ = false;
  int port_ = 0;
  std::string url_;
  std::string admin_;
  pid_t pid_ = -1;
};

}  // namespace houston::test
