// The sample settings: right, complete, and true about the defaults. And no text makes the reader throw.
#include <cstdio>
#include <random>
#include <sstream>

#include "config/keys.hpp"
#include "scheduler/holidays.hpp"
#include "tests/config/support.hpp"

using namespace houston;
using namespace houston::config;

namespace {

const std::filesystem::path kConfig = std::filesystem::path(HOUSTON_SOURCE_DIR) / "config";

std::string sample() {
  std::ifstream file(kConfig / "houston.example.toml", std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// With the hook, which is commented out, and what it needs.
std::string with_hook() {
  std::istringstream lines(sample());
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    if (line.size() > 1 && line[0] == '#' && line[1] != ' ') line.erase(0, 1);
    if (line == "listen = \"\"") line = "listen = \"9090\"";
    text += line + '\n';
  }
  return text;
}

/// The lines from `header` on, until `end`, that are commented out as most have no use for them.
std::string commented(const std::string& header, const std::string& end) {
  std::istringstream lines(sample());
  const std::string mark = "#     ";
  std::string text;
  for (std::string line; std::getline(lines, line) && (text.empty() || line != end);) {
    if (line == mark + header) text = "\n";
    if (!text.empty() && line.substr(0, mark.size()) == mark) text += line.substr(mark.size()) + '\n';
  }
  return text;
}

/// The sample's workspace on Matrix.
std::string matrix_sample() {
  return commented("[[workspace]]", "[[team]]");
}

/// A team's second channel.
std::string also_sample() {
  return commented("[[team.also]]", "#");
}

std::string holiday(const scheduler::Holidays& holidays, const char* date) {
  return holidays.on(scheduler::parse_iso_date(date).value()).value_or("");
}

}  // namespace

TEST_CASE("the sample reads without a problem, and its paths resolve") {
  const Loaded loaded = load(kConfig / "houston.example.toml", kChecks);
  INFO(all_of(loaded));
  REQUIRE(loaded.problems.empty());
  REQUIRE(loaded.settings.teams.size() == 1);
  CHECK(loaded.settings.teams[0].holidays == std::vector<std::filesystem::path>{kConfig / "holidays/pl.ics"});
}

TEST_CASE("the sample's workspace on Matrix, without its leading '#', reads without a problem") {
  const std::string text = matrix_sample();
  const std::string other = "user = \"@houston:example.com\"\npassword = \"env:MATRIX_PASSWORD\"\n";
  const std::string token = "access_token = \"env:MATRIX_ACCESS_TOKEN\"\n";
  for (const std::string& without : {token, other}) {
    std::string one = text;
    const auto at = one.find(without);
    REQUIRE(at != std::string::npos);
    one.erase(at, without.size());
    const Loaded loaded =
        parse(one +
                  "[[team]]\nname=\"vision\"\nworkspace=\"acme\"\nchannel=\"#vision:example.com\"\n"
                  "time_zone=\"Europe/Warsaw\"\nleads=[\"@ana:example.com\"]\n"
                  "[[team.ritual]]\nkind=\"standup\"\nname=\"daily\"\n",
              kConfig, kChecks);
    INFO(one << all_of(loaded));
    REQUIRE(loaded.problems.empty());
    const Workspace& workspace = loaded.settings.workspaces.at(0);
    CHECK(workspace.matrix.server_name == "example.com");
    CHECK(workspace.matrix.encrypted_direct_rooms == MatrixAccess().encrypted_direct_rooms);
    CHECK(workspace.ca_file == Workspace().ca_file);
    CHECK(secrets_of(workspace).size() == 1);
  }
}

TEST_CASE("the sample's second channel reads without a problem") {
  std::string text = sample() + matrix_sample() + "\n";
  const auto name = text.rfind("name = \"acme\"");
  text.replace(name, 13, "name = \"acme-matrix\"");
  const std::string token = "access_token = \"env:MATRIX_ACCESS_TOKEN\"\n";  // Or user and password.
  text.erase(text.rfind(token), token.size());
  const auto ritual = text.find("\n[[team.ritual]]");
  text.insert(ritual, "\nsame = [[\"@ana\", \"@ana:example.com\"]]\n" + also_sample());
  const Loaded loaded = parse(text, kConfig, kChecks);
  INFO(text << all_of(loaded));
  REQUIRE(loaded.problems.empty());
  REQUIRE(loaded.settings.teams.at(0).rooms().size() == 2);
  CHECK(loaded.settings.teams.at(0).rooms().at(1) ==
        TeamRoom{WorkspaceId{"acme-matrix"}, "#vision:example.com", "matrix"});
}

TEST_CASE("the sample writes every key") {
  const std::string text = "\n" + with_hook() + "\n" + matrix_sample() + also_sample();
  for (const TableKeys& table : kTables) {
    // A table's text reaches to the next header; of rituals, the one of the kind is meant.
    const std::string title = "\n" + std::string(table.title) + "\n";
    const std::string kind =
        table.kind.empty() ? ""
                           : "\n" + std::string(table.chooser) + " = \"" + std::string(table.kind) + "\"\n";
    std::string body;
    for (auto at = text.find(title); at != std::string::npos; at = text.find(title, at + 1)) {
      body = text.substr(at, text.find("\n[", at + 2) - at);
      if (body.find(kind) != std::string::npos) break;
      body.clear();
    }
    INFO(table.title << " " << table.kind);
    REQUIRE_FALSE(body.empty());
    for (const Key& key : table.keys) {
      if (key.name == "ritual" || key.name == "hook" || key.name == "also") continue;
      INFO(key.name);
      const std::string name(key.name);
      const bool there =
          body.find("\n" + name + " = ") != std::string::npos ||
          body.find("\n#     " + name + " = ") != std::string::npos;  // One that excludes another.
      CHECK(there);
    }
  }
}

TEST_CASE("the sample's values are the defaults") {
  const Loaded sample_file = load(kConfig / "houston.example.toml", kChecks);
  const Loaded defaults = parse(
      "[[workspace]]\nname=\"acme\"\nbot_token=\"env:SLACK_BOT_TOKEN\"\napp_token=\"env:SLACK_APP_TOKEN\"\n"
      "[[team]]\nname=\"vision\"\nworkspace=\"acme\"\nchannel=\"#vision\"\ntime_zone=\"Europe/Warsaw\"\n"
      "[[team.ritual]]\nkind=\"standup\"\nname=\"daily\"\n"
      "[[team.ritual]]\nkind=\"wins\"\nname=\"wins\"\n"
      "[[team.ritual]]\nkind=\"retro\"\nname=\"retro\"\n"
      "[[team.ritual]]\nkind=\"one_on_one\"\nname=\"1on1\"\nlead=\"@ana\"\n"
      "[[team.ritual]]\nkind=\"coffee\"\nname=\"coffee\"\n",
      kConfig, kChecks);
  INFO(all_of(defaults));
  REQUIRE(sample_file.problems.empty());
  REQUIRE(defaults.problems.empty());
  const Settings& a = sample_file.settings;
  const Settings& b = defaults.settings;
  CHECK(a.database == b.database);
  CHECK(a.log == b.log);
  CHECK(a.listen == b.listen);
  CHECK(a.workspaces.at(0).platform == b.workspaces.at(0).platform);
  CHECK(a.workspaces.at(0).api_url == b.workspaces.at(0).api_url);
  CHECK(a.workspaces.at(0).ca_file == b.workspaces.at(0).ca_file);
  CHECK(a.teams.at(0).members_from_channel == b.teams.at(0).members_from_channel);
  const Standup& x = a.teams.at(0).standups.at(0);
  const Standup& y = b.teams.at(0).standups.at(0);
  CHECK(x.schedule.days == y.schedule.days);
  CHECK(x.schedule.rule == y.schedule.rule);
  CHECK(x.schedule.at == y.schedule.at);
  CHECK((x.zone == y.zone));
  CHECK(x.remind == y.remind);
  CHECK(x.close == y.close);
  CHECK(x.questions == y.questions);
  CHECK(x.plan_question == y.plan_question);
  CHECK(x.blocker_question == y.blocker_question);
  CHECK((x.publish == y.publish));
  CHECK((x.missing == y.missing));
  const Wins& v = a.teams.at(0).wins.value();
  const Wins& w = b.teams.at(0).wins.value();
  CHECK(v.schedule.days == w.schedule.days);
  CHECK(v.schedule.rule == w.schedule.rule);
  CHECK(v.schedule.at == w.schedule.at);
  CHECK(v.reaction == w.reaction);
  CHECK((v.kudos == w.kudos));
  CHECK((v.quiet == w.quiet));
  CHECK(v.ask_before == w.ask_before);
  const Retro& r = a.teams.at(0).retros.at(0);
  const Retro& s = b.teams.at(0).retros.at(0);
  CHECK(r.schedule.days == 0b0010000U);  // The one thing that has no default.
  CHECK(r.schedule.at == s.schedule.at);
  CHECK(r.remind == s.remind);
  CHECK(r.close == s.close);
  CHECK(r.columns == s.columns);
  CHECK((r.anonymity == s.anonymity));
  CHECK(r.no_blame == s.no_blame);
  CHECK(r.grouping == s.grouping);
  CHECK(r.voting == s.voting);
  CHECK(r.votes == s.votes);
  CHECK(r.votes_on_one == s.votes_on_one);
  CHECK(r.topics == s.topics);
  CHECK(r.discussion == s.discussion);
  CHECK(a.public_url == b.public_url);
  const OneOnOne& p = a.teams.at(0).one_on_ones.at(0);
  const OneOnOne& q = b.teams.at(0).one_on_ones.at(0);
  CHECK(p.cadence.weeks == q.cadence.weeks);
  CHECK(p.cadence.rule == q.cadence.rule);
  CHECK(p.with == q.with);
  CHECK(p.weekday == q.weekday);
  CHECK((p.at == q.at));
  CHECK(p.length == q.length);
  CHECK(p.remind == q.remind);
  const Coffee& c = a.teams.at(0).coffees.at(0);
  const Coffee& d = b.teams.at(0).coffees.at(0);
  CHECK(c.cadence.weeks == d.cadence.weeks);
  CHECK(c.cadence.rule == d.cadence.rule);
  CHECK(c.weekday == d.weekday);
  CHECK((c.at == d.at));
  CHECK(c.length == d.length);
  CHECK(c.remind == d.remind);
}

TEST_CASE("the sample's hook is right once it is no comment, and its values are the defaults") {
  const Loaded loaded = parse(with_hook(), kConfig, kChecks);
  INFO(all_of(loaded));
  REQUIRE(loaded.problems.empty());
  const Hook& hook = loaded.settings.teams.at(0).hooks.at(0);
  const Hook defaults;
  CHECK(hook.releases == defaults.releases);
  CHECK(hook.runs == defaults.runs);
  CHECK(hook.branches == defaults.branches);
  CHECK(hook.workflows == defaults.workflows);
}

TEST_CASE("the holidays that Houston brings along") {
  const auto read_one = [](const char* name) {
    auto holidays = scheduler::Holidays::load({kConfig / "holidays" / name});
    if (!holidays) FAIL(holidays.error().message);
    return *holidays;
  };
  const auto pl = read_one("pl.ics"), de = read_one("de.ics"), fr = read_one("fr.ics"),
             gb = read_one("gb.ics"), us = read_one("us.ics");
  CHECK(pl.size() == 4 * 14);
  CHECK(de.size() == 4 * 9);
  CHECK(fr.size() == 4 * 11);
  CHECK(gb.size() == 4 * 8);
  CHECK(holiday(pl, "2025-12-24") == "Wigilia Bożego Narodzenia");
  CHECK(holiday(pl, "2026-04-06") == "Poniedziałek Wielkanocny");
  CHECK(holiday(pl, "2026-06-04") == "Boże Ciało");
  CHECK(holiday(de, "2026-05-14") == "Christi Himmelfahrt");
  CHECK(holiday(de, "2027-03-26") == "Karfreitag");
  CHECK(holiday(fr, "2028-06-05") == "Lundi de Pentecôte");
  CHECK(holiday(gb, "2026-12-28") == "Boxing Day (substitute day)");
  CHECK(holiday(gb, "2025-08-25") == "Summer bank holiday");
  CHECK(holiday(us, "2026-11-26") == "Thanksgiving Day");
  CHECK(holiday(us, "2026-07-03") == "Independence Day (observed)");
  CHECK(holiday(us, "2027-12-31") == "New Year's Day (observed)");
}

TEST_CASE("no spoiled settings make the reader throw, and every problem is a line of text with a place") {
  const char* const given = std::getenv("HOUSTON_SEED");
  const unsigned seed =
      given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
  std::printf("HOUSTON_SEED=%u\n", seed);
  INFO("HOUSTON_SEED=" << seed);
  std::mt19937 random(seed);
  const auto below = [&](std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
  };
  std::string whole;  // The sample without its comments: more of the mutations hit something.
  std::istringstream lines(sample());
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line[0] != '#') whole += line + '\n';
  }
  const std::string salt = "[]{}=\"'\\\n#,.-+:TZ0129aeEx_ \t\xc5\xff";
  // Without the zone's "did you mean", which asks some thousand names at a time.
  const Checks checks{nullptr, scheduler::rule_problem};
  for (int round = 0; round < 3000; ++round) {
    std::string text = whole;
    for (std::size_t i = 0, changes = 1 + below(6); i < changes && !text.empty(); ++i) {
      const std::size_t at = below(text.size());
      switch (below(4)) {
        case 0:
          text[at] = salt[below(salt.size())];
          break;
        case 1:
          text.erase(at, 1 + below(12));
          break;
        case 2:
          text.insert(at, 1, salt[below(salt.size())]);
          break;
        default:
          text.insert(at, text.substr(below(text.size()), below(40)));
          break;
      }
    }
    Loaded loaded;
    INFO(text);
    REQUIRE_NOTHROW(loaded = parse(text, kConfig, checks));
    for (const Problem& problem : loaded.problems) {
      if (problem.message.empty() || problem.message.find('\n') != std::string::npos || problem.line < 0)
        FAIL(problem.message);
    }
  }
}
