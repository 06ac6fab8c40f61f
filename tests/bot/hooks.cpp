// Hooks without a socket: signatures, secrets, measures, and a database that does not answer.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>

#include "bot/bucket.hpp"
#include "bot/hooks/doors.hpp"
#include "bot/hooks/pages.hpp"
#include "bot/hooks/signature.hpp"
#include "bot/hooks/take.hpp"
#include "tests/bot/support.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot {
namespace {

using namespace testing;
using namespace std::chrono_literals;

TEST_CASE("Signatures are RFC 4231's, and nothing else is taken for one") {
  const Secret jefe("Jefe");
  const std::string text = "what do ya want for nothing?";
  const std::string right = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  CHECK(hooks::hmac_sha256(jefe, text) == right);
  CHECK(hooks::is_signed(jefe, text, "sha256=" + right));
  CHECK(hooks::is_signed(jefe, text,
                         "sha256=5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843"));
  for (std::size_t i = 0; i < right.size(); ++i) {
    std::string wrong = right;
    wrong[i] = wrong[i] == '0' ? '1' : '0';
    CHECK_FALSE(hooks::is_signed(jefe, text, "sha256=" + wrong));
  }
  for (const std::string& wrong : {std::string(), std::string("sha256="), right, "sha1=" + right,
                                   "sha256=" + right.substr(1), "sha256=" + right + "0"}) {
    CHECK_FALSE(hooks::is_signed(jefe, text, wrong));
  }
  CHECK_FALSE(hooks::is_signed(jefe, text + " ", "sha256=" + right));
  CHECK(hooks::sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("A bucket fills again with time, and says when") {
  const Bucket::Time start{};
  Bucket bucket(2, 0.5);
  CHECK(bucket.take(start));
  CHECK(bucket.take(start));
  CHECK_FALSE(bucket.take(start));
  CHECK(bucket.wait(start) == 2s);
  CHECK(bucket.wait(start + 1500ms) == 1s);
  CHECK(bucket.wait(start + 2s) == 0s);
  CHECK(bucket.take(start + 2s));
  CHECK_FALSE(bucket.take(start + 3s));
  CHECK(bucket.take(start + 1h));
  CHECK(bucket.take(start + 1h));
  CHECK_FALSE(bucket.take(start + 1h));
}

TEST_CASE("A hook's secret that is missing or short is told by team and hook, without the secret") {
  config::Settings settings;
  settings.teams.emplace_back();
  settings.teams.back().name = TeamId{"vision"};
  settings.teams.back().hooks.push_back({"ci", config::HookKind::github, {}, true, true, {}, {}});
  const auto open = [&](Result<Secret> secret) {
    return hooks::open_doors(settings, [&](const config::SecretSource&) { return secret; });
  };
  const auto short_one = open(Secret("fifteen letters"));
  REQUIRE(short_one.has_error());
  CHECK(short_one.error().message.find("Team vision, hook ci, secret: it is shorter than 16") == 0);
  CHECK(short_one.error().message.find("fifteen") == std::string::npos);
  const auto missing = open(Error{"the environment variable CI is not set"});
  REQUIRE(missing.has_error());
  CHECK(missing.error().message == "Team vision, hook ci, secret: the environment variable CI is not set");
  const auto right = open(Secret("sixteen letters!"));
  REQUIRE(right.has_value());
  CHECK(right->size() == 1);
}

/// A queue that does with every job what the test wants.
struct StrangeJobs final : Jobs {
  std::function<void(Job&)> with;
  std::vector<Job> kept;
  void post(Job job) override {
    if (with) with(job);
    kept.push_back(std::move(job));
  }
};

TEST_CASE(
    "Whoever sends hears 503 from a database that refuses or is silent, and 500 when it is Houston's fault") {
  config::Settings settings;
  const auto houston = std::move(handlers::Houston::create(settings).value());
  const TestClock clock;
  Metrics metrics;
  boost::asio::io_context io;
  StrangeJobs jobs;  // What it keeps holds timers of `io`.
  std::vector<hooks::Door> doors;
  doors.push_back({TeamId{"vision"},
                   {"ci", config::HookKind::signed_json, {}, true, true, {}, {}},
                   Secret("the secret of this test")});
  hooks::Pages pages(std::move(doors), clock, metrics, [&](handlers::Celebration celebration) {
    return hooks::take(io.get_executor(), jobs, *houston, clock, std::move(celebration), 5ms);
  });
  const auto send = [&] {
    net::ServerRequest request;
    request.method = "POST";
    request.target = "/hooks/ci?from=ci";
    request.body = R"({"title":"x"})";
    const auto seconds = std::chrono::floor<std::chrono::seconds>(clock.now()).time_since_epoch().count();
    request.headers["x-houston-timestamp"] = std::to_string(seconds);
    request.headers["x-houston-signature"] =
        "sha256=" +
        hooks::hmac_sha256(Secret("the secret of this test"), std::to_string(seconds) + "." + request.body);
    std::optional<net::ServerResponse> response;
    boost::asio::co_spawn(
        io, pages.answer(std::move(request)),
        [&](std::exception_ptr, net::ServerResponse value) { response = std::move(value); });
    io.restart();
    io.run();
    return response.value();
  };
  net::ServerResponse response = send();  // Silence.
  CHECK(response.status == 503);
  CHECK(response.headers.at("Retry-After") == "30");
  jobs.with = [](Job& job) { job.done(JobEnd::refused); };
  CHECK(send().status == 503);
  jobs.with = [](Job& job) { job.done(JobEnd::failed); };
  CHECK(send().status == 500);
  CHECK(metrics.value("hooks", {{"hook", "ci"}, {"result", "not_kept"}}) == 2);
  CHECK(metrics.value("hooks", {{"hook", "ci"}, {"result", "failed"}}) == 1);
  CHECK(metrics.text().find("the secret of this test") == std::string::npos);
}

}  // namespace
}  // namespace houston::bot
