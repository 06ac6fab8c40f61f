#include "bot/database_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>

namespace houston::bot {

Result<std::unique_ptr<DatabaseLock>> DatabaseLock::take(const std::string& url) {
  constexpr std::string_view kScheme = "sqlite:";
  if (!url.starts_with(kScheme)) return std::unique_ptr<DatabaseLock>(new DatabaseLock(-1));
  // A file of its own: closing the database file itself would drop SQLite's locks in this process.
  const std::string path = url.substr(kScheme.size()) + ".lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    return Error{"The lock file " + path + " cannot be opened (" + std::generic_category().message(errno) +
                 "): Houston must be able to write in the database's folder"};
  }
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    const int why = errno;
    ::close(file);
    if (why == EWOULDBLOCK) {
      return Error{"Another Houston is serving with this database (it holds " + path +
                   "): stop it first, or use PostgreSQL for several replicas"};
    }
    return Error{"The lock file " + path + " cannot be locked: " + std::generic_category().message(why)};
  }
  return std::unique_ptr<DatabaseLock>(new DatabaseLock(file));
}

DatabaseLock::~DatabaseLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace houston::bot
