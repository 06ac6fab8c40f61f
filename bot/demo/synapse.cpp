#include "bot/demo/synapse.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/env.hpp>
#include <boost/process/environment.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/io.hpp>
#include <boost/process/start_dir.hpp>
#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>

#include "bot/json_fields.hpp"
#include "handlers/random.hpp"

namespace houston::bot::demo {
namespace {

namespace bp = boost::process;
namespace fs = std::filesystem;
using handlers::Random;
using nlohmann::json;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds kStartsWithin{120};
constexpr std::chrono::seconds kEndsWithin{10};
constexpr milliseconds kLook{50};
constexpr int kAttempts = 5;

const char kRegister[] = "/_synapse/admin/v1/register";

std::string read_file(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

bool write_file(const fs::path& file, const std::string& text) {
  std::ofstream out(file);
  out << text;
  out.close();
  return !out.fail();
}

/// Free now. Who takes it before Synapse does makes it try another one.
std::uint16_t free_port(Pump& pump) {
  namespace ip = boost::asio::ip;
  ip::tcp::acceptor probe(pump.io(), {ip::address_v4::loopback(), 0});
  return probe.local_endpoint().port();
}

/// Without padding, as Synapse keeps its signing key.
std::string base64(const unsigned char* bytes, int size) {
  std::array<unsigned char, 64> text{};
  const int length = EVP_EncodeBlock(text.data(), bytes, size);
  std::string all(reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(length));
  all.erase(all.find_last_not_of('=') + 1);
  return all;
}

/// "ed25519 a_demo SEED": 32 bytes, here those of 32 characters drawn by chance.
std::string signing_key() {
  const std::string seed = Random::key().substr(0, 32);
  return "ed25519 a_demo " + base64(reinterpret_cast<const unsigned char*>(seed.data()), 32) + "\n";
}

std::string settings(const fs::path& folder, std::uint16_t port, const std::string& secret) {
  const auto quoted = [](const std::string& text) { return "\"" + text + "\"\n"; };
  const auto file = [&](const char* name) { return quoted((folder / name).string()); };
  const std::string at = std::to_string(port);
  std::string text = "server_name: " + Synapse::server_name() + "\n";
  text += "public_baseurl: " + quoted("http://127.0.0.1:" + at + "/");
  text += "listeners:\n  - {port: " + at +
          ", bind_addresses: ['127.0.0.1'], type: http, tls: false, resources: [{names: [client]}]}\n";
  text += "database: {name: sqlite3, args: {database: \"" + (folder / "homeserver.db").string() + "\"}}\n";
  text += "signing_key_path: " + file("signing.key");
  text += "media_store_path: " + file("media");
  text += "log_config: " + file("log.yaml");
  text += "registration_shared_secret: " + quoted(secret);
  text += "macaroon_secret_key: " + quoted(Random::key());
  text += "form_secret: " + quoted(Random::key());
  // Nobody else's server is talked to, nobody counts, and a week passes in a minute.
  return text + R"(bcrypt_rounds: 4
report_stats: false
trusted_key_servers: []
suppress_key_server_warning: true
federation_domain_whitelist: []
rc_message: &lifted {per_second: 100000, burst_count: 100000}
rc_login: {address: *lifted, account: *lifted, failed_attempts: *lifted}
rc_registration: *lifted
rc_joins: {local: *lifted, remote: *lifted}
rc_joins_per_room: *lifted
rc_invites: {per_room: *lifted, per_user: *lifted, per_issuer: *lifted}
rc_admin_redaction: *lifted
)";
}

constexpr const char* kLogging = R"(version: 1
formatters: {plain: {format: '%(asctime)s %(levelname)s %(name)s: %(message)s'}}
handlers: {stderr: {class: logging.StreamHandler, formatter: plain}}
root: {level: WARNING, handlers: [stderr]}
disable_existing_loggers: false
)";

/// Synapse's own way: HMAC-SHA1, in hexadecimal digits. https://element-hq.github.io/synapse/ "register_api"
std::string signature(const std::string& secret, const std::string& words) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int size = 0;
  HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(words.data()), words.size(), bytes.data(), &size);
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

std::string last_line(const std::string& text) {
  std::string last, line;
  for (std::istringstream lines(text); std::getline(lines, line);) {
    if (!line.empty()) last = line;
  }
  return last;
}

}  // namespace

struct Synapse::Impl {
  Impl(Pump& pump, net::HttpClient& http, fs::path folder)
      : pump(pump), http(http), folder(std::move(folder)), secret(Random::key()) {}
  ~Impl() { end(); }

  Pump& pump;
  net::HttpClient& http;
  fs::path folder;
  std::string secret;
  std::string url;
  std::unique_ptr<MatrixClient> client;
  bp::child child;

  fs::path log() const { return folder / "synapse.log"; }

  void launch(const SynapseProgram& program) {
    const std::vector<std::string> words = [&] {
      std::vector<std::string> all(program.begin() + 1, program.end());
      all.insert(all.end(), {"--config-path", (folder / "homeserver.yaml").string()});
      return all;
    }();
    bp::environment environment = boost::this_process::environment();
    environment.erase("NOTIFY_SOCKET");  // Systemd's word with Houston is none of its business.
    const pid_t parent = getpid();
    const auto own_fate = [parent](auto&) {
      // Ctrl-C is for the demo, which then ends its Synapse; and that does not outlive it.
      setpgid(0, 0);
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (getppid() != parent) _exit(126);
    };
    child =
        bp::child(bp::exe = program.front(), bp::args = words, environment, bp::start_dir = folder.string(),
                  bp::std_in<bp::null, (bp::std_out & bp::std_err)> log().string(),
                  bp::extend::on_exec_setup = own_fate);
  }

  bool running() {
    std::error_code failed;
    return child.valid() && child.running(failed) && !failed;
  }

  bool answers() { return client->call("GET", "/_matrix/client/versions").has_value(); }

  /// True when it answers, false when it has ended or does not answer in time.
  bool wait() {
    const auto until = Steady::now() + kStartsWithin;
    while (Steady::now() < until && running()) {
      if (answers()) return true;
      pump.linger(kLook);
    }
    return false;
  }

  void end() {
    if (!running()) return;
    ::kill(child.id(), SIGTERM);
    const auto until = Steady::now() + kEndsWithin;
    while (running() && Steady::now() < until) std::this_thread::sleep_for(kLook / 5);
    std::error_code ignored;
    if (running()) child.terminate(ignored);
  }
};

Synapse::Synapse(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Synapse::~Synapse() = default;

Result<std::unique_ptr<Synapse>> Synapse::start(Pump& pump, net::HttpClient& http,
                                                const SynapseProgram& program, const fs::path& folder) {
  auto impl = std::make_unique<Impl>(pump, http, folder);
  for (int attempt = 1;; ++attempt) {
    const std::uint16_t port = free_port(pump);
    impl->url = "http://127.0.0.1:" + std::to_string(port);
    impl->client = std::make_unique<MatrixClient>(pump, http, impl->url);
    if (!write_file(folder / "homeserver.yaml", settings(folder, port, impl->secret)) ||
        !write_file(folder / "signing.key", signing_key()) || !write_file(folder / "log.yaml", kLogging))
      return Error{"the demo cannot write to " + folder.string() + ": is there space?"};
    try {
      impl->launch(program);
    } catch (const bp::process_error& error) {
      return Error{program.front() + " cannot be started: " + error.code().message()};
    }
    if (impl->wait()) return std::unique_ptr<Synapse>(new Synapse(std::move(impl)));
    const bool ended = !impl->running();
    impl->end();
    const std::string log = read_file(impl->log());
    if (attempt < kAttempts && log.find("already in use") != std::string::npos) continue;
    return Error{program.front() + (ended ? " ended at once: " : " does not answer: ") + last_line(log)};
  }
}

const std::string& Synapse::url() const {
  return impl_->url;
}

Result<Synapse::Account> Synapse::account(const std::string& name, const std::string& password) {
  const auto nonce = impl_->client->call("GET", kRegister);
  if (!nonce) return nonce.error();
  std::string words = text_of(*nonce, "nonce");
  for (const std::string& word : {name, password, std::string("notadmin")}) words += '\0' + word;
  const json request{{"nonce", text_of(*nonce, "nonce")},
                     {"username", name},
                     {"password", password},
                     {"admin", false},
                     {"mac", signature(impl_->secret, words)}};
  const auto made = impl_->client->call("POST", kRegister, request);
  if (!made) return made.error();
  return Account{text_of(*made, "user_id"), text_of(*made, "access_token")};
}

}  // namespace houston::bot::demo
