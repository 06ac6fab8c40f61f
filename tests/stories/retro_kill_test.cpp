// A retrospective with the real program, killed with SIGKILL again and again while the sandbox limits, fails
// and drops connections: from the first note to the record. Afterwards no note is lost or shown twice, every
// vote counts once, and prompts, reminders, topics, actions and the record stand once each.
//
//   HOUSTON_SEED=7 build/dev/tests/stories/houston_retro_kill_test
#include <algorithm>
#include <chrono>
#include <iostream>

#include "storage/tables.hpp"
#include "tests/stories/harness/siege.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/database.hpp"

namespace houston::tests {
namespace {

using bot::sandbox::Json;
using bot::sandbox::Message;
using bot::sandbox::Sandbox;
using namespace std::chrono_literals;

constexpr int kLeastKills = 12;
constexpr const char* kRetro = R"([[team.ritual]]
kind = "retro"
name = "retro"
days = "thu"
at = "10:00"
close = "24h"
remind = ["20h"]
grouping = "1h"
voting = "6h"
votes = 3
votes_on_one = 3
topics = 3
discussion = "2h"
anonymity = )";
const std::vector<std::string> kWriters{"ana", "bo", "chidi", "eva"};

/// In UTC; the team's clock is an hour ahead.
Instant at(int day, int hour, int minute = 0) {
  using namespace std::chrono;
  return sys_days(year(2026) / 11 / day) + hours(hour) + minutes(minute);
}

/// The values of the Vote buttons, by the topics' numbers, and the message that they are on.
std::pair<std::string, std::vector<std::string>> ballot(Box& box) {
  return box.in([](Sandbox& sandbox) {
    std::pair<std::string, std::vector<std::string>> found;
    for (const Message& message : sandbox.messages(sandbox.place_id("#vision").value())) {
      for (const Json& block : message.blocks) {
        for (const Json& element : block.value("elements", Json::array())) {
          if (element.value("action_id", "") != "retro.vote") continue;
          found.first = message.ts;
          found.second.push_back(element.at("value"));
        }
      }
    }
    return found;
  });
}

class Retrospective {
 public:
  /// The seed says which of the kinds it is, too.
  Retrospective(std::uint64_t seed, const std::string& database)
      : anonymity_(std::vector<std::string>{"named", "confidential", "anonymous"}[seed % 3]),
        siege_(HOUSTON_PROGRAM, seed, at(12, 8), database, kRetro + ("\"" + anonymity_ + "\"\n")) {}

  const std::string& anonymity() const { return anonymity_; }

  Siege& siege() { return siege_; }
  Box& box() { return siege_.box(); }
  const std::vector<std::string>& notes() const { return notes_; }

  void live() {
    notes_come();
    siege_.live_until(at(13, 10, 30));  // The window is closed, grouping is over: the vote is open.
    votes_come();
    siege_.live_until(at(13, 16, 10));
    for (const char* what : {"action-one", "action-two"}) {
      siege_.say("ana", std::string("actions add ") + what + " @bo by 2026-11-20");
    }
    siege_.live_until(at(13, 18, 30));
    siege_.end();
  }

 private:
  /// Everybody's but Devi's, before the window and in it, as direct messages.
  void notes_come() {
    for (int number = 0; number < 12; ++number) {
      siege_.live_until(at(12, 8, 20) + 60min * number + 1min * siege_.chance(40));
      const std::string note = "note-" + std::to_string(100 + number);
      notes_.push_back(note);
      siege_.say(kWriters[static_cast<std::size_t>(number) % 4], "retro: improve: about " + note);
    }
  }

  /// Three for the first topic from each of three people, three for the second from a fourth. Who does not
  /// know whether a click was heard clicks again: more than three on one are not taken.
  void votes_come() {
    const auto [message, values] = ballot(box());
    REQUIRE(values.size() == notes_.size());
    for (const std::string& who : kWriters) {
      siege_.click(who, "#vision", message, "retro.vote", values[who == "eva" ? 1 : 0], 3);
    }
  }

  std::string anonymity_;
  Siege siege_;
  std::vector<std::string> notes_;
};

}  // namespace

TEST_CASE("a retrospective survives being killed at any moment") {
  test::FreshDatabase fresh(storage::Engine::sqlite);
  Retrospective story(seed_or(1), fresh.url());
  story.live();
  Box& box = story.box();
  CHECK(said_twice(box).empty());

  INFO(story.anonymity());
  const auto channel = standing(box, "#vision");
  std::string board;  // The message that first shows the notes.
  for (const std::string& text : channel) {
    if (text.starts_with("To improve")) board += text;
  }
  const std::vector<std::string> names{"Ana", "Bo", "Chidi", "Eva"};
  for (std::size_t i = 0; i < story.notes().size(); ++i) {
    const std::string& note = story.notes()[i];
    INFO(note);
    const std::size_t found = board.find(note);
    REQUIRE(found != std::string::npos);
    CHECK(board.find(note, found + 1) == std::string::npos);
    const std::string after = board.substr(found, board.find('\n', found) - found);
    INFO(after);
    const bool shown = after.find(names[i % 4]) != std::string::npos;
    CHECK(shown == (story.anonymity() == "named"));
  }
  CHECK(with(channel, {"Retro · Thu 12 Nov", "12 notes. Over"}) == 1);
  CHECK(with(channel, {"The vote is counted", "9 votes", "3 votes"}) ==
        2);  // The ballot, and what came of it.
  CHECK(with(channel, {"The vote is counted", "Add an action"}) == 1);
  CHECK(with(channel, {"9 votes. Talk about it"}) == 1);
  CHECK(with(channel, {"3 votes. Talk about it"}) == 1);
  CHECK(with(channel, {"Talk about it in this thread"}) == 2);
  CHECK(with(channel, {"Action ", ": action-one"}) == 1);
  CHECK(with(channel, {"Action ", ": action-two"}) == 1);
  CHECK(with(channel, {"# Retro of vision"}) == 1);
  CHECK(with(standing(box, "dm", "ana"), {"You facilitate this retro"}) == 1);
  CHECK(with(standing(box, "dm", "bo"), {"put down an action for you", "action-one"}) == 1);
  CHECK(with(standing(box, "dm", "bo"), {"put down an action for you", "action-two"}) == 1);
  for (const std::string who : {"ana", "bo", "chidi", "devi", "eva"}) {
    INFO(who);
    const auto direct = standing(box, "dm", who);
    CHECK(with(direct, {"Retro · Thu 12 Nov", "Open until"}) == 1);
    CHECK(with(direct, {"A friendly reminder: the retro"}) ==
          (who == "devi" || story.anonymity() == "anonymous" ? 1 : 0));
  }

  const auto database = fresh.open();
  storage::Tables tables(*database);
  const auto retro = tables.retros.latest(TeamId{"vision"}, RitualId{"retro"});
  REQUIRE(retro.has_value());
  const auto notes = tables.retros.notes(retro->id);
  CHECK(notes.size() == story.notes().size());
  CHECK(std::count_if(notes.begin(), notes.end(), [](const auto& note) { return note.author.has_value(); }) ==
        (story.anonymity() == "anonymous" ? 0 : static_cast<int>(notes.size())));
  CHECK(tables.retro_actions.open(TeamId{"vision"}).size() == 2);
  CHECK(tables.outbox.depth() == 0);
  std::cout << "kills " << story.siege().kills() << std::endl;
  CHECK(story.siege().kills() >= kLeastKills);
}

}  // namespace houston::tests
