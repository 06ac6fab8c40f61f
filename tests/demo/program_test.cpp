// The demo as people start it: the real program, its own workspace, database and TLS.
#include "tests/demo/program.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/catch.hpp"

using houston::tests::Ended;
using houston::tests::run_houston;
using houston::tests::Scratch;
using houston::tests::Terminal;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("two days come out right, with another seed as well") {
  const std::string seed = GENERATE("1", "2");
  const Scratch scratch;
  const std::string file = (scratch.path() / "week.md").string();
  const Ended ended =
      run_houston({"demo", "--headless", "--days", "2", "--seed", seed, "--transcript", file}, scratch);
  CAPTURE(ended.output);
  CHECK(ended.code == 0);
  for (const char* part :
       {"── Monday 9 November", "── Tuesday 10 November", "Houston → Devi · 09:30 in Kolkata",
        "A friendly reminder", "Standup · Mon 9 Nov · 4 of 5", ": no answer from ", " · late",
        "Standup · Mon 9 Nov · 5 of 5", "edits a message", "In the way", "uota", "presses [Write it]",
        "fills in the form", "Noted. ",
        "It came out right: 2 standups, 10 prompts, 2 reminders, 10 answers"}) {
    CAPTURE(part);
    CHECK(has(ended.output, part));
  }
  CHECK_FALSE(has(ended.output, "\x1b"));
  CHECK_FALSE(has(ended.output, "xoxb-"));
  CHECK(has(read_file(file), "## Tuesday 10 November\n"));
  std::filesystem::remove(file);
  CHECK(std::filesystem::is_empty(scratch.path()));
}

TEST_CASE("a week comes out right, and the same when it is lived again") {
  const Scratch scratch;
  const Ended once = run_houston({"demo", "--headless"}, scratch);
  CAPTURE(once.output);
  CHECK(once.code == 0);
  for (const char* part : {"Independence Day, a public holiday of the team",
                           "types /houston away until 2026-11-13",
                           "you are away",
                           "types /houston why",
                           "I did not ask you: holiday",
                           "Saved for Thu 12 Nov",
                           "Standup · Thu 12 Nov · 4 of 4",
                           "Ana reacts with :trophy:",
                           "Houston reacts with :sparkles:",
                           "Chidi thanks @Devi",
                           "How does it stand with The model converges",
                           "Milestone reached: The model converges",
                           "2 wins on the way",
                           "may read as blame",
                           "These look alike",
                           "The vote is counted",
                           "6 votes · ",
                           "Action 1",
                           "# Retro of vision",
                           "a GPU budget of my own (Bo, carried over)",
                           "Did your 1:1 with Bo",
                           "You are paired for a coffee",
                           "Our wins, ",
                           "🎂 Happy birthday, @Devi!",
                           "Coffee with Devi: it happened",
                           "deletes a message",
                           "presses [Skip today]",
                           "types /houston status",
                           "It came out right: 4 standups and 1 public holiday, 18 prompts"}) {
    CAPTURE(part);
    CHECK(has(once.output, part));
  }
  const Ended again = run_houston({"demo", "--headless"}, scratch);
  CHECK(again.output == once.output);
}

TEST_CASE("weeks after the first come right as well") {
  const Scratch scratch;
  const Ended ended = run_houston({"demo", "--headless", "--days", "12", "--seed", "3"}, scratch);
  CAPTURE(ended.output);
  CHECK(ended.code == 0);
  CHECK(has(ended.output, "It came out right: 11 standups"));
}

TEST_CASE("the README shows what the demo really prints") {
  const Scratch scratch;
  const std::string output = run_houston({"demo", "--headless"}, scratch).output;
  const std::string readme = read_file(HOUSTON_README);
  const std::string begin = "```text\n", gap = "\n        […]\n";
  int blocks = 0, parts = 0;
  for (auto at = readme.find(begin); at != std::string::npos; at = readme.find(begin, at), ++blocks) {
    at += begin.size();
    const std::string shown = readme.substr(at, readme.find("```", at) - at);
    for (std::size_t from = 0, end = 0; from < shown.size(); from = end + gap.size(), ++parts) {
      end = std::min(shown.find(gap, from), shown.size());
      const std::string part = shown.substr(from, end - from);
      CAPTURE(part);
      CHECK(has(output, part));
    }
  }
  CHECK(blocks == 5);  // A ritual each, and the coffee.
  CHECK(parts > 10);
}

TEST_CASE("flags alone are the demo, and a pipe has nobody at the keyboard") {
  const Scratch scratch;
  const Ended ended = run_houston({"--days", "1", "--seed", "5"}, scratch);
  CAPTURE(ended.output);
  CHECK(ended.code == 0);
  CHECK(has(ended.output, "It came out right: 1 standup, 5 prompts"));
}

TEST_CASE("options that make no sense are refused") {
  const Scratch scratch;
  CHECK(run_houston({"demo", "--days", "0"}, scratch).code == 2);
  CHECK(run_houston({"demo", "--days", "61"}, scratch).code == 2);
  CHECK(run_houston({"demo", "--speed", "-1"}, scratch).code == 2);
  const Ended elsewhere = run_houston({"demo", "--platform", "irc"}, scratch);
  CHECK(elsewhere.code == 2);
  CHECK(elsewhere.output == "houston demo: --platform is slack or matrix\n");
  const Ended nobody = run_houston({"demo", "--as", "zoe"}, scratch);
  CHECK(nobody.code == 2);
  CHECK(nobody.output == "houston demo: --as is one of ana bo chidi devi eva\n");
}

TEST_CASE("where there is no Synapse, one line says how to get it") {
  if (std::filesystem::exists("/opt/venvs/matrix-synapse")) return;
  const Scratch scratch;
  const Ended ended = run_houston(
      {"demo", "--platform", "matrix"}, scratch,
      {{"PATH", "/nowhere"}, {"HOUSTON_SYNAPSE", ""}, {"HOUSTON_SYNAPSE_CACHE", scratch.path().string()}});
  CHECK(ended.code == 69);
  CHECK(has(ended.output, "houston demo: there is no Synapse on this machine"));
  CHECK(ended.output.find('\n') == ended.output.size() - 1);
  CHECK(std::filesystem::is_empty(scratch.path()));
}

TEST_CASE("a transcript that cannot be written is said, and is not a week that came out right") {
  const Scratch scratch;
  const Ended ended =
      run_houston({"demo", "--headless", "--days", "1", "--transcript", "/nowhere/week.md"}, scratch);
  CHECK(ended.code == 1);
  CHECK(has(ended.output,
            "The transcript could not be written to /nowhere/week.md: No such file or directory"));
}

TEST_CASE("a lead at the keyboard may change the week, which then is not judged") {
  const Scratch scratch;
  Terminal terminal({"demo", "--days", "2", "--speed", "0", "--as", "ana"}, scratch);
  terminal.expect("Ana> ");
  terminal.type("/houston skip daily tuesday\n");
  terminal.expect("Ana> ");
  terminal.type("\n");
  const Ended ended = terminal.finish();
  CAPTURE(ended.output);
  CHECK(ended.code == 1);
  CHECK(has(ended.output, "it is not judged"));
}

TEST_CASE("in a terminal a person is one of the five") {
  const Scratch scratch;
  Terminal terminal({"demo", "--days", "2", "--speed", "0"}, scratch);
  terminal.expect("You are Bo in New York.");
  SECTION("types answers, edits one, fills in the form, asks why") {
    terminal.expect("Bo> ");
    terminal.type("Read the logs\n");
    terminal.expect("What is next?");
    terminal.expect("Bo> ");
    terminal.type("More <logs> & coffee\n");
    terminal.expect("Anything in your way?");
    terminal.expect("Bo> ");
    terminal.type("no\n/edit nothing at all\n/houston why\n");
    terminal.expect("Thank you, that is in");
    terminal.expect("types /houston why");
    terminal.expect("── Tuesday 10 November");
    terminal.expect("Bo> ");
    terminal.type("/write\n");
    terminal.expect("What did you get done? [More <logs> & coffee]> ");
    terminal.type("Wrote it down\n");
    terminal.expect("What is next?");
    terminal.expect("> ");
    terminal.type("\n");
    terminal.expect("Anything in your way?> ");
    terminal.type("-\n");
    const Ended ended = terminal.finish();
    CAPTURE(ended.output);
    CHECK(ended.code == 0);
    CHECK(has(ended.output, "More <logs> & coffee"));
    CHECK(has(ended.output, "nothing at all"));
    CHECK(has(ended.output, "↳ Bo: Wrote it down"));
    CHECK(has(ended.output, "It came out right"));
    CHECK(has(ended.output, "\x1b["));
  }
  SECTION("skips, then leaves by ending the input") {
    terminal.expect("Bo> ");
    terminal.type("\n");
    terminal.expect("All right, not today.");
    terminal.expect("Bo> ");
    terminal.type("\x04");
    const Ended ended = terminal.finish();
    CHECK(ended.code == 1);
    CHECK(has(ended.output, "You left before the week was over"));
  }
  SECTION("leaves with Ctrl-C") {
    terminal.expect("Bo> ");
    terminal.type("\x03");
    const Ended ended = terminal.finish();
    CHECK(ended.code == 130);
    CHECK(has(ended.output, "You left before the week was over"));
  }
  CHECK(std::filesystem::is_empty(scratch.path()));
}
