// The real program: settings that are wrong, tokens that are missing, a server that is away, a database that
// is damaged or newer, SIGTERM; and that no token is printed or stored anywhere.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/bot/support.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/patience.hpp"

namespace houston::bot {
namespace {

using namespace testing;
namespace fs = std::filesystem;

constexpr const char* kBotToken = "xoxb-1234-RECOGNISEME";
constexpr const char* kAppToken = "a-token-of-another-shape-RECOGNISEME";

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// `houston` as a process; stdout goes to a file, stderr through a pipe.
class Program {
 public:
  Program(const fs::path& folder, std::vector<std::string> arguments, std::vector<std::string> environment)
      : out_file_(folder / "stdout") {
    int pipe_ends[2];
    if (::pipe2(pipe_ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    error_ = pipe_ends[0];
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, out_file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], 2);
    arguments.insert(arguments.begin(), HOUSTON_BINARY);
    environment.push_back("PATH=/usr/bin:/bin");
    const auto pointers = [](std::vector<std::string>& words) {
      std::vector<char*> raw;
      for (std::string& word : words) raw.push_back(word.data());
      raw.push_back(nullptr);
      return raw;
    };
    const int failed = ::posix_spawn(&pid_, HOUSTON_BINARY, &actions, nullptr, pointers(arguments).data(),
                                     pointers(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe_ends[1]);
    if (failed != 0) throw std::runtime_error("the program cannot be started");
  }

  ~Program() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    ::close(error_);
  }

  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// Reads stderr until it holds `words`; false when it ends before.
  bool await(const std::string& words) {
    while (error_text_.find(words) == std::string::npos) {
      if (!read_more()) return false;
    }
    return true;
  }

  void signal(int number) { ::kill(pid_, number); }

  int wait() {
    while (read_more()) {
    }
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  const std::string& errors() const { return error_text_; }
  std::string output() const { return content(out_file_); }

 private:
  bool read_more() {
    char buffer[4096];
    const ssize_t got = ::read(error_, buffer, sizeof buffer);
    if (got <= 0) return false;
    error_text_.append(buffer, static_cast<std::size_t>(got));
    return true;
  }

  fs::path out_file_;
  pid_t pid_ = -1;
  int error_ = -1;
  std::string error_text_;
};

/// A loopback port at which nobody listens: it was free a moment ago.
int closed_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(socket, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(socket);
  return ntohs(address.sin_port);
}

std::string http_get(int port, const std::string& path) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  std::string answer;
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    const std::string request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    if (::write(socket, request.data(), request.size()) == static_cast<ssize_t>(request.size())) {
      char buffer[4096];
      for (ssize_t got; (got = ::read(socket, buffer, sizeof buffer)) > 0;) {
        answer.append(buffer, static_cast<std::size_t>(got));
      }
    }
  }
  ::close(socket);
  return answer;
}

struct Bench {
  explicit Bench(const std::string& zone = "Europe/Warsaw") {
    std::ofstream(file())
        << "[houston]\ndatabase = \"sqlite:houston.db\"\nlisten = \"127.0.0.1:0\"\n"
           "[[workspace]]\nname = \"acme\"\nbot_token = \"env:BOT\"\napp_token = \"env:APP\"\n"
           "api_url = \"http://127.0.0.1:"
        << closed_port()
        << "/api/\"\n[[team]]\nname = \"vision\"\nworkspace = \"acme\"\nchannel = \"#vision\"\n"
           "time_zone = \""
        << zone
        << "\"\nleads = [\"@ana\"]\n[[team.ritual]]\nkind = \"standup\"\nname = \"daily\"\n"
           "close = \"3h\"\n";
  }
  std::string file() const { return (folder.path() / "houston.toml").string(); }
  fs::path database() const { return folder.path() / "houston.db"; }

  Program run(const std::string& command, std::vector<std::string> more = {}, bool tokens = true) const {
    std::vector<std::string> arguments{command, "--config", file()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::vector<std::string> environment;
    if (tokens) environment = {std::string("BOT=") + kBotToken, std::string("APP=") + kAppToken};
    return Program(folder.path(), arguments, environment);
  }

  /// Serves until it was told that the server is away, then stops; returns what it printed.
  std::string serve_a_moment() const {
    Program program = run("serve");
    REQUIRE(program.await("keeps trying"));
    program.signal(SIGTERM);
    REQUIRE(program.wait() == 0);
    return program.errors();
  }

  TemporaryFolder folder;
};

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("check says that all is well, or where it is not, and serve says the same") {
  const Bench right;
  Program fine = right.run("check");
  CHECK(fine.wait() == 0);
  CHECK(holds(fine.output(), "1 workspace, 1 team, 1 ritual"));

  const Bench wrong("Europe/Warsow");
  const std::string line = wrong.file() + ":13:13: time_zone \"Europe/Warsow\" is not a time zone";
  for (const std::string command : {"check", "serve", "plan", "manifest"}) {
    INFO(command);
    Program program = wrong.run(command);
    CHECK(program.wait() == 1);
    CHECK(holds(program.errors(), line));
    CHECK(holds(program.errors(), "did you mean \"Europe/Warsaw\"?"));
  }
}

TEST_CASE("A missing token is named with its source") {
  const Bench bench;
  Program program = bench.run("serve", {}, false);
  CHECK(program.wait() == 1);
  CHECK(holds(program.errors(), "Workspace acme, bot_token: the environment variable BOT is not set"));
}

TEST_CASE("With a server that is away Houston stays up, says so, and stops within five seconds of SIGTERM") {
  const Bench bench;
  Program program = bench.run("serve");
  REQUIRE(program.await("keeps trying"));
  const std::string mark = "/healthz and /metrics are at port ";
  const auto at = program.errors().find(mark);
  REQUIRE(at != std::string::npos);
  const int port = std::stoi(program.errors().substr(at + mark.size()));
  const std::string health = http_get(port, "/healthz");
  CHECK(holds(health, "HTTP/1.1 503"));
  CHECK(holds(health, "\"connected\":false"));
  CHECK(holds(http_get(port, "/metrics"), "houston_connected{workspace=\"acme\"} 0"));
  CHECK(holds(http_get(port, "/other"), "HTTP/1.1 404"));

  const auto signal = GENERATE(SIGTERM, SIGINT);
  const auto begun = std::chrono::steady_clock::now();
  program.signal(signal);
  CHECK(program.wait() == 0);
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(5 * test::kTimeFactor));
}

TEST_CASE("No token is printed or stored") {
  const Bench bench;
  std::string printed = bench.serve_a_moment();
  Program check = bench.run("check", {"--online"});
  CHECK(check.wait() == 1);
  printed += check.errors() + check.output();
  CHECK(holds(printed, "127.0.0.1"));
  CHECK_FALSE(holds(printed, "RECOGNISEME"));
  for (const auto& entry : fs::recursive_directory_iterator(bench.folder.path())) {
    INFO(entry.path());
    CHECK_FALSE(holds(content(entry.path()), "RECOGNISEME"));
  }
}

TEST_CASE("A second Houston on the same file is refused") {
  const Bench bench;
  Program first = bench.run("serve");
  REQUIRE(first.await("keeps trying"));
  Program second = bench.run("serve");
  CHECK(second.wait() == 1);
  CHECK(holds(second.errors(), "Another Houston is serving with this database"));
}

TEST_CASE("A damaged database is refused") {
  const Bench bench;
  std::ofstream(bench.database()) << std::string(20000, 'x');
  Program program = bench.run("serve");
  CHECK(program.wait() == 1);
  CHECK(holds(program.errors(), "houston.db"));
}

TEST_CASE("A database newer than the program is refused") {
  const Bench bench;
  bench.serve_a_moment();
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(bench.database().c_str(), &database) == SQLITE_OK);
  CHECK(sqlite3_exec(database,
                     "insert into schema_version (version, name, applied) values (9999, 'later', 0)", nullptr,
                     nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
  Program program = bench.run("serve");
  CHECK(program.wait() == 1);
  CHECK(holds(program.errors(), "newer"));
}

TEST_CASE("A plan can be made offline, as JSON, from a day on") {
  const Bench bench;
  Program program = bench.run("plan", {"--offline", "--json", "--from", "2026-11-23", "--days", "7"});
  CHECK(program.wait() == 0);
  CHECK(holds(program.output(), "\"at\": \"2026-11-24T08:30:00Z\""));
  CHECK(holds(program.output(), "\"local\": \"2026-11-24 09:30 CET\""));
  CHECK_FALSE(holds(program.output(), "2026-11-28"));
  Program wrong = bench.run("plan", {"--offline", "--from", "tomorrow"});
  CHECK(wrong.wait() == 1);
  CHECK(holds(wrong.errors(), "is not a date"));
}

}  // namespace
}  // namespace houston::bot
