// Machines celebrate: real HTTP to a running Houston (App, in this process), whose Slack is the sandbox.
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fstream>
#include <future>
#include <sstream>
#include <thread>

#include "bot/app.hpp"
#include "bot/hooks/signature.hpp"
#include "bot/net/http_client.hpp"
#include "bot/platforms.hpp"
#include "scheduler/recurrence.hpp"
#include "scheduler/zone.hpp"
#include "tests/stories/harness/box.hpp"
#include "tests/stories/harness/process.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/database.hpp"
#include "tests/support/patience.hpp"

namespace houston::tests {
namespace {

using bot::sandbox::Json;
using bot::sandbox::Sandbox;
using namespace std::chrono_literals;
using Headers = std::vector<std::pair<std::string, std::string>>;

const std::map<std::string, std::string> kSecrets = {{"GITHUB", "a secret that GitHub knows, too"},
                                                     {"TRAINING", "4f0d-the-training-job-signs-with-it"}};

struct Answer {
  int status = 0;
  std::string body;
  std::map<std::string, std::string> headers;
};

/// A Houston of the world's.
struct Running {
  std::unique_ptr<scheduler::FileClock> clock;
  std::unique_ptr<bot::App> app;

  Answer send(const std::string& method, const std::string& path, const Headers& headers,
              const std::string& body) {
    boost::asio::io_context io;
    net::HttpClient http(io.get_executor(), net::client_tls({}).value(), net::ProxySettings{});
    net::HttpRequest request;
    request.method = method;
    request.url = "http://127.0.0.1:" + std::to_string(app->listen_port()) + path;
    request.headers = headers;
    request.body = body;
    request.timeout = 20s * test::kTimeFactor;
    std::optional<net::HttpOutcome> outcome;
    auto work = http.send(std::move(request));
    boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr failure, net::HttpOutcome value) {
      if (!failure) outcome = std::move(value);
      io.stop();
    });
    io.run();
    // Nothing of Catch's here: threads call it.
    const auto& response = std::get<net::HttpResponse>(outcome.value());
    return {response.status, response.body, response.headers};
  }

  double counted(const std::string& hook, const std::string& result) {
    return app->metrics().value("hooks", {{"hook", hook}, {"result", result}});
  }
};

class World {
 public:
  explicit World(const std::string& database, const std::string& hook_lines = "")
      : box_(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24) + 10h, 1),
        database_(database),
        hook_lines_(hook_lines) {}

  Running run() {
    std::ostringstream text;
    text << "[houston]\ndatabase = \"" << database_ << "\"\nlisten = \"127.0.0.1:0\"\n"
         << "[[workspace]]\nname = \"acme\"\nbot_token = \"env:BOT\"\napp_token = \"env:APP\"\n"
         << "ca_file = \"ca.pem\"\napi_url = \"" << box_.in([](Sandbox& s) { return s.api_url(); }) << "\"\n"
         << "[[team]]\nname = \"vision\"\nworkspace = \"acme\"\nchannel = \"#vision\"\n"
         << "time_zone = \"Europe/Warsaw\"\nleads = [\"ana@example.com\"]\n"
         << "[[team.ritual]]\nkind = \"wins\"\nname = \"wins\"\n"
         << "[[team.hook]]\nkind = \"github\"\nname = \"github\"\nsecret = \"env:GITHUB\"\n"
         << hook_lines_
         << "[[team.hook]]\nkind = \"signed\"\nname = \"training\"\nsecret = \"env:TRAINING\"\n";
    auto loaded = config::parse(text.str(), box_.folder(), {scheduler::zone_exists, scheduler::rule_problem});
    for (const auto& problem : loaded.problems) FAIL(problem.message);
    Running running;
    running.clock = std::make_unique<scheduler::FileClock>(box_.clock_file(), box_.now());
    bot::AppParts parts;
    parts.settings = loaded.settings;
    parts.clock = running.clock.get();
    const auto tokens = box_.environment();
    parts.read_secret = [tokens](const config::SecretSource& source) -> Result<Secret> {
      if (source.where == "BOT") return Secret(tokens.at("SLACK_BOT_TOKEN"));
      if (source.where == "APP") return Secret(tokens.at("SLACK_APP_TOKEN"));
      return Secret(kSecrets.at(source.where));
    };
    parts.make_platform = bot::known_platforms();
    auto created = bot::App::create(std::move(parts));
    if (!created) FAIL(created.error().message);
    running.app = std::move(*created);
    running.app->start();
    return running;
  }

  /// Lets everything that can happen happen, hurrying the clock over what waits for it.
  void settle(Running& running) {
    const auto give_up = std::chrono::steady_clock::now() + 60s * test::kTimeFactor;
    while (true) {
      const auto standing = running.app->standing();
      const bool idle = box_.in([](Sandbox& sandbox) { return sandbox.idle(); });
      const bool knows =
          running.app->metrics().value("events", {{"kind", "roster"}, {"result", "handled"}}) > 0;
      if (running.app->connected() && knows && idle && standing && standing->settled &&
          standing->outbox == 0) {
        return;
      }
      // What an earlier Houston did not acknowledge, Slack sends again after a minute.
      if (standing && standing->settled && (standing->outbox > 0 || !idle)) box_.advance(200ms);
      if (std::chrono::steady_clock::now() > give_up)
        FAIL("Houston does not settle: connected "
             << running.app->connected() << ", roster " << knows << ", Slack idle " << idle << ", settled "
             << (standing && standing->settled) << ", outbox " << (standing ? standing->outbox : -1) << ", "
             << running.app->problem());
      std::this_thread::yield();
    }
  }

  /// What stands in the channel, oldest first.
  std::vector<std::string> channel() {
    return box_.in([](Sandbox& sandbox) {
      std::vector<std::string> texts;
      for (const auto& message : sandbox.messages(sandbox.place_id("#vision").value())) {
        if (!message.deleted && message.ephemeral_to.empty() && message.from_bot) {
          texts.push_back(message.readable());
        }
      }
      return texts;
    });
  }

  /// The first message as Slack keeps it.
  std::string raw() {
    return box_.in(
        [](Sandbox& sandbox) { return sandbox.messages(sandbox.place_id("#vision").value()).front().text; });
  }

  Box& box() { return box_; }
  std::string seconds(Duration from_now = {}) {
    return std::to_string(
        std::chrono::floor<std::chrono::seconds>(box_.now() + from_now).time_since_epoch().count());
  }

  static Headers github(const std::string& event, const std::string& delivery, const std::string& body) {
    return {
        {"Content-Type", "application/json"},
        {"X-GitHub-Event", event},
        {"X-GitHub-Delivery", delivery},
        {"X-Hub-Signature-256", "sha256=" + bot::hooks::hmac_sha256(Secret(kSecrets.at("GITHUB")), body)}};
  }
  static Headers training(const std::string& time, const std::string& body,
                          const std::string& delivery = "") {
    Headers headers = {
        {"X-Houston-Timestamp", time},
        {"X-Houston-Signature",
         "sha256=" + bot::hooks::hmac_sha256(Secret(kSecrets.at("TRAINING")), time + "." + body)}};
    if (!delivery.empty()) headers.emplace_back("X-Houston-Delivery", delivery);
    return headers;
  }

 private:
  Box box_;
  std::string database_;
  std::string hook_lines_;
};

Json release() {
  return {{"action", "published"},
          {"release",
           {{"id", 4711},
            {"tag_name", "v2.0"},
            {"name", "Faster <!channel> *loading*"},
            {"prerelease", false},
            {"html_url", "https://github.com/acme/model/releases/tag/v2.0"},
            {"author", {{"login", "bo"}, {"type", "User"}}}}},
          {"repository", {{"full_name", "acme/model"}, {"default_branch", "main"}}}};
}

Json green_run() {
  return {{"action", "completed"},
          {"workflow_run",
           {{"id", 99},
            {"name", "Nightly"},
            {"display_title", "Decode once"},
            {"head_branch", "main"},
            {"event", "schedule"},
            {"conclusion", "success"},
            {"html_url", "https://github.com/acme/model/actions/runs/99"},
            {"actor", {{"login", "octocat"}, {"type", "User"}}},
            {"head_repository", {{"full_name", "acme/model"}}}}},
          {"repository", {{"full_name", "acme/model"}, {"default_branch", "main"}}}};
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string kConverged = R"({"title":"Model converged","people":["@bo","Grace"]})";

}  // namespace

TEST_CASE("a release at GitHub is one celebration, however often it is told of, across a restart") {
  test::FreshDatabase fresh(storage::Engine::sqlite);
  World world(fresh.url());
  Running running = world.run();
  world.settle(running);
  const std::string body = release().dump();
  const Answer first = running.send("POST", "/hooks/github", World::github("release", "d-1", body), body);
  CHECK(first.status == 202);
  const Answer again = running.send("POST", "/hooks/github", World::github("release", "d-1", body), body);
  CHECK(again.status == 202);
  CHECK(again.body == first.body);
  world.settle(running);
  REQUIRE(world.channel().size() == 1);
  const std::string said = world.channel().front();
  INFO(said);
  CHECK(has(said, "acme/model v2.0 is released"));
  CHECK(has(said, "https://github.com/acme/model/releases/tag/v2.0"));
  CHECK(has(said, "Faster"));
  CHECK(has(world.raw(), "Faster &lt;!channel&gt; "));
  running.app.reset();
  running = world.run();
  CHECK(running.send("POST", "/hooks/github", World::github("release", "d-1", body), body).status == 202);
  // Another webhook of the same repository tells of the same release.
  CHECK(running.send("POST", "/hooks/github", World::github("release", "d-2", body), body).status == 202);
  world.settle(running);
  CHECK(world.channel().size() == 1);
  CHECK(running.counted("github", "known") == 2);

  // What a lead has withdrawn does not come back.
  world.box().in(
      [](Sandbox& s) { return s.command("ana", "#vision", "/houston", "celebrate withdraw 1").has_value(); });
  world.settle(running);
  CHECK(world.channel().empty());
  CHECK(running.send("POST", "/hooks/github", World::github("release", "d-3", body), body).status == 202);
  world.settle(running);
  CHECK(world.channel().empty());
}

TEST_CASE("of GitHub's events, published releases and green runs of the default branch are celebrated") {
  test::FreshDatabase fresh(storage::Engine::sqlite);
  World world(fresh.url());
  Running running = world.run();
  world.settle(running);
  int number = 0;
  const auto tell = [&](const std::string& event, const Json& payload) {
    const std::string body = payload.dump();
    return running
        .send("POST", "/hooks/github", World::github(event, "n-" + std::to_string(++number), body), body)
        .status;
  };
  CHECK(tell("ping", {{"zen", "Keep it logically awesome."}}) == 200);
  CHECK(tell("push", {{"ref", "refs/heads/main"}}) == 204);
  const auto run_with = [&](const char* key, const Json& value) {
    Json payload = green_run();
    payload["workflow_run"][key] = value;
    return tell("workflow_run", payload);
  };
  CHECK(run_with("conclusion", "failure") == 204);
  CHECK(run_with("conclusion", nullptr) == 204);
  CHECK(run_with("head_branch", "try-it") == 204);
  CHECK(run_with("event", "pull_request") == 204);
  CHECK(run_with("head_repository", {{"full_name", "mallory/model"}}) == 204);
  CHECK(run_with("id", "no number") == 400);
  Json payload = green_run();
  payload["action"] = "requested";
  CHECK(tell("workflow_run", payload) == 204);
  payload = release();
  payload["action"] = "edited";
  CHECK(tell("release", payload) == 204);
  payload["action"] = "published";
  payload["release"].erase("tag_name");
  CHECK(tell("release", payload) == 400);
  CHECK(tell("workflow_run", Json("text")) == 400);
  CHECK(world.channel().empty());

  CHECK(tell("workflow_run", green_run()) == 202);
  CHECK(tell("workflow_run", green_run()) == 202);  // Run again, and well again.
  payload = release();
  payload["release"]["prerelease"] = true;
  CHECK(tell("release", payload) == 202);
  world.settle(running);
  REQUIRE(world.channel().size() == 2);
  INFO(world.channel()[0]);
  CHECK(has(world.channel()[0], "Nightly passed on main of acme/model"));
  CHECK(has(world.channel()[0], "(octocat)"));
  CHECK(has(world.channel()[1], "is out, as a pre-release"));

  // As GitHub's form proposes: told when the webhook is set up.
  const std::string form = "payload=%7B%22zen%22%3A%22x%22%7D";
  const Answer answer = running.send("POST", "/hooks/github", World::github("ping", "f", form), form);
  CHECK(answer.status == 400);
  CHECK(has(answer.body, "application/json"));
}

TEST_CASE("branches and workflows of the settings choose among runs") {
  test::FreshDatabase fresh(storage::Engine::sqlite);
  World world(fresh.url(),
              "events = [\"workflow_run\"]\nbranches = [\"stable\"]\nworkflows = [\"Nightly\"]\n");
  Running running = world.run();
  const auto tell = [&](const std::string& event, const Json& payload, const std::string& id) {
    const std::string body = payload.dump();
    return running.send("POST", "/hooks/github", World::github(event, id, body), body).status;
  };
  CHECK(tell("release", release(), "a") == 204);
  CHECK(tell("workflow_run", green_run(), "b") == 204);
  Json payload = green_run();
  payload["workflow_run"]["head_branch"] = "stable";
  CHECK(tell("workflow_run", payload, "c") == 202);
  payload["workflow_run"]["name"] = "Lint";
  payload["workflow_run"]["id"] = 100;
  CHECK(tell("workflow_run", payload, "d") == 204);
}

TEST_CASE("the lines of the README celebrate a model that converged") {
  std::ifstream file(std::string(HOUSTON_SOURCE_DIR) + "/README.md");
  std::string script = "set -e\n", line;
  bool marked = false;
  while (std::getline(file, line)) {
    if (has(line, "<!-- tests/stories/hooks_test.cpp runs")) marked = true;
    if (marked && line.starts_with("    ")) script += line.substr(4) + "\n";
    if (marked && !line.empty() && !line.starts_with("    ") && !line.starts_with("<!--")) break;
  }
  test::FreshDatabase fresh(storage::Engine::sqlite);
  World world(fresh.url());
  Running running = world.run();
  world.settle(running);
  const std::string address = "127.0.0.1:9090";
  REQUIRE(has(script, address));
  script.replace(script.find(address), address.size(),
                 "127.0.0.1:" + std::to_string(running.app->listen_port()));
  const auto folder = world.box().folder();
  std::filesystem::create_directory(folder / "bin");
  // The sender's clock shows the time of the story.
  std::ofstream(folder / "bin" / "date") << "#!/bin/sh\necho " << world.seconds() << "\n";
  std::filesystem::permissions(folder / "bin" / "date", std::filesystem::perms::owner_all);
  std::ofstream(folder / "celebrate.sh") << script;
  Process shell("/bin/sh", {(folder / "celebrate.sh").string()},
                {{"PATH", (folder / "bin").string() + ":/usr/bin:/bin"},
                 {"HOUSTON_HOOK_SECRET", kSecrets.at("TRAINING")},
                 {"no_proxy", "127.0.0.1"}},
                folder / "shell.log");
  const int code = shell.wait();
  std::ostringstream log;
  log << std::ifstream(folder / "shell.log").rdbuf();
  INFO(script << log.str());
  REQUIRE(code == 0);
  CHECK(has(log.str(), "the team will hear of it"));
  world.settle(running);
  REQUIRE(world.channel().size() == 1);
  INFO(world.channel().front());
  CHECK(has(world.channel().front(), "Model converged"));
  CHECK(has(world.channel().front(), "https://runs.example/7"));
}

TEST_CASE("a signed delivery holds for five minutes, and once") {
  test::FreshDatabase fresh(storage::Engine::sqlite);
  World world(fresh.url());
  Running running = world.run();
  world.settle(running);
  const auto tell = [&](const std::string& time, const std::string& body, const std::string& id = "") {
    return running.send("POST", "/hooks/training", World::training(time, body, id), body).status;
  };
  CHECK(tell(world.seconds(-301s), kConverged) == 401);
  CHECK(tell(world.seconds(302s), kConverged) == 401);
  CHECK(running.counted("training", "stale") == 2);
  CHECK(world.channel().empty());
  const std::string then = world.seconds(-290s);
  CHECK(tell(then, kConverged, "run-7") == 202);
  CHECK(tell(then, kConverged, "another-id") == 202);        // Overheard and repeated.
  CHECK(tell(world.seconds(), kConverged, "run-7") == 202);  // Sent again by the job itself.
  CHECK(running.counted("training", "celebrated") == 1);
  CHECK(running.counted("training", "known") == 2);
  CHECK(tell(world.seconds(1s), kConverged, "run-8") == 202);  // Another run of the same name.
  world.settle(running);
  REQUIRE(world.channel().size() == 2);
  INFO(world.channel().front());
  CHECK(has(world.channel().front(), "(Grace)"));
  CHECK(has(world.channel().front(), "With"));
  world.box().advance(10min);
  CHECK(tell(then, kConverged, "run-9") == 401);
  // A time that was tampered with is no longer signed.
  Headers headers = World::training(then, kConverged);
  headers[0].second = world.seconds();
  CHECK(running.send("POST", "/hooks/training", headers, kConverged).status == 401);
  CHECK(running.counted("training", "wrong_signature") == 1);
}

TEST_CASE("what is wrong with a delivery is told, counted, and changes nothing") {
  test::FreshDatabase fresh(storage::Engine::sqlite);
  World world(fresh.url());
  Running running = world.run();
  world.settle(running);
  const std::string body = release().dump();
  Headers wrong = World::github("release", "d", body);
  wrong.back().second.back() = wrong.back().second.back() == '0' ? '1' : '0';
  CHECK(running.send("POST", "/hooks/github", wrong, body).status == 401);
  CHECK(running.send("POST", "/hooks/github", {{"X-GitHub-Event", "release"}}, body).status == 401);
  CHECK(running.counted("github", "wrong_signature") == 2);
  CHECK(running.send("POST", "/hooks/github", World::github("release", "d", body), body + " ").status == 401);
  CHECK(running.send("POST", "/hooks/nobody", World::github("release", "d", body), body).status == 404);
  CHECK(running.send("POST", "/hooks/", {}, body).status == 404);
  CHECK(running.send("POST", "/hooks/github/", World::github("release", "d", body), body).status == 404);
  CHECK(running.counted("", "unknown") == 3);
  for (const char* path : {"/hooks/github", "/hooks/nobody"}) {
    const Answer get = running.send("GET", path, {}, "");
    CHECK(get.status == 405);
    CHECK(get.headers.at("allow") == "POST");
  }
  CHECK(running.send("POST", "/hooks/github", World::github("release", "", body), body).status == 400);
  CHECK(running.send("POST", "/hooks/github", {}, std::string(1100 * 1024, 'x')).status == 413);
  CHECK(running.send("POST", "/hooks/training", {}, std::string(65 * 1024, 'x')).status == 413);
  CHECK(running.send("GET", "/healthz", {}, "").status == 200);

  const auto why = [&](const std::string& text) {
    const Answer answer =
        running.send("POST", "/hooks/training", World::training(world.seconds(), text), text);
    CHECK(answer.status == 400);
    return answer.body;
  };
  CHECK(has(why("converged"), "not a JSON object"));
  CHECK(has(why("[1]"), "not a JSON object"));
  CHECK(has(why("{\"title\":\"\xff\"}"), "not a JSON object in UTF-8"));
  CHECK(has(why("{}"), "nothing to say"));
  CHECK(has(why(R"({"title":" ","text":"\u200b"})"), "nothing to say"));
  CHECK(has(why(R"({"titel":"x"})"), "a field that nobody reads"));
  CHECK(has(why(R"({"title":7})"), "\"title\" is no text"));
  CHECK(has(why(R"({"title":"a\u0000b"})"), "control characters"));
  CHECK(has(why("{\"title\":\"" + std::string(201, 'a') + "\"}"), "longer than 200 characters"));
  CHECK(has(why(R"({"title":"x","people":"bo"})"), "no list of names"));
  CHECK(has(why(R"({"title":"x","people":["bo",1]})"), "no list of names"));
  CHECK(has(why(R"-({"title":"x","url":"javascript:alert(1)"})-"), "no address of the web"));
  CHECK(has(why(R"({"title":"x","url":"https://a b"})"), "no address of the web"));
  CHECK(has(why(R"({"title":"x","url":"https://me:pw@host/"})"), "no address of the web"));
  CHECK(running.counted("training", "malformed") == 14);
  Headers headers = World::training("soon", kConverged);
  CHECK(running.send("POST", "/hooks/training", headers, kConverged).status == 400);
  headers = World::training(world.seconds(), kConverged, "an id with blanks");
  CHECK(running.send("POST", "/hooks/training", headers, kConverged).status == 400);
  world.settle(running);
  CHECK(world.channel().empty());
}

TEST_CASE("too many are told to wait, and strangers' noise keeps nobody else out") {
  test::FreshDatabase fresh(storage::Engine::sqlite);
  World world(fresh.url());
  Running running = world.run();
  world.settle(running);
  int denied = 0;
  Answer last;
  for (int i = 0; i < 200 && denied == 0; ++i) {
    last = running.send("POST", i % 2 == 0 ? "/hooks/training" : "/hooks/nobody", {}, "x");
    if (last.status == 429) ++denied;
  }
  REQUIRE(denied == 1);
  CHECK(std::stoi(last.headers.at("retry-after")) >= 1);
  CHECK(running.counted("training", "limited") + running.counted("", "limited") == 1);

  denied = 0;
  const std::string time = world.seconds();
  int kept = 0;
  for (int i = 0; i < 500 && denied == 0; ++i) {
    last = running.send("POST", "/hooks/training", World::training(time, kConverged, std::to_string(i)),
                        kConverged);
    if (last.status == 429) ++denied;
    if (last.status == 202) ++kept;
  }
  CHECK(kept >= 30);
  REQUIRE(denied == 1);
  CHECK(std::stoi(last.headers.at("retry-after")) >= 1);
  // The other hook has a measure of its own.
  const std::string body = release().dump();
  CHECK(running.send("POST", "/hooks/github", World::github("release", "d", body), body).status == 202);
}

TEST_CASE("while Slack is away celebrations are taken, and told when it is back") {
  test::FreshDatabase fresh(storage::Engine::sqlite);
  World world(fresh.url());
  // Never connected before: Houston does not even know the channel yet.
  world.box().in([](Sandbox& sandbox) {
    bot::sandbox::Fault fault;
    fault.count = std::nullopt;
    sandbox.add_fault(fault);
    return true;
  });
  Running running = world.run();
  CHECK(running.send("POST", "/hooks/training", World::training(world.seconds(), kConverged), kConverged)
            .status == 202);
  CHECK(world.channel().empty());
  world.box().in([](Sandbox& sandbox) {
    sandbox.clear_faults();
    return true;
  });
  world.settle(running);
  CHECK(world.channel().size() == 1);

  // And an outage in the middle of the week, with a new Houston after it.
  world.box().in([](Sandbox& sandbox) {
    bot::sandbox::Fault fault;
    fault.kind = bot::sandbox::Fault::Kind::drop_before;
    fault.count = std::nullopt;
    sandbox.add_fault(fault);
    return true;
  });
  const std::string second = R"({"text":"Second run converged"})";
  CHECK(running.send("POST", "/hooks/training", World::training(world.seconds(), second), second).status ==
        202);
  running.app.reset();
  CHECK(world.channel().size() == 1);
  world.box().in([](Sandbox& sandbox) {
    sandbox.clear_faults();
    return true;
  });
  running = world.run();
  world.settle(running);
  REQUIRE(world.channel().size() == 2);
  CHECK(has(world.channel()[1], "Second run converged"));
}

TEST_CASE("two replicas that are told at the same time celebrate once", "[replicas]") {
  HOUSTON_NEED(storage::Engine::postgresql);
  test::FreshDatabase fresh(storage::Engine::postgresql);
  World world(fresh.url());
  Running one = world.run();
  Running two = world.run();
  world.settle(one);
  const std::string body = release().dump();
  std::vector<std::future<int>> senders;
  for (int i = 0; i < 8; ++i) {
    Running& running = i % 2 == 0 ? one : two;
    senders.push_back(std::async(std::launch::async, [&running, &body] {
      return running.send("POST", "/hooks/github", World::github("release", "d-1", body), body).status;
    }));
  }
  for (auto& sender : senders) CHECK(sender.get() == 202);
  world.settle(one);
  world.settle(two);
  CHECK(world.channel().size() == 1);
  CHECK(one.counted("github", "celebrated") + two.counted("github", "celebrated") == 1);
}

}  // namespace houston::tests
