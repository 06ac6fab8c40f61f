// Where the demo finds a Synapse.
#include "bot/demo/find_synapse.hpp"

#include <filesystem>
#include <fstream>
#include <map>

#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"

using namespace houston::bot::demo;
namespace fs = std::filesystem;

namespace {

/// A machine with nothing on it but what a test puts there.
struct Bare {
  houston::test::Folder folder;
  std::map<std::string, std::string> variables{{"PATH", (folder.path() / "bin").string()},
                                               {"HOME", (folder.path() / "home").string()}};
  bool python_has_it = false;

  std::string program(const std::string& path) const {
    const fs::path file = folder.path() / path;
    fs::create_directories(file.parent_path());
    std::ofstream(file) << "#!/bin/sh\n";
    fs::permissions(file, fs::perms::owner_all);
    return file.string();
  }
  houston::Result<SynapseProgram> find() const {
    return find_synapse({[this](const std::string& name) {
                           const auto found = variables.find(name);
                           return found == variables.end() ? std::string() : found->second;
                         },
                         [this](const std::string&) { return python_has_it; }});
  }
};

}  // namespace

TEST_CASE("the program on the PATH comes first, then Python's module, then what the tests unpacked") {
  Bare machine;
  const std::string unpacked = machine.program("home/.cache/houston/synapse/2/synapse_homeserver");
  const std::string older = machine.program("home/.cache/houston/synapse/1/synapse_homeserver");
  for (const std::string& one : {unpacked, older})
    std::ofstream(fs::path(one).parent_path() / "ready") << '\n';
  machine.program("home/.cache/houston/synapse/3/synapse_homeserver");  // Not ready.
  CHECK(*machine.find() == SynapseProgram{unpacked});
  const std::string python = machine.program("bin/python3");
  CHECK(*machine.find() == SynapseProgram{unpacked});
  machine.python_has_it = true;
  CHECK(*machine.find() == SynapseProgram{python, "-m", "synapse.app.homeserver"});
  const std::string program = machine.program("bin/synapse_homeserver");
  CHECK(*machine.find() == SynapseProgram{program});
}

TEST_CASE("the cache may be elsewhere") {
  Bare machine;
  const std::string variable = GENERATE("XDG_CACHE_HOME", "HOUSTON_SYNAPSE_CACHE");
  const std::string below = variable == "XDG_CACHE_HOME" ? "houston/synapse/" : "";
  machine.variables[variable] = (machine.folder.path() / "elsewhere").string();
  const std::string program = machine.program("elsewhere/" + below + "1/synapse_homeserver");
  CHECK_FALSE(machine.find().has_value());
  std::ofstream(fs::path(program).parent_path() / "ready") << '\n';
  CHECK(*machine.find() == SynapseProgram{program});
}

TEST_CASE("HOUSTON_SYNAPSE names one, or a Python that has it") {
  Bare machine;
  machine.program("bin/synapse_homeserver");
  machine.variables["HOUSTON_SYNAPSE"] = machine.program("venv/bin/synapse_homeserver");
  CHECK(*machine.find() == SynapseProgram{machine.variables["HOUSTON_SYNAPSE"]});
  machine.variables["HOUSTON_SYNAPSE"] = machine.program("venv/bin/python3.11");
  CHECK(machine.find().error().message.find("has no module synapse.app.homeserver") != std::string::npos);
  machine.python_has_it = true;
  CHECK(machine.find()->size() == 3);
  machine.variables["HOUSTON_SYNAPSE"] = "/nowhere/synapse";
  CHECK(machine.find().error().message == "HOUSTON_SYNAPSE names /nowhere/synapse, which is no program.");
}

TEST_CASE("where there is none, one line says how to get it") {
  const Bare machine;
  const auto found = machine.find();
  REQUIRE_FALSE(found.has_value());
  CHECK(found.error().message.find("pip install matrix-synapse") != std::string::npos);
  CHECK(found.error().message.find('\n') == std::string::npos);
}
