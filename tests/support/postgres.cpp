#include "tests/support/postgres.hpp"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "tests/support/folder.hpp"
#include "tests/support/news.hpp"
#include "tests/support/patience.hpp"

namespace houston::test {
namespace {

namespace fs = std::filesystem;

/// The newest of Debian's PostgreSQL programs, or those on the PATH's usual places.
std::optional<fs::path> programs() {
  std::optional<fs::path> best;
  int best_version = 0;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", none)) {
    const int version = std::atoi(entry.path().filename().c_str());
    if (version > best_version && fs::exists(entry.path() / "bin/initdb")) {
      best = entry.path() / "bin";
      best_version = version;
    }
  }
  for (const char* place : {"/usr/bin", "/usr/local/bin", "/usr/local/pgsql/bin"})
    if (!best && fs::exists(fs::path(place) / "initdb") && fs::exists(fs::path(place) / "postgres"))
      best = place;
  return best;
}

/// PostgreSQL refuses to run as root.
const passwd* other_user() {
  if (::geteuid() != 0) return nullptr;
  const passwd* user = ::getpwnam("postgres");
  if (user == nullptr) user = ::getpwnam("nobody");
  if (user == nullptr) throw std::runtime_error("root cannot run PostgreSQL, and there is no user for it");
  return user;
}

pid_t start(const std::vector<std::string>& command, const fs::path& folder, const passwd* user,
            bool ends_with_us) {
  // All that allocates stands before the fork.
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const std::string log = folder / "log";
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child > 0) return child;
  ::setsid();
  if (user != nullptr &&
      (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0))
    ::_exit(126);
  if (ends_with_us) {
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (::getppid() != parent) ::_exit(126);
  }
  // All three streams: a server that inherits a pipe keeps ctest waiting.
  const int null = ::open("/dev/null", O_RDWR);
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(null, 0);
  ::dup2(out < 0 ? null : out, 1);
  ::dup2(out < 0 ? null : out, 2);
  if (::chdir(folder.c_str()) != 0) ::_exit(126);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

std::string log_of(const fs::path& folder) {
  std::ostringstream text;
  text << std::ifstream(folder / "log").rdbuf();
  return text.str();
}

bool answers(const fs::path& folder) {
  return ::PQping(postgres_url(folder, "postgres").c_str()) == PQPING_OK;
}

}  // namespace

std::string postgres_url(const fs::path& folder, const std::string& database) {
  std::string host;
  for (const char c : folder.string()) host += c == '/' ? std::string("%2F") : std::string{c};
  return "postgresql://houston@" + host + "/" + database;
}

PostgresServer::PostgresServer(const fs::path& folder, bool ends_with_us) {
  const auto bin = programs();
  if (!bin) throw std::runtime_error("PostgreSQL is not installed (Debian: apt install postgresql)");
  const passwd* user = other_user();
  if (user != nullptr && ::chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0)
    throw std::runtime_error("cannot give " + folder.string() + " to the user " + user->pw_name);
  const std::string data = folder / "data";
  const pid_t making = start({(*bin / "initdb").string(), "-D", data, "-U", "houston", "-A", "trust", "-N",
                              "-E", "UTF8", "--no-locale", "--no-instructions"},
                             folder, user, true);
  int status = 0;
  ::waitpid(making, &status, 0);
  if (status != 0) throw std::runtime_error("initdb failed:\n" + log_of(folder));
  News news({folder, data});  // Its log, and postmaster.pid, which says when it is ready.
  pid_ = start({(*bin / "postgres").string(), "-D", data, "-k", folder.string(), "-c",
                "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=16MB", "-c",
                "max_connections=60", "-c", "autovacuum=off", "-c", "log_min_messages=fatal"},
               folder, user, ends_with_us);
  using namespace std::chrono;
  const auto patience = steady_clock::now() + seconds(60 * kTimeFactor);
  while (!answers(folder)) {
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      throw std::runtime_error("PostgreSQL did not start:\n" + log_of(folder));
    }
    if (steady_clock::now() > patience) {
      ::kill(pid_, SIGQUIT);
      throw std::runtime_error("PostgreSQL did not answer within a minute:\n" + log_of(folder));
    }
    news.wait(seconds(1));
  }
}

PostgresServer::~PostgresServer() {
  if (pid_ < 0 || left_) return;
  ::kill(pid_, SIGQUIT);
  ::waitpid(pid_, nullptr, 0);
}

std::optional<fs::path> postgres_folder(std::string& why) {
  struct Mine {
    Folder folder;
    std::unique_ptr<PostgresServer> server;
  };
  static std::unique_ptr<Mine> mine;
  static std::optional<fs::path> found;
  if (found) return found;
  std::string shared;
  std::getline(std::ifstream(HOUSTON_POSTGRES_FIXTURE), shared);
  if (!shared.empty() && answers(shared)) return found = shared;
  try {
    mine = std::make_unique<Mine>();
    mine->server = std::make_unique<PostgresServer>(mine->folder.path(), true);
    return found = mine->folder.path();
  } catch (const std::exception& error) {
    mine.reset();
    why = error.what();
    return std::nullopt;
  }
}

}  // namespace houston::test
