// ctest's fixture: `postgres_fixture start FILE` starts one PostgreSQL server for all cases of a run and
// writes its folder and process id into FILE; `postgres_fixture stop FILE` ends it. Where PostgreSQL cannot
// be had it says so, and fails when CI=true; the cases say it again.
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "tests/support/news.hpp"
#include "tests/support/postgres.hpp"

namespace {

namespace fs = std::filesystem;

void stop(const fs::path& file) {
  std::ifstream in(file);
  std::string folder;
  pid_t pid = 0;
  if (!std::getline(in, folder) || !(in >> pid)) return;
  fs::remove(file);
  // Only if it is still ours: the server keeps its id in its folder.
  pid_t really = 0;
  std::ifstream(fs::path(folder) / "data/postmaster.pid") >> really;
  if (pid > 0 && really == pid) {
    const fs::path data = fs::path(folder) / "data";
    houston::test::News news({data});
    ::kill(pid, SIGQUIT);
    // It takes the file along. (Its id may stay a while: who waits for an orphan is not ours to say.)
    for (int tries = 0; tries < 10 && fs::exists(data / "postmaster.pid");) {
      if (news.wait(std::chrono::seconds(1)) == 0) ++tries;
    }
  }
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

int start(const fs::path& file) {
  stop(file);  // A run that was cut short left one.
  std::string folder = (fs::temp_directory_path() / "houston-postgres-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) {
    std::cerr << "cannot make a folder like " << folder << '\n';
    return 1;
  }
  try {
    houston::test::PostgresServer server(folder, false);
    std::ofstream(file) << folder << '\n' << server.pid() << '\n';
    server.leave();
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "SKIPPED: no PostgreSQL for the tests: " << error.what() << '\n';
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    const char* ci = std::getenv("CI");
    return ci != nullptr && std::strcmp(ci, "true") == 0 ? 1 : 0;
  }
}

}  // namespace

int main(int count, char** words) {
  const std::string what = count == 3 ? words[1] : "";
  if (what == "start") return start(words[2]);
  if (what == "stop") {
    stop(words[2]);
    return 0;
  }
  std::cerr << "usage: postgres_fixture start|stop FILE\n";
  return 2;
}
