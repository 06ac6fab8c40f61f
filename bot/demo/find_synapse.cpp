#include "bot/demo/find_synapse.hpp"

#include <unistd.h>

#include <boost/process/args.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/io.hpp>
#include <boost/process/system.hpp>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>

namespace houston::bot::demo {
namespace {

namespace fs = std::filesystem;

constexpr const char* kProgram = "synapse_homeserver";
constexpr const char* kModule = "synapse.app.homeserver";
constexpr const char* kPackaged = "/opt/venvs/matrix-synapse/bin/python";  // matrix.org's Debian packages

bool is_program(const fs::path& file) {
  std::error_code failed;
  return fs::is_regular_file(file, failed) && access(file.c_str(), X_OK) == 0;
}

bool is_python(const fs::path& file) {
  return file.filename().string().starts_with("python");
}

std::optional<std::string> on_path(const std::string& path, const std::string& name) {
  for (std::size_t from = 0; from <= path.size();) {
    const std::size_t end = std::min(path.find(':', from), path.size());
    const fs::path file = fs::path(path.substr(from, end - from)) / name;
    if (end > from && is_program(file)) return file.string();
    from = end + 1;
  }
  return std::nullopt;
}

/// The newest that tests/peers/synapse has unpacked: a folder a recipe, with a program in it.
std::optional<std::string> unpacked(const Machine& machine) {
  fs::path cache = machine.variable("HOUSTON_SYNAPSE_CACHE");
  if (cache.empty()) {
    const std::string caches = machine.variable("XDG_CACHE_HOME");
    cache = (caches.empty() ? fs::path(machine.variable("HOME")) / ".cache" : fs::path(caches)) / "houston" /
            "synapse";
  }
  std::optional<std::string> newest;
  int newest_recipe = 0;
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(cache, none)) {
    const std::string name = entry.path().filename().string();
    int recipe = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), recipe);
    if (read.ptr != name.data() + name.size() || recipe <= newest_recipe) continue;
    const fs::path program = entry.path() / kProgram;
    if (!fs::exists(entry.path() / "ready", none) || !is_program(program)) continue;
    newest = program.string();
    newest_recipe = recipe;
  }
  return newest;
}

bool has_module(const std::string& python) {
  namespace bp = boost::process;
  std::error_code failed;
  const std::string look =
      std::string("import importlib.util as u, sys; sys.exit(u.find_spec('") + kModule + "') is None)";
  const int code = bp::system(bp::exe = python, bp::args = {"-c", look},
                              bp::std_in<bp::null, bp::std_out> bp::null, bp::std_err > bp::null, failed);
  return !failed && code == 0;
}

}  // namespace

Result<SynapseProgram> find_synapse(const Machine& machine) {
  const std::string named = machine.variable("HOUSTON_SYNAPSE");
  if (!named.empty()) {
    if (!is_program(named)) return Error{"HOUSTON_SYNAPSE names " + named + ", which is no program."};
    if (!is_python(named)) return SynapseProgram{named};
    if (machine.python_has_synapse(named)) return SynapseProgram{named, "-m", kModule};
    return Error{"HOUSTON_SYNAPSE names " + named + ", which has no module " + kModule + "."};
  }
  const std::string path = machine.variable("PATH");
  if (const auto program = on_path(path, kProgram)) return SynapseProgram{*program};
  const auto python = on_path(path, "python3");
  if (python && machine.python_has_synapse(*python)) return SynapseProgram{*python, "-m", kModule};
  if (is_program(kPackaged)) return SynapseProgram{kPackaged, "-m", kModule};
  if (const auto program = unpacked(machine)) return SynapseProgram{*program};
  return Error{
      "there is no Synapse on this machine to play on. Get it with \"pip install matrix-synapse\" (a virtual "
      "environment will do; HOUSTON_SYNAPSE=…/bin/synapse_homeserver names it), or on Debian in a clone of "
      "Houston with \"tests/peers/synapse build\", which installs nothing."};
}

Result<SynapseProgram> find_synapse() {
  const auto variable = [](const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return std::string(value == nullptr ? "" : value);
  };
  return find_synapse({variable, has_module});
}

}  // namespace houston::bot::demo
