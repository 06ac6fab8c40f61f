// ctest's fixture: `synapse_fixture start FILE` starts the one Synapse that the cases of a run share and
// writes its URL, process id and folder into FILE; `synapse_fixture stop FILE` ends it. Where Synapse cannot
// be had it says so, and fails when HOUSTON_REQUIRE_SYNAPSE is set; the cases say it again.
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "tests/support/synapse.hpp"

namespace {

namespace fs = std::filesystem;

void stop(const fs::path& file) {
  std::string url, folder;
  pid_t pid = 0;
  {
    std::ifstream in(file);
    if (!std::getline(in, url) || !(in >> pid) || !(in >> folder)) return;
  }
  fs::remove(file);
  // Only if it is still ours: a process id may have gone to somebody else.
  std::error_code gone;
  if (pid > 0 && fs::equivalent("/proc/" + std::to_string(pid) + "/cwd", folder, gone)) ::kill(pid, SIGKILL);
  fs::remove_all(folder, gone);
}

int start(const fs::path& file) {
  stop(file);  // A run that was cut short left one.
  if (houston::test::missing_synapse()) return 0;
  std::string folder = (fs::temp_directory_path() / "houston-synapse-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("cannot make a folder like " + folder);
  const auto server = houston::test::Synapse::to_leave(folder);
  std::ofstream(file) << server->url() << '\n' << server->pid() << '\n' << folder << '\n';
  return 0;
}

}  // namespace

int main(int count, char** words) {
  const std::string what = count == 3 ? words[1] : "";
  try {
    if (what == "start") return start(words[2]);
    if (what == "stop") {
      stop(words[2]);
      return 0;
    }
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  std::cerr << "usage: synapse_fixture start|stop FILE\n";
  return 2;
}
