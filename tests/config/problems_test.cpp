// Every key wrong in turn: the place, what is wrong and what would be right.
#include <ostream>

#include "config/keys.hpp"
#include "tests/config/support.hpp"

using namespace houston;
using namespace houston::config;

namespace {

struct Wrong {
  std::size_t line;
  std::string text;
  std::string place;  ///< "line:column"
  std::string says;   ///< Part of the message.
};

void check(const Wrong& wrong) {
  const Loaded loaded = read(with_line(wrong.line, wrong.text));
  INFO(wrong.text << "\n" << all_of(loaded));
  REQUIRE(loaded.problems.size() == 1);
  const std::string shown = to_string("f", loaded.problems[0]);
  CHECK(shown.substr(0, 3 + wrong.place.size()) == "f:" + wrong.place + ":");
  CHECK(shown.find(wrong.says) != std::string::npos);
  CHECK(shown.find('\n') == std::string::npos);
}

std::size_t line_of_table(std::string_view title) {
  if (title == "[houston]") return 2;
  if (title == "[[workspace]]") return 5;
  return title == "[[team]]" ? 13 : 17;
}

}  // namespace

TEST_CASE("the right file is right") {
  const Loaded loaded = read(with_line(99, ""));
  INFO(all_of(loaded));
  CHECK(loaded.problems.empty());
  REQUIRE(loaded.settings.teams.size() == 1);
  CHECK(loaded.settings.team(TeamId{"vision"}) != nullptr);
  CHECK(loaded.settings.team(TeamId{"other"}) == nullptr);
  CHECK(loaded.settings.workspace(WorkspaceId{"acme"}) != nullptr);
  CHECK(loaded.settings.database == "sqlite:/nowhere/houston.db");
}

TEST_CASE("a wrong value is told with its place and its cure") {
  check(GENERATE(values<Wrong>({
      {2, "log = \"loud\"", "2:7", "It takes \"trace\", \"debug\""},
      {2, "log = \"inof\"", "2:7", "did you mean \"info\"?"},
      {2, "database = \"mysql://host/db\"", "2:12", "write \"sqlite:houston.db\" or \"postgresql://"},
      {2, "database = \"sqlite:\"", "2:12", "names no file"},
      {2, "database = \"sqlite::memory:\"", "2:12", "would forget everything"},
      {2, "database = \"sqlite:///x.db\"", "2:12", "is a path and not a URL"},
      {2, "database = \"postgresql://u:hush@h/n\"", "2:12", "~/.pgpass"},
      {2, "listen = \"everywhere\"", "2:10", "write \"127.0.0.1:9090\""},
      {2, "listen = \"127.0.0.1:99999\"", "2:10", "write \"127.0.0.1:9090\""},
      {2, "listen = \"::1:9090\"", "2:10", "[::1]:9090"},
      {4, "name = \"our acme\"", "4:8", "without spaces"},
      {5, "platform = \"slakc\"", "5:12", "did you mean \"slack\"?"},
      {5, "platform = \"irc\"", "5:12", "It takes \"slack\" or \"matrix\""},
      {5, "api_url = \"http://slack.com/api/\"", "5:11", "write https://"},
      {5, "api_url = \"http://127.evil.example/\"", "5:11", "write https://"},
      {5, "api_url = \"http://localhost.evil.example/\"", "5:11", "write https://"},
      {5, "api_url = \"ftp://slack.com/\"", "5:11", "it starts with https://"},
      {5, "api_url = \"slack.com/api\"", "5:11", "is not a URL"},
      {5, "api_url = \"https://me@slack.com/\"", "5:11", "up to the '@'"},
      {5, "api_url = \"https://slack.com/?x\"", "5:11", "write the address alone"},
      {5, "api_url = \"https://slack.com:0/\"", "5:11", "from 1 to 65535"},
      {5, "api_url = \"https:///api\"", "5:11", "names no host"},
      {5, "ca_file = \"no.pem\"", "5:11", "does not exist (/nowhere/no.pem)"},
      {6, "bot_token = \"\"", "6:13", "write \"env:NAME\" or \"file:PATH\""},
      {6, "bot_token = \"env:\"", "6:13", "write \"env:SLACK_BOT_TOKEN\""},
      {6, "bot_token = \"env:9 LIVES\"", "6:13", "write \"env:SLACK_BOT_TOKEN\""},
      {6, "bot_token = \"file:\"", "6:13", "names no file"},
      {9, "name = \"\"", "9:8", "is empty: write a short name"},
      {10, "workspace = \"acne\"", "10:13", "did you mean \"acme\"?"},
      {10, "workspace = \"elsewhere\"", "10:13", "it has \"acme\""},
      {11, "channel = \"vision\"", "11:11", "write \"#vision\""},
      {11, "channel = \"#Vision\"", "11:11", "write \"#vision\""},
      {11, "channel = \"#\"", "11:11", "names no channel"},
      {11, "channel = \"#a #b\"", "11:11", "write one name"},
      {12, "time_zone = \"Europe/Warsav\"", "12:13", "did you mean \"Europe/Warsaw\"?"},
      {12, "time_zone = \"warsaw\"", "12:13", "did you mean \"Europe/Warsaw\"?"},
      {12, "time_zone = \"Atlantis\"", "12:13", "a region and a city"},
      {12, "time_zone = \"\"", "12:13", "names no time zone"},
      {13, "leads = [\"ana\"]", "13:10", "did you mean \"@ana\"?"},
      {13, "leads = [\"@ana\", \"\"]", "13:18", "names nobody"},
      {13, "members = \"chanel\"", "13:11", "did you mean \"channel\"?"},
      {13, "members = \"all\"", "13:11", "write \"channel\" for everyone"},
      {13, "members = []", "13:11", "nobody would be asked"},
      {13, "holidays = [\"none.ics\"]", "13:13", "does not exist (/nowhere/none.ics)"},
      {13, "holidays = [\"\"]", "13:13", "names no file"},
      {15, "kind = \"standupp\"", "15:8", "did you mean \"standup\"?"},
      {15, "kind = \"yoga\"", "15:8", "is not known: there is \"standup\""},
      {17, "days = \"mon-fry\"", "17:8", "did you mean \"fri\"?"},
      {17, "days = \"\"", "17:8", "names no day"},
      {17, "rule = \"\"", "17:8", "is empty"},
      {17, "rule = \"FREQ=HOURLY\"", "17:8", "write FREQ=DAILY at most"},
      {17, "rule = \"RRULE:FREQ=DAILY\"", "17:8", "write \"FREQ=DAILY\""},
      {17, "rule = \"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\"", "17:8", "no date fits it"},
      {17, "rule = \"FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29\"\nstart = 2025-01-01", "17:8",
       "counted from 2025"},
      {17, "rule = \"FREQ=DAILY\"\ndays = \"mon\"", "17:8", "leave out days or rule"},
      {17, "start = 2026-01-05", "17:9", "there is no rule"},
      {17, "rule = \"FREQ=DAILY\"\nstart = \"2026-01-05\"", "18:9", "without quotes"},
      {17, "at = \"9:30\"", "17:6", "write \"09:30\""},
      {17, "at = \"24:00\"", "17:6", "\"00:00\" to \"23:59\""},
      {17, "at = \"half past nine\"", "17:6", "as in \"09:30\""},
      {17, "zone = \"Europe/Warsaw\"", "17:8", "It takes \"member\" or \"team\""},
      {17, "remind = [\"4h\"]", "17:11", "is not before close (\"3h\")"},
      {17, "remind = [\"soon\"]", "17:11", "write it as \"90s\""},
      {17, "close = \"0m\"", "17:9", "is no time at all"},
      {17, "close = \"30s\"", "17:9", "from \"1m\" to \"24h\""},
      {17, "close = \"25h\"", "17:9", "from \"1m\" to \"24h\""},
      {17, "questions = []", "17:13", "write 1 to 10 questions"},
      {17, "questions = [\"Well?\", \" \"]", "17:23", "is empty"},
      {17, "plan_question = 4", "17:17", "write 1 to 3, or 0 for none"},
      {17, "blocker_question = -1", "17:20", "write 1 to 3, or 0 for none"},
      {17, "publish = \"threads\"", "17:11", "did you mean \"thread\"?"},
      {17, "missing = \"boss\"", "17:11", "It takes \"lead\", \"channel\" or \"nobody\""},
  })));
}

TEST_CASE("every key of the wrong type is told, with a right example") {
  for (const TableKeys& table : kTables) {
    if (table.title == kHook.title || table.title == kAlso.title) continue;  // Have tests of their own.
    if (table.kind == "matrix") continue;                                    // Below.
    for (const Key& key : table.keys) {
      if (key.name == "ritual" || key.name == "hook" || key.name == "also") continue;
      // The line that holds the key, or a new one in its table.
      std::size_t line = 0;
      for (std::size_t i = 0; i < kRight.size(); ++i) {
        if (kRight[i].substr(0, key.name.size() + 3) != std::string(key.name) + " = ") continue;
        const bool in_table = table.title == "[[team.ritual]]" ? i >= 14
                              : table.title == "[[team]]"      ? i >= 8 && i < 13
                              : table.title == "[[workspace]]" ? i >= 3 && i < 7
                                                               : i == 1;
        if (in_table) line = i + 1;
      }
      if (line == 0) line = line_of_table(table.title);
      const std::string extra = key.name == "start" ? "rule = \"FREQ=DAILY\"\n" : "";
      std::string text = with_line(line, extra + std::string(key.name) + " = true");
      const std::string usual = "kind = \"standup\"";
      if (const auto at = text.find(usual);
          at != std::string::npos && table.chooser == "kind" && !table.kind.empty()) {
        text.replace(at, usual.size(), "kind = \"" + std::string(table.kind) + "\"");
      }
      const Loaded loaded = read(text);
      INFO(key.name << "\n" << all_of(loaded));
      REQUIRE(loaded.problems.size() == 1);
      CHECK(loaded.problems[0].line == static_cast<int>(line) + (extra.empty() ? 0 : 1));
      CHECK(loaded.problems[0].column == static_cast<int>(key.name.size()) + 4);
      CHECK(loaded.problems[0].message.find(std::string(key.name)) != std::string::npos);
      CHECK(loaded.problems[0].message.find("true or false") != std::string::npos);
    }
  }
}

TEST_CASE("wrong values of the log's keys are told with what would be right") {
  const auto log = [](const std::string& line) {
    return read(with_line(99, "[[team.ritual]]\nkind = \"wins\"\nname = \"log\"\n" + line));
  };
  CHECK(log("reaction = \"+1\"\nkudos = \"digest\"\nquiet = \"skip\"\nask_before = 0").problems.empty());
  CHECK(log("reaction = \"🏆\"").problems.empty());
  CHECK(all_of(log("reaction = \":trophy:\"")).find("has colons: write \"trophy\"") != std::string::npos);
  CHECK(all_of(log("reaction = \"Big Trophy\"")).find("is not the name of a reaction") != std::string::npos);
  CHECK(all_of(log("reaction = \"\"")).find("is not the name of a reaction") != std::string::npos);
  CHECK(all_of(log("kudos = \"chanel\"")).find("did you mean \"channel\"?") != std::string::npos);
  CHECK(all_of(log("quiet = \"loud\"")).find("\"say\" or \"skip\"") != std::string::npos);
  CHECK(all_of(log("ask_before = 31")).find("f:20:14: ask_before = 31") == 0);
  CHECK(all_of(log("questions = [\"x\"]")).find("questions") != std::string::npos);
  CHECK(all_of(log("[[team.ritual]]\nkind = \"wins\"\nname = \"two\"")).find("a team has one log") !=
        std::string::npos);
  CHECK(all_of(log("name = \"daily\"")).find("once") != std::string::npos);
  CHECK(all_of(read(with_line(99, "[[team.ritual]]\nkind = \"wins\"\nname = \"Daily\"")))
            .find("already a ritual of this team") != std::string::npos);
  const Loaded right = log("days = \"thu\"\nat = \"15:00\"");
  REQUIRE(right.problems.empty());
  CHECK(right.settings.teams[0].wins->schedule.days == 0b0001000U);
  CHECK(right.settings.teams[0].wins->schedule.at == LocalTime{15 * 60});
}

TEST_CASE("wrong values of a retro's keys are told with what would be right") {
  const auto retro = [](const std::string& line) {
    return read(with_line(99, "[[team.ritual]]\nkind = \"retro\"\nname = \"retro\"\n" + line));
  };
  const auto says = [&](const std::string& line, const std::string& part) {
    INFO(line << "\n" << all_of(retro(line)));
    CHECK(all_of(retro(line)).find(part) != std::string::npos);
  };
  says("format = \"saleboat\"", "did you mean \"sailboat\"?");
  says("format = \"4ls\"\ncolumns = [\"a\"]", "only one of them can hold");
  says("columns = []", "f:20:11: columns has 0 names");
  says("columns = [\"a\", \"A\"]", "is there twice");
  says("columns = [\"a: b\"]", "has a colon");
  says("columns = [\" \"]", "1 to 40 characters");
  says("anonymity = \"secret\"", "It takes \"named\", \"confidential\" or \"anonymous\"");
  says("no_blame = \"on\"", "It takes \"suggest\" or \"off\"");
  says("close = \"337h\"", "is too long: write something from \"1m\" to \"336h\"");
  says("close = \"2h\"\nremind = [\"2h\"]", "is not before close (\"2h\")");
  says("votes = 0", "f:20:9: votes = 0 cannot be: write a number from 1 to 20");
  says("voting = \"30s\"", "is too short");
  says("questions = [\"x\"]", "questions");
  says("name = \"daily\"", "once");
  const Loaded right = retro("columns = [\"Keep\", \"Change\"]\nclose = \"6h\"\nvotes = 2");
  INFO(all_of(right));
  REQUIRE(right.problems.empty());
  const Retro& read_back = right.settings.teams[0].retros.at(0);
  CHECK(read_back.columns == std::vector<RetroColumn>{{"Keep", false}, {"Change", false}});
  CHECK(read_back.remind == std::vector<Duration>{std::chrono::hours(5)});
  CHECK(read_back.votes_on_one == 2);
  CHECK(read_back.schedule.days == 0U);
}

TEST_CASE("a team in several workspaces: what is wrong is told with its cure") {
  // A second workspace, on Matrix; `also` lines stand where the team's tables do, after `team` lines.
  const auto both = [](const std::string& also, const std::string& team = "") {
    std::string text = with_line(99, "");
    text.insert(text.find("[[team]]"),
                "[[workspace]]\nname = \"mx\"\nplatform = \"matrix\"\nhomeserver = \"example.com\"\n"
                "access_token = \"env:M\"\n");
    return text.insert(text.find("[[team.ritual]]"), team + also);
  };
  const auto says = [&](const std::string& also, const std::string& team, const std::string& part) {
    const Loaded loaded = read(both(also, team));
    INFO(also << team << all_of(loaded));
    REQUIRE(loaded.problems.size() == 1);
    CHECK(all_of(loaded).find(part) != std::string::npos);
  };
  const std::string room = "[[team.also]]\nworkspace = \"mx\"\nchannel = \"#vision:example.com\"\n";
  const std::string members = "members = [\"@bo\", \"@dee:example.com\"]\n";
  const Loaded right = read(both(room, members + "same = [[\"ana@example.com\", \"@ana:example.com\"]]\n"));
  INFO(all_of(right));
  REQUIRE(right.problems.empty());
  const Team& team = right.settings.teams.at(0);
  CHECK(team.is_in(WorkspaceId{"acme"}));
  CHECK(team.is_in(WorkspaceId{"mx"}));
  CHECK_FALSE(team.is_in(WorkspaceId{"other"}));
  const auto slack = team.within(WorkspaceId{"acme"});
  const auto matrix = team.within(WorkspaceId{"mx"});
  REQUIRE((slack && matrix));
  CHECK(slack->members == std::vector<std::string>{"@bo"});
  CHECK(slack->leads == team.leads);
  CHECK(matrix->channel == "#vision:example.com");
  CHECK(matrix->members == std::vector<std::string>{"@dee:example.com"});
  CHECK(matrix->leads.empty());
  CHECK(matrix->same.at(0) == std::vector<std::string>{"@ana:example.com"});
  CHECK_FALSE(team.within(WorkspaceId{"other"}).has_value());

  says("[[team.also]]\nworkspace = \"mxx\"\nchannel = \"#vision\"\n", "", "did you mean \"mx\"?");
  says("[[team.also]]\nworkspace = \"acme\"\nchannel = \"#two\"\n", "", "has this team already");
  says(room + room, "", "has this team already");
  says("[[team.also]]\nworkspace = \"mx\"\nchannel = \"#vision\"\n", "", "lacks the server");
  says("[[team.also]]\nworkspace = \"mx\"\n", "", "has no \"channel\"");
  says(room, "members = [\"dee:example.com\"]\n", "is not a person");
  says("", "same = [[\"@ana\", \"@bo\"]]\n", "this team is in one");
  says(room, "same = [\"@ana\", \"@ana:example.com\"]\n", "write a list for each human");
  says(room, "same = [[\"@ana\"]]\n", "write a list for each human");
  says(room, "same = [[\"@ana\", \"@ana:example.com\"], [\"@bo\", \"@ana\"]]\n", "stands there twice");
}

TEST_CASE("hooks: every wrong value is told with its place and its cure") {
  // Line 17 is the log, 20 [[team.hook]], 21 kind, 22 name, 23 secret.
  const auto hook = [](const std::string& kind, const std::string& name, const std::string& secret,
                       const std::string& more = "") {
    std::string text =
        with_line(99, "[[team.ritual]]\nkind = \"wins\"\nname = \"log\"\n[[team.hook]]\nkind = " + kind +
                          "\nname = " + name + "\nsecret = " + secret + "\n" + more);
    return text.replace(text.find("log = "), 12, "listen = \"9090\"");
  };
  const auto says = [&](const std::string& text, const std::string& place, const std::string& part) {
    const Loaded loaded = read(text);
    INFO(text << all_of(loaded));
    REQUIRE(loaded.problems.size() == 1);
    CHECK(all_of(loaded).find("f:" + place + ": ") == 0);
    CHECK(all_of(loaded).find(part) != std::string::npos);
  };
  const std::string github = "\"github\"", ours = "\"signed\"", name = "\"ci\"", secret = "\"env:HOOK\"";

  const Loaded right = read(
      hook(github, name, secret, "events = [\"workflow_run\"]\nbranches = [\"release/1\"]\nworkflows = []"));
  INFO(all_of(right));
  REQUIRE(right.problems.empty());
  const Hook& read_back = right.settings.teams.at(0).hooks.at(0);
  CHECK(read_back.name == "ci");
  CHECK((read_back.kind == HookKind::github));
  CHECK(read_back.secret.where == "HOOK");
  CHECK_FALSE(read_back.releases);
  CHECK(read_back.runs);
  CHECK(read_back.branches == std::vector<std::string>{"release/1"});
  CHECK(read_back.workflows.empty());
  CHECK(read(hook(ours, name, secret)).problems.empty());

  says(hook("\"githbu\"", name, secret), "21:8",
       "did you mean \"github\"? It takes \"github\" or \"signed\"");
  says(hook(github, "\"a b\"", secret), "22:8", "cannot be the end of an address");
  says(hook(github, "\"..\"", secret), "22:8", "cannot be the end of an address");
  says(hook(github, "\"zażółć\"", secret), "22:8", "letters of a to z");
  says(hook(github, name, "\"hush-hush\""), "23:10", "secret holds the secret itself");
  CHECK(all_of(read(hook(github, name, "\"hush-hush\""))).find("hush") == std::string::npos);
  says(hook(github, name, secret, "events = [\"relase\"]"), "24:11", "did you mean \"release\"?");
  says(hook(github, name, secret, "events = []"), "24:10", "nothing would be celebrated");
  says(hook(github, name, secret, "branches = [\" \"]"), "24:13",
       "is empty: write a name as GitHub shows it");
  says(hook(github, name, secret, "events = [\"release\"]\nworkflows = [\"CI\"]"), "25:13",
       "add \"workflow_run\" to events");
  says(hook(ours, name, secret, "branches = [\"main\"]"), "24:12",
       "leave it out, or write kind = \"github\"");
  says(hook(ours, name, secret, "[[team.hook]]\nkind = \"signed\"\nname = \"CI\"\nsecret = \"env:B\""),
       "26:8", "there is already a hook named \"ci\", at line 22");
  std::string text = hook(ours, name, secret);
  says(text.replace(text.find("listen"), 15, "log = \"info\""), "20:1", "write listen = \"127.0.0.1:9090\"");
  text = hook(ours, name, secret);
  says(text.replace(text.find("kind = \"wins\""), 13, "kind = \"retro\""), "20:1", "with kind = \"wins\"");
  for (const Key& key : kHook.keys) {
    const std::string line = std::string(key.name) + " = true";
    text = hook(github, name, secret, key.required ? "" : line);
    if (key.required) {
      const auto at = text.find(std::string(key.name) + " = ", text.find("[[team.hook]]"));
      text.replace(at, text.find('\n', at) - at, line);
    }
    const std::string place = key.name == "kind"     ? "21:8"
                              : key.name == "name"   ? "22:8"
                              : key.name == "secret" ? "23:10"
                                                     : "24:" + std::to_string(key.name.size() + 4);
    says(text, place, std::string(key.example));
  }
}

namespace {

/// A right file of a team on Matrix; `change` is its line that is written as `text` instead.
std::string on_matrix(std::size_t change = 0, const std::string& text = {}) {
  const std::vector<std::string> right = {
      "[[workspace]]",                      // 1
      "name = \"acme\"",                    // 2
      "platform = \"matrix\"",              // 3
      "homeserver = \"example.com\"",       // 4
      "access_token = \"env:TOKEN\"",       // 5
      "[[team]]",                           // 6
      "name = \"vision\"",                  // 7
      "workspace = \"acme\"",               // 8
      "channel = \"#vision:example.com\"",  // 9
      "time_zone = \"Europe/Warsaw\"",      // 10
      "leads = [\"@ana:example.com\"]",     // 11
      "[[team.ritual]]",                    // 12
      "kind = \"one_on_one\"",              // 13
      "name = \"1on1\"",                    // 14
      "lead = \"@ana:example.com\"",        // 15
      "with = [\"@bo:example.com\"]",       // 16
  };
  std::string out;
  for (std::size_t i = 0; i < right.size(); ++i) out += (i + 1 == change ? text : right[i]) + '\n';
  return out;
}

}  // namespace

TEST_CASE("on Matrix, a win's reaction must be an emoji") {
  const auto with = [](const std::string& reaction) {
    const Loaded loaded = read(
        on_matrix() + "[[team.ritual]]\nkind = \"wins\"\nname = \"log\"\nreaction = \"" + reaction + "\"\n");
    return all_of(loaded);
  };
  for (const char* right : {"🏆", "trophy", "🦩", "+1"}) {
    INFO(right);
    CHECK(with(right).empty());
  }
  CHECK(with("shipit").find("names no emoji that Houston knows") != std::string::npos);
  CHECK(with(":trophy:").find("has colons") != std::string::npos);
}

TEST_CASE("a team on Matrix is right, and each wrong value is told with its place and its cure") {
  const Loaded right = read(on_matrix());
  INFO(all_of(right));
  REQUIRE(right.problems.empty());
  const MatrixAccess& access = right.settings.workspaces.at(0).matrix;
  CHECK(access.server_name == "example.com");
  CHECK(access.homeserver.empty());
  CHECK(access.access_token.value().where == "TOKEN");
  CHECK(right.settings.teams.at(0).channel == "#vision:example.com");
  const auto homeserver = [](const std::string& text) {
    const Loaded loaded = read(on_matrix(4, "homeserver = \"" + text + "\""));
    INFO(all_of(loaded));
    REQUIRE(loaded.problems.empty());
    return loaded.settings.workspaces.at(0).matrix;
  };
  CHECK(homeserver("https://matrix.example.com").homeserver == "https://matrix.example.com/");
  CHECK(homeserver("http://127.0.0.1:8008").homeserver == "http://127.0.0.1:8008/");
  CHECK(homeserver("Example.com:8448").server_name == "example.com:8448");
  const Loaded login =
      read(on_matrix(5, "user = \"houston\"\npassword = \"file:secret\"\ndirect_rooms = \"encrypted\""));
  INFO(all_of(login));
  REQUIRE(login.problems.empty());
  CHECK(login.settings.workspaces.at(0).matrix.user == "houston");
  CHECK(login.settings.workspaces.at(0).matrix.encrypted_direct_rooms);
  CHECK(secrets_of(login.settings.workspaces.at(0)).at(0).first == "password");

  const auto wrong = GENERATE(values<Wrong>({
      {3, "platform = \"matrics\"", "3:12", "did you mean \"matrix\"?"},
      {4, "homeserver = \"http://example.com\"", "4:14", "write https://"},
      {4, "homeserver = \"ftp://example.com\"", "4:14", "as in \"https://matrix.example.com\""},
      {4, "homeserver = \"@ana:example.com\"", "4:14", "after its colon"},
      {4, "homeserver = \"\"", "4:14", "write the server's name"},
      {4, "homeserver = true", "4:14", "homeserver = \"example.com\""},
      {4, "", "1:1", "add a line such as homeserver = \"example.com\""},
      {5, "", "1:1", "add a line such as access_token ="},
      {5, "access_token = \"syt_abc\"", "5:16", "write \"env:MATRIX_ACCESS_TOKEN\""},
      {5, "access_token = true", "5:16", "true or false"},
      {5, "access_token = \"env:A\"\nuser = \"houston\"", "6:8", "leave out user"},
      {5, "access_token = \"env:A\"\npassword = \"env:B\"", "6:12", "only one of them"},
      {5, "password = \"env:B\"", "5:12", "add a line such as user ="},
      {5, "user = \"houston\"", "5:8", "add a line such as password ="},
      {5, "user = \"our houston\"\npassword = \"env:B\"", "5:8", "\"@houston:example.com\""},
      {5, "user = true\npassword = \"env:B\"", "5:8", "true or false"},
      {5, "user = \"houston\"\npassword = \"hush\"", "6:12", "write \"env:MATRIX_PASSWORD\""},
      {5, "access_token = \"env:A\"\nbot_token = \"env:B\"", "6:1", "it is for platform = \"slack\""},
      {5, "access_token = \"env:A\"\ndirect_rooms = \"private\"", "6:16", "\"unencrypted\""},
      {5, "access_token = \"env:A\"\nca_file = \"no.pem\"", "6:11", "does not exist"},
      {9, "channel = \"#vision\"", "9:11", "lacks the server: write \"#vision:example.com\""},
      {9, "channel = \"vision:example.com\"", "9:11", "is not a Matrix room"},
      {9, "channel = \"C0123ABCD\"", "9:11", "is not a Matrix room"},
      {11, "leads = [\"@ana\"]", "11:10", "lacks the server: write \"@ana:example.com\""},
      {11, "leads = [\"ana@example.com\"]", "11:10", "is an e-mail address"},
      {11, "leads = [\"ana\"]", "11:10", "is not a Matrix account"},
      {11, "members = [\"U024BE7LH\"]", "11:12", "is not a Matrix account"},
      {11, "members = \"all\"", "11:11", "[\"@ana:example.com\"]"},
      {15, "lead = \"ana@example.com\"", "15:8", "is an e-mail address"},
      {16, "with = [\"@bo\"]", "16:9", "lacks the server"},
  }));
  const Loaded loaded = read(on_matrix(wrong.line, wrong.text));
  INFO(wrong.text << "\n" << all_of(loaded));
  REQUIRE(loaded.problems.size() >= 1);
  const std::string shown = to_string("f", loaded.problems[0]);
  CHECK(shown.substr(0, 3 + wrong.place.size()) == "f:" + wrong.place + ":");
  CHECK(shown.find(wrong.says) != std::string::npos);
  CHECK(shown.find("hush") == std::string::npos);
  CHECK(loaded.problems.size() == 1);
}

TEST_CASE("rooms' ids are right with their server and without") {
  for (const char* const room : {"!AbC:example.com", "!AbC_-0", "#ä:b.example:8448"}) {
    const Loaded loaded = read(on_matrix(9, "channel = \"" + std::string(room) + "\""));
    INFO(room << all_of(loaded));
    CHECK(loaded.problems.empty());
  }
}

TEST_CASE("Matrix's keys are not Slack's") {
  check({5, "homeserver = \"example.com\"", "5:1", "it is for platform = \"matrix\""});
}

TEST_CASE("a required key that is missing is told at its table") {
  for (const std::size_t line : {4U, 6U, 7U, 9U, 10U, 11U, 12U, 15U, 16U}) {
    const std::string key = kRight[line - 1].substr(0, kRight[line - 1].find(' '));
    const Loaded loaded = read(with_line(line, ""));
    INFO(key << "\n" << all_of(loaded));
    REQUIRE(loaded.problems.size() == 1);
    CHECK(loaded.problems[0].line == (line < 8 ? 3 : line < 14 ? 8 : 14));
    CHECK(loaded.problems[0].column == 1);
    CHECK(loaded.problems[0].message.find(key + " = ") != std::string::npos);
  }
}

TEST_CASE("an unknown key is told, with the nearest that is known") {
  check({2, "databse = \"sqlite:x.db\"", "2:1", "database"});
  check({5, "bot_tokens = \"env:X\"", "5:1", "bot_token"});
  check({13, "lead = [\"@ana\"]", "13:1", "leads"});
  check({17, "question = [\"Well?\"]", "17:1", "questions"});
  check({17, "zzz = 1", "17:1", "zzz"});
  check({1, "[huston]\n[houston]", "1:2", "houston"});
}

TEST_CASE("a token in the file is refused with the reason, and never repeated") {
  for (const char* const token : {"xoxb-1234-super-secret", "super-secret", "Bearer super-secret"}) {
    const Loaded loaded = read(with_line(6, "bot_token = \"" + std::string(token) + "\""));
    REQUIRE(loaded.problems.size() == 1);
    const std::string shown = all_of(loaded);
    INFO(shown);
    CHECK(shown.find("f:6:13: bot_token") == 0);
    CHECK(shown.find("backups and version control") != std::string::npos);
    CHECK(shown.find("env:SLACK_BOT_TOKEN") != std::string::npos);
    CHECK(shown.find("super-secret") == std::string::npos);
  }
  const std::string shown = all_of(read(with_line(2, "database = \"postgresql://u:hush-hush@h/n\"")));
  CHECK(shown.find("hush") == std::string::npos);
  // Not even where a line cannot be read at all.
  CHECK(all_of(read(with_line(6, "bot_token = xoxb-1234-super-secret"))).find("super-secret") ==
        std::string::npos);
}

TEST_CASE("plain http is for this machine alone") {
  for (const char* const url :
       {"http://127.0.0.1:8080/api/", "http://localhost/api", "http://[::1]:9/", "HTTPS://x.y/"}) {
    const Loaded loaded = read(with_line(5, "api_url = \"" + std::string(url) + "\""));
    INFO(url << all_of(loaded));
    CHECK(loaded.problems.empty());
    REQUIRE(!loaded.settings.workspaces.empty());
    CHECK(loaded.settings.workspaces[0].api_url.back() == '/');
  }
}

TEST_CASE("what is not TOML is told with its place") {
  check({2, "log = info", "2:10", "write text in quotes"});
  check({2, "log = \"info", "2:12", "close the text with a quote"});
  check({17, "at = 9:30", "17:7", "write a time of day in quotes"});
  check({17, "remind = [\"60m\"", "17:17", "is not closed"});
  check({4, "name = \"a\"\nname = \"b\"", "5:8", "write each key and each [table] once"});
}

TEST_CASE("a wrong 1:1 or coffee names line and cure") {
  const std::string one = "[[team.ritual]]\nkind = \"one_on_one\"\nname = \"x\"\n";
  check({99, one + "cadence = \"monthly\"", "20:11", "every two weeks"});
  check({99, one + "cadence = \"weekly\"\nrule = \"FREQ=MONTHLY\"", "21:8", "leave out cadence or rule"});
  check({99, one + "rule = \"FREQ=HOURLY\"", "20:8", "write FREQ=DAILY at most"});
  check({99, one + "start = 2026-01-06", "20:9", "instead of cadence"});
  check({99, one + "day = \"mon-fri\"", "20:7", "is not a day of the week"});
  check({99, one + "rule = \"FREQ=WEEKLY\"\nday = \"mon\"", "21:7", "leave out day"});
  check({99, one + "at = \"25:00\"", "20:6", "\"00:00\" to \"23:59\""});
  check({99, one + "length = \"1m\"", "20:10", "is too short: write something from \"10m\" to \"4h\""});
  check({99, one + "remind = \"13h\"", "20:10", "is too long"});
  check({99, one + "lead = \"ana\"", "20:8", "did you mean \"@ana\"?"});
  check({99, one + "with = [\"@bo\"]", "20:8", "there is no lead"});
  check({99, one + "lead = \"@ana\"\nwith = []", "21:8", "the lead would meet nobody"});
  check({99, one + "leed = \"@ana\"", "20:1", "lead"});
  const std::string coffee = "[[team.ritual]]\nkind = \"coffee\"\nname = \"x\"\n";
  check({99, coffee + "day = \"someday\"", "20:7", "is not a day of the week"});
  check({99, coffee + "cadence = \"daily\"", "20:11", "weekly"});
  check({99, coffee + "remind = \"x\"", "20:10", "length of time"});
  check({2, "listen = \"9090\"\npublic_url = \"http://houston.example.com\"", "3:14",
         "https://houston.example.com/"});
  check({2, "public_url = \"https://houston.example.com\"", "2:14", "add listen"});
}

TEST_CASE("names are used once, and capitals make no difference") {
  check({99, "[[team]]\nname = \"Vision\"\nworkspace = \"acme\"\nchannel = \"#b\"\ntime_zone = \"UTC\"",
         "18:8", "already a team named \"vision\", at line 9"});
  check(
      {99, "[[team.ritual]]\nkind = \"standup\"\nname = \"Daily\"", "19:8", "already a ritual of this team"});
  check({3, "[[workspace]]\nname = \"acme\"\nbot_token = \"env:A\"\napp_token = \"env:B\"\n[[workspace]]",
         "8:8", "already a workspace named"});
}

TEST_CASE("a table that should be a list, and a list that should be a table") {
  check({1, "[[houston]]", "1:1", "there is only one of these: write [houston]"});
  CHECK(all_of(read("[workspace]\nname = \"a\"\n[[team]]\n"))
            .find("two pairs of brackets: write [[workspace]]") != std::string::npos);
}

TEST_CASE("every problem is told, in the order of the file") {
  const Loaded loaded = read("[houston]\nlog = 3\n[[workspace]]\nname = \"a b\"\n[[team]]\nchannel = 3\n");
  INFO(all_of(loaded));
  CHECK(loaded.problems.size() >= 7);
  for (std::size_t i = 1; i < loaded.problems.size(); ++i) {
    CHECK(loaded.problems[i - 1].line <= loaded.problems[i].line);
  }
}

TEST_CASE("files that are hardly settings") {
  CHECK(all_of(read("")).find("f: the settings file is empty") == 0);
  CHECK(all_of(read(" \n\n")).find("f: the settings file is empty") == 0);
  CHECK(all_of(read("# nothing yet\n")).find("there is no [[workspace]]") != std::string::npos);
  CHECK(all_of(read("[houston]\nlog = \"i\xff\"\n")).find("f:2:9: this is not UTF-8") == 0);
  CHECK(all_of(read("x = \"" + std::string(9000, 'a') + "\"")).find("f:1:1: this line is longer") == 0);
  CHECK(all_of(read(std::string(2'000'000, '\n'))).find("larger than a megabyte") != std::string::npos);
  std::string deep = "x = ";
  for (int i = 0; i < 3000; ++i) deep += '[';
  CHECK_FALSE(read(deep).problems.empty());

  const Folder folder;
  CHECK(all_of(load(folder.path() / "houston.toml", kChecks)).find("does not exist") != std::string::npos);
  CHECK(all_of(load(folder.path(), kChecks)).find("is a folder") != std::string::npos);
  const auto file = folder.write("houston.toml", with_line(99, ""));
  const Loaded loaded = load(file, kChecks);
  CHECK(loaded.problems.empty());
  CHECK(loaded.settings.file == file);
  CHECK(loaded.settings.database == "sqlite:" + (folder.path() / "houston.db").string());
}
