// A private PostgreSQL server for tests: made in a folder of its own, reached by a socket in it (so no port
// can be taken), without fsync, gone afterwards. As root it runs as the user `postgres`, as it insists.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

namespace houston::test {

class PostgresServer {
 public:
  /// Makes the database cluster in `folder`, which exists and is empty, and starts the server. With
  /// `ends_with_us` the kernel ends it when this process dies, however it dies. Throws std::runtime_error
  /// that says why it cannot be had.
  PostgresServer(const std::filesystem::path& folder, bool ends_with_us);
  ~PostgresServer();  ///< Stops it at once, unless leave() was called.
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  pid_t pid() const { return pid_; }
  void leave() { left_ = true; }  ///< Keeps it running beyond this object.

 private:
  pid_t pid_ = -1;
  bool left_ = false;
};

/// "postgresql://houston@…/name" of a server in `folder`.
std::string postgres_url(const std::filesystem::path& folder, const std::string& database);

/// The folder of a running server: the one that ctest's fixture started for all cases, or else one that is
/// started now for this process alone. Nothing, with `why`, where there is no PostgreSQL.
std::optional<std::filesystem::path> postgres_folder(std::string& why);

}  // namespace houston::test
