// Finding the homeserver by the server's name, against a scripted network; logging in, against a real
// Synapse.
#include "bot/matrix/session.hpp"

#include <fstream>
#include <map>
#include <thread>

#include "bot/matrix/discovery.hpp"
#include "bot/net/http_client.hpp"
#include "bot/net/server.hpp"
#include "bot/net/tls.hpp"
#include "tests/matrix/script.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/matrix_person.hpp"
#include "tests/support/synapse.hpp"

namespace houston::bot::matrix {
namespace {

using boost::asio::awaitable;
using nlohmann::json;
using Kind = ApiFailure::Kind;

/// Runs coroutines; keeps what a session keeps.
struct Bench {
  template <class T>
  T run(boost::asio::awaitable<T> work) {
    return matrix::run(context, std::move(work));
  }
  awaitable<std::optional<std::string>> find(std::string name) {
    const auto at = kept.find(name);
    std::optional<std::string> found;
    if (at != kept.end()) found = at->second;
    co_return found;
  }
  awaitable<bool> keep(std::string name, std::string value) {
    if (keeps) kept[name] = value;
    co_return keeps;
  }
  Notes notes() {
    return {[this](std::string name) { return find(std::move(name)); },
            [this](std::string name, std::string value) { return keep(std::move(name), std::move(value)); }};
  }
  json login() const { return kept.count("session.login") ? json::parse(kept.at("session.login")) : json(); }

  boost::asio::io_context context;
  Metrics metrics;
  std::map<std::string, std::string> kept;
  bool keeps = true;
};

/// A network with an answer for each URL; what is not there does not answer.
struct Web {
  Transport transport() {
    return [this](net::HttpRequest request) { return reply(std::move(request)); };
  }
  awaitable<net::HttpOutcome> reply(net::HttpRequest request) {
    asked.push_back(request.url);
    const auto at = answers.find(request.url);
    net::HttpOutcome outcome;
    if (at != answers.end()) {
      outcome = at->second;
    } else {
      net::NetError error;
      error.message = "nobody there";
      outcome = error;
    }
    co_return outcome;
  }
  std::map<std::string, net::HttpResponse> answers;
  std::vector<std::string> asked;
};

config::SecretSource anywhere() {
  return {config::SecretSource::Kind::environment, "SECRET"};
}

/// A session with Synapse.
struct Real : Bench {
  explicit Real(const std::string& url, const std::filesystem::path& ca_file = {}) {
    access.homeserver = url + "/";
    net::HttpLimits limits;
    auto tls = net::client_tls(ca_file);
    REQUIRE(tls.has_value());
    client = std::make_shared<net::HttpClient>(context.get_executor(), std::move(*tls), net::ProxySettings{},
                                               limits);
    transport = [client = client](net::HttpRequest request) { return client->send(std::move(request)); };
  }
  void by_password(const std::string& user, const std::string& password) {
    access.user = user;
    access.password = anywhere();
    secret = Secret(password);
  }
  /// A new life of the program: nothing is left but the notes.
  Outcome<Whoami> begin() {
    api = std::make_unique<Api>("", transport, metrics);
    session = std::make_unique<Session>(*api, transport, Credentials{access, secret, reread}, ++seed);
    return run(session->begin(notes()));
  }
  Outcome<Whoami> renew() { return run(session->renew(notes())); }

  std::shared_ptr<net::HttpClient> client;
  Transport transport;
  config::MatrixAccess access;
  Secret secret;
  std::function<Result<Secret>()> reread;
  std::uint64_t seed = 0;
  std::unique_ptr<Api> api;
  std::unique_ptr<Session> session;
};

std::string device_of(const Outcome<Whoami>& outcome) {
  if (const auto* failure = std::get_if<ApiFailure>(&outcome)) FAIL(failure->what);
  return std::get<Whoami>(outcome).device_id;
}

}  // namespace

TEST_CASE("What a server says at its well-known place") {
  struct Row {
    net::HttpResponse response;
    std::string found;  ///< Or "" for a failure …
    Kind kind;          ///< … of this kind.
  };
  const std::vector<Row> rows{
      {http(200, R"({"m.homeserver":{"base_url":"https://matrix.example.com"}})"),
       "https://matrix.example.com",
       {}},
      {http(200, R"({"m.homeserver":{"base_url":"https://matrix.example.com:8448/x/"}})"),
       "https://matrix.example.com:8448/x",
       {}},
      {http(200, R"({"m.homeserver":{"base_url":"http://127.0.0.1:8008"}})"), "http://127.0.0.1:8008", {}},
      {http(200, R"({"m.homeserver":{"base_url":"http://matrix.example.com"}})"), "", Kind::operate},
      {http(200, R"({"m.homeserver":{"base_url":5}})"), "", Kind::operate},
      {http(200, R"({"m.homeserver":[]})"), "", Kind::operate},
      {http(200, "<html>Welcome</html>"), "", Kind::operate},
      {http(403, "{}"), "", Kind::operate},
      {http(404, "<html>nothing</html>"), "https://example.com", {}},
      {http(503, ""), "", Kind::retry},
  };
  for (const Row& row : rows) {
    INFO(row.response.status << " " << row.response.body);
    const auto outcome = read_well_known("example.com", row.response);
    if (const auto* found = std::get_if<std::string>(&outcome)) {
      CHECK(*found == row.found);
    } else {
      const auto& failure = std::get<ApiFailure>(outcome);
      CHECK(row.found.empty());
      CHECK(failure.kind == row.kind);
      CHECK(failure.what.find("as homeserver in the settings") != std::string::npos);
    }
  }
}

TEST_CASE("A homeserver is found by its server's name, through redirects, but only safe ones") {
  Bench bench;
  Web web;
  web.answers["https://example.com/.well-known/matrix/client"] =
      http(301, "", {{"location", "https://www.example.com/.well-known/matrix/client"}});
  web.answers["https://www.example.com/.well-known/matrix/client"] =
      http(302, "", {{"location", "/matrix.json"}});
  web.answers["https://www.example.com/matrix.json"] =
      http(200, R"({"m.homeserver":{"base_url":"https://m.example.com/"}})");
  const auto found = bench.run(discover(web.transport(), "example.com"));
  REQUIRE(std::holds_alternative<std::string>(found));
  CHECK(std::get<std::string>(found) == "https://m.example.com");

  web.answers["https://b.example/.well-known/matrix/client"] =
      http(301, "", {{"location", "http://b.example/x"}});
  CHECK(std::get<ApiFailure>(bench.run(discover(web.transport(), "b.example"))).kind == Kind::operate);
  web.answers["https://c.example/.well-known/matrix/client"] =
      http(301, "", {{"location", "https://c.example/.well-known/matrix/client"}});
  CHECK(std::get<ApiFailure>(bench.run(discover(web.transport(), "c.example"))).kind == Kind::operate);
  const auto silent = std::get<ApiFailure>(bench.run(discover(web.transport(), "d.example")));
  CHECK(silent.kind == Kind::retry);
  CHECK(silent.what.find("d.example") != std::string::npos);
}

TEST_CASE("Where the server's name cannot be asked, the homeserver of the last time is used") {
  Bench bench;
  Web web;
  const std::string place = "https://example.com/.well-known/matrix/client";
  const std::string whoami = "https://m.example.com/_matrix/client/v3/account/whoami";
  web.answers[place] = http(200, R"({"m.homeserver":{"base_url":"https://m.example.com"}})");
  web.answers[whoami] = http(200, R"({"user_id":"@houston:example.com","device_id":"D"})");
  config::MatrixAccess access;
  access.server_name = "example.com";
  access.access_token = anywhere();
  const auto begin = [&] {
    Api api("", web.transport(), bench.metrics);
    Session session(api, web.transport(), {access, Secret("syt_token_token")}, 1);
    return bench.run(session.begin(bench.notes()));
  };
  CHECK(std::get<Whoami>(begin()).user_id == "@houston:example.com");
  web.answers.erase(place);
  CHECK(std::get<Whoami>(begin()).user_id == "@houston:example.com");
  bench.kept.clear();
  CHECK(std::get<ApiFailure>(begin()).kind == Kind::retry);
}

TEST_CASE("Houston logs in once, and is the same device in its next life and after the server forgot it") {
  HOUSTON_NEED_SYNAPSE();
  auto& synapse = test::Synapse::shared();
  const auto account = synapse.account("houston");
  Real real(synapse.url());
  real.by_password(account.id, account.password);
  const std::string device = device_of(real.begin());
  CHECK(device.substr(0, 7) == "HOUSTON");
  CHECK(real.login().at("device") == device);
  const std::string token = real.login().at("token");
  CHECK(device_of(real.begin()) == device);
  CHECK(real.login().at("token") == token);

  // The server forgets the token, the device with it.
  test::Account session = account;
  session.token = token;
  test::MatrixPerson(synapse.url(), session).call("POST", "/logout", json::object());
  CHECK(device_of(real.renew()) == device);
  CHECK(real.login().at("token") != token);
  CHECK(device_of(real.begin()) == device);
  // No device was left behind: the one of the account's registration, and Houston's.
  CHECK(test::MatrixPerson(synapse.url(), account).call("GET", "/devices").at("devices").size() == 2);

  // Another replica has logged in again, and kept that: its token is used.
  const std::string first = real.login().at("token");
  Real other(synapse.url());
  other.by_password(account.id, account.password);
  other.kept = real.kept;
  session.token = first;
  test::MatrixPerson(synapse.url(), session).call("POST", "/logout", json::object());
  CHECK(device_of(other.begin()) == device);
  real.kept = other.kept;
  CHECK(device_of(real.renew()) == device);
  CHECK(real.login().at("token") == other.login().at("token"));

  // Another account in the settings starts anew.
  const auto next = synapse.account("houston");
  real.by_password(next.id.substr(1, next.id.find(':') - 1), next.password);
  CHECK(device_of(real.begin()) != device);
  CHECK(std::get<Whoami>(real.begin()).user_id == next.id);
}

TEST_CASE("After a soft logout Houston is the same device again") {
  HOUSTON_NEED_SYNAPSE();
  test::Synapse::Options options;
  options.settings = "nonrefreshable_access_token_lifetime: 1s";
  test::Synapse synapse(options);
  const auto account = synapse.account_named("houston");
  Real real(synapse.url());
  real.by_password("houston", account.password);
  const std::string device = device_of(real.begin());
  // Until the server has had enough of the token.
  std::optional<ApiFailure> expired;
  while (!expired) {
    const auto who = real.run(real.api->whoami());
    if (const auto* failure = std::get_if<ApiFailure>(&who)) expired = *failure;
  }
  CHECK(expired->errcode == "M_UNKNOWN_TOKEN");
  CHECK(expired->soft_logout);
  CHECK(device_of(real.renew()) == device);
}

TEST_CASE("A login that cannot be, says what to look at") {
  HOUSTON_NEED_SYNAPSE();
  auto& synapse = test::Synapse::shared();
  const auto account = synapse.account("houston");
  Real real(synapse.url());
  real.by_password(account.id, "not the password");
  const auto refused = std::get<ApiFailure>(real.begin());
  CHECK(refused.kind == Kind::operate);
  CHECK(refused.what.find("check user and password") != std::string::npos);
  CHECK(refused.what.find("not the password") == std::string::npos);
  real.by_password(account.id, account.password);
  real.kept.clear();
  real.keeps = false;
  CHECK(std::get<ApiFailure>(real.begin()).kind == Kind::retry);
}

TEST_CASE("A configured token that the server does not know is read again, where it may have been replaced") {
  HOUSTON_NEED_SYNAPSE();
  auto& synapse = test::Synapse::shared();
  const auto account = synapse.account("houston");
  Real real(synapse.url());
  real.access.access_token = anywhere();
  real.secret = Secret("syt_of_yesterday");
  const auto unknown = std::get<ApiFailure>(real.begin());
  CHECK(unknown.kind == Kind::operate);
  CHECK(unknown.what.find("access_token") != std::string::npos);
  CHECK(unknown.what.find("yesterday") == std::string::npos);
  CHECK(std::holds_alternative<ApiFailure>(real.renew()));
  real.reread = [&]() -> Result<Secret> { return Secret(account.token); };
  real.begin();
  CHECK(device_of(real.renew()) == account.device);
  CHECK(real.kept.count("session.login") == 0);
}

namespace {

/// A web server with TLS on a free port, which says where the homeserver of "localhost" is.
class WellKnown {
 public:
  explicit WellKnown(const std::string& homeserver) : certificate_(net::make_certificate()) {
    std::ofstream(ca_file()) << certificate_.ca_pem;
    net::ServerOptions options;
    options.tls = net::server_tls(certificate_).value();
    net::ServerHandlers handlers;
    handlers.http = [homeserver](net::ServerRequest request) -> awaitable<net::ServerResponse> {
      net::ServerResponse response;
      if (request.target == "/.well-known/matrix/client") {
        response.status = 302;
        response.headers["Location"] = "https://localhost/moved";
      } else {
        response.body = json({{"m.homeserver", {{"base_url", homeserver + "/"}}}}).dump();
      }
      co_return response;
    };
    server_ = net::Server::start(context_.get_executor(), options, handlers).value();
    thread_ = std::thread([this] { context_.run(); });
  }
  ~WellKnown() {
    context_.stop();
    thread_.join();
  }
  std::filesystem::path ca_file() const { return folder_.path() / "ca.pem"; }
  /// A network in which port 443 of localhost is this server's: nobody may listen there in a test.
  Transport reached(Transport onward) const {
    return [onward = std::move(onward), port = server_->port()](net::HttpRequest request) {
      const std::string usual = "https://localhost/";
      if (request.url.starts_with(usual))
        request.url = "https://localhost:" + std::to_string(port) + "/" + request.url.substr(usual.size());
      return onward(std::move(request));
    };
  }

 private:
  test::Folder folder_;
  net::ThrowawayCertificate certificate_;
  boost::asio::io_context context_{1};
  std::unique_ptr<net::Server> server_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("From a server's name over TLS to its homeserver, with a token that was made as the README says") {
  HOUSTON_NEED_SYNAPSE();
  auto& synapse = test::Synapse::shared();
  const auto account = synapse.account("houston");
  const WellKnown web(synapse.url());
  const json login = test::MatrixPerson(synapse.url(), account)
                         .call("POST", "/login",
                               {{"type", "m.login.password"},
                                {"identifier", {{"type", "m.id.user"}, {"user", account.id}}},
                                {"password", account.password},
                                {"device_id", "HOUSTON"}});
  const auto name = [&](Real& real) {
    real.access.homeserver.clear();
    real.access.server_name = synapse.server_name();
    real.access.access_token = anywhere();
    real.secret = Secret(login.at("access_token").get<std::string>());
    real.transport = web.reached(real.transport);
  };
  Real real(synapse.url(), web.ca_file());
  name(real);
  CHECK(device_of(real.begin()) == "HOUSTON");
  CHECK(real.api->homeserver() == synapse.url());
  // Whose certificate nobody vouches for is not believed.
  Real careful(synapse.url());
  name(careful);
  const auto failure = std::get<ApiFailure>(careful.begin());
  CHECK(failure.kind == Kind::retry);
  CHECK(failure.what.find("ca_file") != std::string::npos);
}

TEST_CASE("A command that asks once leaves no session behind") {
  HOUSTON_NEED_SYNAPSE();
  auto& synapse = test::Synapse::shared();
  const auto account = synapse.account("houston");
  Real real(synapse.url());
  real.by_password(account.id, account.password);
  Api api("", real.transport, real.metrics);
  Session session(api, real.transport, {real.access, real.secret}, 3);
  CHECK(std::holds_alternative<Whoami>(real.run(session.begin(no_notes()))));
  const auto leave = [](Session& session) -> awaitable<bool> {
    co_await session.leave();
    co_return true;
  };
  real.run(leave(session));
  CHECK(test::MatrixPerson(synapse.url(), account).call("GET", "/devices").at("devices").size() == 1);
}

}  // namespace houston::bot::matrix
