// Votes where the platform has polls: each voter's ballot, in their direct messages.
#include <algorithm>

#include "storage/retros.hpp"
#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using houston::test::TestTeam;

namespace {

const std::string kRoom = "!vision:example.org";

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string toml(const std::string& retro, bool polls = true) {
  return std::string("[[workspace]]\nname = \"acme\"\n") +
         (polls ? "platform = \"matrix\"\nhomeserver = \"https://example.org\"\naccess_token = \"env:T\"\n"
                : "bot_token = \"env:A\"\napp_token = \"env:B\"\n") +
         "[[team]]\nname = \"vision\"\nworkspace = \"acme\"\nchannel = \"" + (polls ? kRoom : "#vision") +
         "\"\ntime_zone = \"Europe/Warsaw\"\n[[team.ritual]]\nkind = \"retro\"\nname = \"retro\"\n"
         "days = \"fri\"\nat = \"10:00\"\nclose = \"4h\"\nanonymity = \"named\"\n" +
         retro;
}

/// Four notes of four people (Di far away), the Friday on which Bo starts the vote at 15:00.
struct Vote {
  explicit Vote(const std::string& retro = "", bool polls = true, int more = 0)
      : team("2026-11-25 12:00", TestTeam::Settings{toml(retro, polls), ""}) {
    const std::string room = polls ? kRoom : "C1";
    for (const char* name : {"Ana", "Bo", "Cy"}) team.member(name, "Europe/Warsaw", false, room);
    team.member("Di", "America/Los_Angeles", false, room);
    team.modals = team.whispers = !polls;
    team.start();
    // One a column: within a column they are shuffled.
    for (const char* note :
         {"went well: the demo", "improve: deploys take hours", "ideas: a canary", "pairing"}) {
      team.command("Bo", std::string("retro note ") + note);
    }
    for (int i = 0; i < more; ++i) team.command("Bo", "retro note ideas: idea " + std::to_string(i));
    team.until("2026-11-27 15:00");
    team.command("Ana", "retro group 1 2 as Slow deploys");
    for (const char* name : {"Ana", "Bo", "Cy", "Di"}) team.take_dms(name);
    team.command("Ana", "retro next");
    team.take_dms("Ana");
  }
  storage::Tables tables() { return storage::Tables(team.database()); }
  storage::Retro retro() { return *tables().retros.latest(TeamId{"vision"}, RitualId{"retro"}); }
  std::string id() { return "vision/retro/" + std::to_string(retro().id.value); }
  chat::Poll poll(const std::string& who) {
    for (const test::Posted& one : team.dms(who)) {
      for (const chat::Block& block : one.message.blocks) {
        if (const auto* found = std::get_if<chat::Poll>(&block)) return *found;
      }
    }
    return {};
  }
  std::string answers(const std::string& who, const std::vector<std::string>& answers) {
    const chat::Poll asked = poll(who);
    chat::Event event = team.event(who);
    event.what = chat::Voted{asked.action, asked.value, answers};
    return team.run(std::move(event));
  }
  /// In the direct messages, as what is whispered there.
  std::string types(const std::string& who, const std::string& text) {
    chat::Event event = team.event(who);
    event.what =
        chat::Said{RoomId{"D" + who}, "t" + std::to_string(++typed), {}, chat::plain(text), true, false};
    return team.run(std::move(event));
  }
  /// "1=2 3=1"
  std::string counts(const std::string& who) {
    std::string out;
    for (const auto& vote : tables().retros.votes_of(retro().id, PersonId{"U" + who})) {
      out += (out.empty() ? "" : " ") + std::to_string(vote.topic) + "=" + std::to_string(vote.votes);
    }
    return out;
  }
  int typed = 0;
  TestTeam team;
};

}  // namespace

TEST_CASE("where there are polls, each voter gets the ballot alone, in one message") {
  Vote vote;
  CHECK(vote.team.take_dms("Bo") ==
        std::vector<std::string>{
            "Retro · Fri 27 Nov, vision: what shall we talk about? You have 5 votes; each topic that you "
            "choose gets one. To give a topic more (at most 3 on one topic), or where your app lets you "
            "choose only one, type the numbers instead, as in 1 1 4. Nobody else sees your votes. Open until "
            "Sat 28 Nov, 15:00.\n( ) 1. Slow deploys\n( ) 3. a canary\n( ) 4. pairing\n"
            "vision/retro · Fri 27 Nov"});
  CHECK(vote.poll("Bo").most == 3);
  CHECK(vote.poll("Bo").value == vote.id());
  CHECK_FALSE(vote.poll("Bo").closed);
  // The sheet in the thread is there as well, for who would rather type.
  CHECK(has(vote.team.channel(kRoom), "1. Slow deploys"));
  CHECK(has(vote.team.channel(kRoom), "Or say: retro vote 1."));
  // Di sleeps until eight on her clock.
  CHECK(vote.team.take_dms("Di").empty());
  vote.team.until("2026-11-27 08:00", "America/Los_Angeles");
  CHECK(vote.team.take_dms("Di").size() == 1);
  CHECK(has(vote.poll("Di").question, "Open until Sat 28 Nov, 06:00."));
}

TEST_CASE("where there are no polls, the buttons stay all there is") {
  Vote vote("", false);
  vote.team.until("2026-11-27 20:00");
  for (const char* name : {"Ana", "Bo", "Cy", "Di"}) CHECK(vote.team.take_dms(name).empty());
  CHECK(has(vote.team.channel(), "[Vote] [Take back]"));
  // Bare numbers are an answer to nothing.
  CHECK_FALSE(has(vote.types("Bo", "1 1 4"), "votes"));
  CHECK(vote.counts("Bo").empty());
}

TEST_CASE("what somebody answered last is what counts of them") {
  Vote vote;
  CHECK(vote.answers("Bo", {"1", "4"}) ==
        "Your votes now: 1 on \"Slow deploys\", 1 on \"pairing\". You have 3 left; retro vote NUMBER adds "
        "one.");
  CHECK(vote.counts("Bo") == "1=1 4=1");
  CHECK(vote.answers("Bo", {"3"}) ==
        "Your votes now: 1 on \"a canary\". You have 4 left; retro vote NUMBER adds one.");
  CHECK(vote.counts("Bo") == "3=1");
  CHECK(vote.answers("Bo", {}) == "None of your votes counts now. You have 5 left.");
  CHECK(vote.counts("Bo").empty());

  // Typed as a whole, it takes the place of the poll's answer, and the other way round.
  CHECK(has(vote.types("Bo", "1 1, 4"), "Your votes now: 2 on \"Slow deploys\", 1 on \"pairing\"."));
  CHECK(vote.counts("Bo") == "1=2 4=1");
  CHECK(has(vote.types("Bo", "retro vote 4"), "Your votes on \"pairing\": 2. You have 1 left."));
  CHECK(has(vote.types("Bo", "retro unvote 1"), "Your votes on \"Slow deploys\": 1."));
  CHECK(vote.counts("Bo") == "1=1 4=2");
  CHECK(has(vote.answers("Bo", {"1", "3"}), "You have 3 left"));
  CHECK(vote.counts("Bo") == "1=1 3=1");

  // What cannot be counted changes nothing.
  CHECK(vote.types("Bo", "1 1 1 1") == "At most 3 votes on one topic. Your votes stay as they were.");
  CHECK(vote.types("Bo", "1 1 1 3 3 4") ==
        "You have 5 votes, and these are 6. Your votes stay as they were.");
  CHECK(has(vote.types("Bo", "2"), "There is no topic 2."));
  CHECK(vote.counts("Bo") == "1=1 3=1");

  // Twice the same event counts once.
  chat::Event event = vote.team.event("Cy");
  event.what = chat::Voted{"retro.ballot", vote.id(), {"4"}};
  CHECK(vote.team.handle(event));
  CHECK(vote.types("Cy", "4 4") ==
        "Your votes now: 2 on \"pairing\". You have 3 left; retro vote NUMBER adds one.");
  CHECK_FALSE(vote.team.handle(event));
  CHECK(vote.counts("Cy") == "4=2");

  // Nothing of it is written down but in the votes, which go with the end.
  CHECK_FALSE(has(vote.team.channel(kRoom), "2 votes"));
  storage::Tables tables = vote.tables();
  for (std::int64_t i = 1; i < 200; ++i) {
    if (const auto row = tables.outbox.find(MessageId{i})) CHECK_FALSE(has(row->body, "Your votes"));
  }
  vote.team.until("2026-11-28 15:00");
  CHECK(has(vote.team.channel(kRoom), "2 votes · 4. pairing"));
  CHECK(vote.counts("Bo").empty());
}

TEST_CASE("with the vote its ballots end, and who answers late is told so") {
  Vote vote;
  vote.team.until("2026-11-27 18:00");
  vote.answers("Cy", {"1"});
  for (const char* name : {"Bo", "Cy", "Di"}) CHECK(vote.team.take_dms(name).size() == 1);
  const chat::Poll asked = vote.poll("Bo");
  vote.team.command("Ana", "retro next");
  CHECK(vote.poll("Bo").closed);
  CHECK(vote.poll("Bo").question == "Voting is over; what came of it stands in the retro's thread.");
  CHECK(vote.poll("Di").closed);
  CHECK(vote.tables().retros.ballots(vote.retro().id).empty());
  CHECK(vote.team.take_dms("Bo").empty());
  chat::Event late = vote.team.event("Bo");
  late.what = chat::Voted{asked.action, asked.value, {"1"}};
  CHECK(has(vote.team.run(std::move(late)), "There is no vote open."));
  CHECK(has(vote.team.channel(kRoom), "1 vote · 1. Slow deploys"));
  // Nobody is asked any more.
  vote.team.until("2026-11-28 20:00");
  for (const char* name : {"Bo", "Cy", "Di"}) CHECK(vote.team.take_dms(name).empty());
}

TEST_CASE("a ballot that would come too late, or to somebody who is away, is not given") {
  Vote vote("voting = \"90m\"\n");
  vote.team.until("2026-11-27 20:00");
  CHECK(vote.team.take_dms("Bo").size() == 1);
  CHECK(vote.team.take_dms("Di").empty());
  Vote other;
  other.team.command("Di", "away today");
  other.team.take_dms("Di");
  other.team.until("2026-11-27 20:00");
  CHECK(other.team.take_dms("Di").empty());
}

TEST_CASE("more topics than a poll holds are listed, and numbers typed") {
  Vote vote("", true, 18);
  const auto said = vote.team.take_dms("Bo");
  REQUIRE(said.size() == 1);
  CHECK(has(said[0],
            "Type the numbers of the topics, a number a vote, as in 1 1 22: you have 5 votes, at most 3 on "
            "one topic."));
  CHECK(has(said[0], "• 1. Slow deploys\n"));
  CHECK(has(said[0], "• 22. "));
  CHECK(vote.poll("Bo").answers.empty());
  CHECK(has(vote.types("Bo", "22 1 1"), "Your votes now: 2 on \"Slow deploys\", 1 on \"pairing\"."));
  vote.team.command("Ana", "retro next");
  CHECK(has(vote.team.text(vote.team.dms("Bo").back().message), "Voting is over"));
}

TEST_CASE("a number that is typed is a vote only while nothing was asked since") {
  Vote vote;
  CHECK(has(vote.types("Bo", "1"), "Your votes now: 1 on \"Slow deploys\"."));
  vote.types("Bo", "away");  // Asks from when until when.
  vote.types("Bo", "4");
  CHECK(vote.counts("Bo") == "1=1");
  vote.types("Bo", "cancel");
  // Not from somebody who is no member.
  chat::Event gone = vote.team.event("Cy");
  gone.what = chat::LeftRoom{RoomId{kRoom}};
  vote.team.handle(std::move(gone));
  vote.answers("Cy", {"1"});
  CHECK(vote.counts("Cy").empty());
}
