// Metrics, complaints, /healthz, the plan's two forms, the lock.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bot/commands/plan_output.hpp"
#include "bot/database_lock.hpp"
#include "bot/log.hpp"
#include "bot/metrics.hpp"
#include "bot/platforms.hpp"
#include "bot/status_pages.hpp"
#include "config/secret.hpp"
#include "scheduler/zone.hpp"
#include "tests/bot/support.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot {
namespace {

using namespace testing;
using std::chrono::seconds;

TEST_CASE("Metrics are counted, set and told in Prometheus' format") {
  Metrics metrics;
  CHECK(metrics.value("events") == 0);
  metrics.count("events", {{"kind", "said"}});
  metrics.count("events", {{"kind", "said"}}, 2);
  metrics.set("outbox_depth", 4);
  CHECK(metrics.value("events", {{"kind", "said"}}) == 3);
  const std::string text = metrics.text();
  CHECK(text.find("houston_events_total{kind=\"said\"} 3") != std::string::npos);
  CHECK(text.find("houston_outbox_depth 4") != std::string::npos);
}

TEST_CASE("The reactions that mean something are those of the workspace's logs, each once") {
  config::Settings settings;
  const auto team = [&](const char* workspace, const char* reaction) {
    config::Team one;
    one.workspace = WorkspaceId{workspace};
    if (*reaction != '\0') {
      one.wins.emplace();
      one.wins->reaction = reaction;
    }
    settings.teams.push_back(std::move(one));
  };
  team("acme", "trophy");
  team("acme", "rocket");
  team("acme", "trophy");
  team("acme", "");
  team("other", "tada");
  CHECK(reactions_of(settings, WorkspaceId{"acme"}) == std::vector<std::string>{"trophy", "rocket"});
  CHECK(reactions_of(settings, WorkspaceId{"nobody"}).empty());
}

TEST_CASE("Trouble is told when it begins, once a minute while it lasts, and when it is over") {
  std::vector<std::string> bad, good;
  Complaints complaints([&](const std::string& line) { bad.push_back(line); },
                        [&](const std::string& line) { good.push_back(line); });
  const Complaints::Time begin{};
  for (int second = 0; second <= 150; ++second) {
    complaints.tell("workspace acme", "slack.com cannot be reached", begin + seconds(second));
  }
  CHECK(bad == std::vector<std::string>(3, "workspace acme: slack.com cannot be reached"));
  CHECK(good.empty());
  complaints.tell("workspace acme", "", begin + seconds(151));
  complaints.tell("workspace acme", "", begin + seconds(152));
  CHECK(good.size() == 1);
  complaints.tell("workspace acme", "again", begin + seconds(153));
  CHECK(bad.size() == 4);
}

TEST_CASE("/healthz is JSON with nulls where the database does not answer, and no secret") {
  HealthReport report{"failing", false, std::nullopt, std::nullopt, "xoxb-1-SECRETSECRET was refused"};
  const auto json = nlohmann::json::parse(to_json(report));
  CHECK(json.at("status") == "failing");
  CHECK(json.at("connected") == false);
  CHECK(json.at("due").is_null());
  CHECK(json.at("outbox").is_null());
  CHECK(json.at("problem") == "[secret] was refused");
}

TEST_CASE("Two Houstons cannot serve from one SQLite file") {
  TemporaryFolder folder;
  auto first = DatabaseLock::take(folder.database_url());
  REQUIRE(first.has_value());
  auto second = DatabaseLock::take(folder.database_url());
  REQUIRE(second.has_error());
  CHECK(second.error().message.find("Another Houston") != std::string::npos);
  first->reset();
  CHECK(DatabaseLock::take(folder.database_url()).has_value());
  CHECK(DatabaseLock::take("postgresql://localhost/houston").has_value());
}

handlers::PlannedPrompt prompt(const std::string& person, Instant at, bool prompted,
                               const std::string& note) {
  handlers::PlannedPrompt planned;
  planned.ritual = RitualId{"daily"};
  planned.team = TeamId{"vision"};
  planned.person = PersonId{"U" + person};
  planned.name = person;
  planned.at = at;
  planned.date = scheduler::local_date(at, "UTC");
  planned.zone = "Europe/Warsaw";
  planned.local = "2026-11-24 09:30 CET";
  planned.prompted = prompted;
  planned.note = note;
  return planned;
}

TEST_CASE("A plan is an array with exactly the promised keys, without what is neither sent nor explained") {
  const Instant at = scheduler::to_instant(*scheduler::parse_iso_date("2026-11-24"), {8 * 60 + 30}, "UTC").at;
  const std::vector<handlers::PlannedPrompt> plan{prompt("Ana", at, true, ""),
                                                  prompt("Bo", at, false, "away until 2026-12-01"),
                                                  prompt("Cy", at, false, "")};
  const auto json = nlohmann::json::parse(plan_json(plan));
  REQUIRE(json.size() == 2);
  CHECK(json[0] == nlohmann::json({{"ritual", "daily"},
                                   {"team", "vision"},
                                   {"member", "UAna"},
                                   {"at", "2026-11-24T08:30:00Z"},
                                   {"local", "2026-11-24 09:30 CET"},
                                   {"zone", "Europe/Warsaw"},
                                   {"note", ""}}));
  CHECK(json[1].at("note") == "away until 2026-12-01");
  CHECK(plan_json({}) == "[]\n");

  const std::string table = plan_table(plan);
  CHECK(table.find("Tue 24 Nov") != std::string::npos);
  CHECK(table.find("not sent: away until 2026-12-01") != std::string::npos);
  CHECK(plan_table({}) == "Nobody will be prompted in these days.\n");
}

}  // namespace
}  // namespace houston::bot
