#include "tests/support/synapse.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "tests/support/patience.hpp"
#include "tests/support/plain_http.hpp"

namespace houston::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const char kSecret[] = "for-tests-on-loopback-only";  // tests/peers/synapse knows it, too.

std::string read(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

int descriptor(int made, const char* what) {
  if (made < 0) throw std::runtime_error(std::string(what) + " failed");
  return made;
}

/// The name of a datagram socket on which a server tells that it answers, as systemd's sd_notify() does. The
/// kernel chooses a name that is in no folder.
class Readiness {
 public:
  Readiness() : socket_(descriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket")) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    if (::bind(socket_, plain, sizeof(sa_family_t)) != 0 || ::getsockname(socket_, plain, &size) != 0)
      throw std::runtime_error("cannot make a socket for the homeserver to announce itself");
    name_ = "@" + std::string(address.sun_path + 1, size - sizeof(sa_family_t) - 1);
  }
  ~Readiness() { ::close(socket_); }
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;

  const std::string& name() const { return name_; }

  enum class State { ready, ended, silent };
  State wait(pid_t server) const {
    using namespace std::chrono;
    const auto patience = steady_clock::now() + seconds(120 * kTimeFactor);
    while (steady_clock::now() < patience) {
      pollfd readable{socket_, POLLIN, 0};
      if (::poll(&readable, 1, 50) > 0) {
        char text[256];
        const auto got = ::recv(socket_, text, sizeof text, 0);
        if (got > 0 && std::string(text, static_cast<std::size_t>(got)).find("READY=1") != std::string::npos)
          return State::ready;
      }
      if (::waitpid(server, nullptr, WNOHANG) == server) return State::ended;
    }
    return State::silent;
  }

 private:
  int socket_;
  std::string name_;
};

/// A port that is free now and stays so while the server restarts: none of those that the kernel hands out.
int free_port() {
  std::random_device chance;
  std::uniform_int_distribution<int> choice(20000, 31999);
  for (int attempt = 0; attempt < 200; ++attempt) {
    const int port = choice(chance);
    const int probe = descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool free = ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(probe);
    if (free) return port;
  }
  throw std::runtime_error("no free port on loopback");
}

std::string random_suffix() {
  std::random_device chance;
  std::ostringstream text;
  text << std::hex << chance() % 0x1000000;
  return text.str();
}

std::string signature(const std::string& words) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  ::HMAC(EVP_sha1(), kSecret, sizeof kSecret - 1, reinterpret_cast<const unsigned char*>(words.data()),
         words.size(), bytes, &size);
  static const char digits[] = "0123456789abcdef";
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

json fine(const std::string& what, const PlainAnswer& answer) {
  if (answer.status != 200) throw std::runtime_error("Synapse: " + what + ": " + answer.body);
  return json::parse(answer.body);
}

/// Registration by the shared secret: synapse.docs "admin_api/register_api".
json registered(const std::string& url, const std::string& localpart, const std::string& password,
                bool administrator) {
  const std::string path = url + "/_synapse/admin/v1/register";
  const std::string nonce = fine("nonce", plain_http("GET", path)).at("nonce");
  const char zero = '\0';
  std::string words = nonce;
  for (const std::string& word : {localpart, password, std::string(administrator ? "admin" : "notadmin")})
    words += zero + word;
  const json request{{"nonce", nonce},
                     {"username", localpart},
                     {"password", password},
                     {"admin", administrator},
                     {"mac", signature(words)}};
  return fine("register " + localpart, plain_http("POST", path, {}, request.dump()));
}

/// The program that the tests bring up Synapse with, run with its output in `log`; its arguments follow.
pid_t run(const std::vector<std::string>& words, const fs::path& log, const std::string& notify,
          bool ends_with_us) {
  // All that allocates stands before the fork.
  std::vector<std::string> text{HOUSTON_SYNAPSE};
  text.insert(text.end(), words.begin(), words.end());
  std::vector<char*> arguments;
  for (std::string& word : text) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable)
    if (std::string(*variable).rfind("NOTIFY_SOCKET=", 0) != 0) variables.push_back(*variable);
  if (!notify.empty()) variables.push_back("NOTIFY_SOCKET=" + notify);
  std::vector<char*> environment;
  for (std::string& variable : variables) environment.push_back(variable.data());
  environment.push_back(nullptr);
  const std::string file = log;
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child > 0) return child;
  ::setsid();
  if (ends_with_us) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(126);
  }
  // All three streams: a server that inherits a pipe keeps ctest waiting.
  const int null = ::open("/dev/null", O_RDWR);
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(null, 0);
  ::dup2(out < 0 ? null : out, 1);
  ::dup2(out < 0 ? null : out, 2);
  ::execve(arguments[0], arguments.data(), environment.data());
  ::_exit(127);
}

/// Unpacks Synapse where it is not yet. Why not, where it cannot be had; asked once a process.
const std::string& why_not() {
  static const std::string why = [] {
    Folder folder;
    const pid_t building = run({"build"}, folder / "log", {}, true);
    int status = 0;
    ::waitpid(building, &status, 0);
    if (status == 0) return std::string{};
    std::string last, line;
    for (std::istringstream lines(read(folder / "log")); std::getline(lines, line);)
      if (!line.empty()) last = line;
    return last.empty() ? std::string(HOUSTON_SYNAPSE) + " build failed" : last;
  }();
  return why;
}

}  // namespace

bool missing_synapse() {
  const std::string& why = why_not();
  if (why.empty()) return false;
  if (std::getenv("HOUSTON_REQUIRE_SYNAPSE") != nullptr)
    throw std::runtime_error("no Synapse: " + why);
  std::cout << "SKIPPED: no Synapse: " << why << std::endl;
  return true;
}

Synapse::Synapse(Options options) : Synapse({}, std::move(options), true) {}

Synapse::Synapse(fs::path folder, Options options, bool ends_with_us)
    : folder_(std::move(folder)), ends_with_us_(ends_with_us), default_limits_(options.default_limits) {
  if (!why_not().empty()) throw std::runtime_error("no Synapse: " + why_not());
  if (folder_.empty()) folder_ = own_.emplace().path();
  if (default_limits_) std::ofstream(folder_ / "limits") << '\n';
  if (!options.settings.empty()) std::ofstream(folder_ / "more.yaml") << options.settings << '\n';
  for (int attempt = 1;; ++attempt) {
    port_ = free_port();
    url_ = "http://127.0.0.1:" + std::to_string(port_);
    try {
      launch();
      return;
    } catch (const std::exception&) {
      // Somebody else may have taken the port meanwhile.
      if (attempt == 5 || log().find("already in use") == std::string::npos) throw;
    }
  }
}

Synapse::Synapse(std::string url, pid_t pid) : url_(std::move(url)), pid_(pid) {}

Synapse::~Synapse() {
  if (own_ && pid_ > 0) end(SIGKILL);
}

Synapse& Synapse::shared() {
  static const std::unique_ptr<Synapse> one = [] {
    std::string url;
    pid_t pid = 0;
    std::ifstream file(HOUSTON_SYNAPSE_FIXTURE);
    if (std::getline(file, url) && file >> pid && ::kill(pid, 0) == 0)
      return std::unique_ptr<Synapse>(new Synapse(url, pid));
    return std::make_unique<Synapse>();
  }();
  return *one;
}

std::unique_ptr<Synapse> Synapse::to_leave(const fs::path& folder) {
  return std::unique_ptr<Synapse>(new Synapse(folder, {}, false));
}

Account Synapse::account(const std::string& name, bool exempt) {
  return account_named(name + "-" + random_suffix(), exempt);
}

Account Synapse::account_named(const std::string& localpart, bool exempt) {
  Account account;
  account.password = localpart + "-password";
  const json made = registered(url_, localpart, account.password, false);
  account.id = made.at("user_id");
  account.token = made.at("access_token");
  account.device = made.at("device_id");
  if (default_limits_ && exempt)
    fine("exempt " + localpart,
         plain_http("POST", url_ + "/_synapse/admin/v1/users/" + percent(account.id) + "/override_ratelimit",
                    admin(), R"({"messages_per_second":0,"burst_count":0})"));
  return account;
}

const std::string& Synapse::admin() {
  if (admin_.empty())
    admin_ = registered(url_, "admin-" + random_suffix(), "admin-password", true).at("access_token");
  return admin_;
}

void Synapse::kill() {
  end(SIGKILL);
}

void Synapse::stop() {
  end(SIGTERM);
}

void Synapse::start() {
  if (port_ == 0) throw std::logic_error("the shared Synapse is not one case's to start or stop");
  if (pid_ <= 0) launch();
}

void Synapse::restart() {
  kill();
  start();
}

void Synapse::end(int signal) {
  if (port_ == 0) throw std::logic_error("the shared Synapse is not one case's to start or stop");
  if (pid_ <= 0) return;
  ::kill(pid_, signal);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void Synapse::launch() {
  const Readiness readiness;
  pid_ = run({"serve", folder_.string(), std::to_string(port_)}, folder_ / "log", readiness.name(),
             ends_with_us_);
  const auto state = readiness.wait(pid_);
  if (state == Readiness::State::ready) return;
  if (state == Readiness::State::silent) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  pid_ = -1;
  throw std::runtime_error(
      (state == Readiness::State::silent ? "Synapse did not answer in time:\n" : "Synapse did not start:\n") +
      log());
}

std::string Synapse::log() const {
  return folder_.empty() ? std::string{} : read(folder_ / "log");
}

}  // namespace houston::test
