// One team in a Slack channel and in a Matrix room: one Houston, the sandbox and a real homeserver at once. A
// standup is answered by people on both, Houston is killed in the middle of it, and each room has it once.
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "tests/stories/harness/box.hpp"
#include "tests/stories/harness/matrix_people.hpp"
#include "tests/stories/harness/process.hpp"
#include "tests/stories/stage.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/database.hpp"
#include "tests/support/news.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/plain_http.hpp"
#include "tests/support/synapse.hpp"

namespace houston::tests {
namespace {

using Json = nlohmann::json;
using bot::sandbox::Message;
using bot::sandbox::Sandbox;
using namespace std::chrono_literals;

constexpr const char* kChannel = "#vision";

/// In Slack the sandbox's five; on Matrix Fay and Gus, who live in Warsaw.
class BothPlaces {
 public:
  BothPlaces(const std::string& begins, const std::string& rituals)
      : box_(at(begins), 1),
        synapse_(test::Synapse::shared()),
        database_(storage::Engine::sqlite),
        houston_(synapse_.account("houston", false)) {
    for (const char* name : {"fay", "gus"}) {
      const test::Account account = synapse_.account(name);
      const std::string full = name == std::string("fay") ? "Fay" : "Gus";
      people_.add(name, synapse_.url(), account.token, houston_.id, full, "Europe/Warsaw");
      if (room_.empty()) {
        room_ = people_.create_room(
            name, {{"preset", "public_chat"}, {"name", "Vision"}, {"invite", Json::array({houston_.id})}});
      } else {
        people_.join(name, room_);
      }
    }
    settings_ = box_.write_settings(
        "houston", database_.url(),
        "leads = [\"ana@example.com\"]\n[[team.also]]\nworkspace = \"home\"\nchannel = \"" + room_ + "\"\n",
        rituals + "\n[[workspace]]\nname = \"home\"\nplatform = \"matrix\"\nhomeserver = \"" +
            synapse_.url() + "\"\naccess_token = \"env:MATRIX_ACCESS_TOKEN\"\n");
    news_.emplace(std::vector{box_.folder()});
    start();
    settle();
  }
  ~BothPlaces() { process_->signal(SIGTERM); }

  void kill() {
    process_->signal(SIGKILL);
    process_->wait();
    start();
  }

  void until(const std::string& local) {
    settle();
    while (box_.now() < at(local)) {
      box_.advance(std::min<Duration>(15min, at(local) - box_.now()));
      settle();
    }
  }

  void in_slack(const std::string& who, const std::string& text, bool wait = true) {
    box_.in([&](Sandbox& sandbox) {
      return sandbox.say(who, sandbox.place_id("dm", who).value(), text).value();
    });
    if (wait) settle();
  }
  void on_matrix(const std::string& who, const std::string& text, bool wait = true) {
    people_.say(who, people_.direct(who), text);
    if (wait) settle();
  }

  /// What Houston says in the channel, and in the room: heads and replies alike, each once.
  Texts slack() {
    return box_.in([&](Sandbox& sandbox) {
      Texts texts;
      for (const Message& message : sandbox.messages(sandbox.place_id(kChannel).value())) {
        if (message.from_bot && !message.deleted && message.ephemeral_to.empty()) {
          texts.push_back(plain_words(message.readable()));
        }
      }
      return texts;
    });
  }
  Texts matrix() {
    return matrix([this](const Seen& one) { return one.room == room_; });
  }
  /// What Fay or Gus are told privately.
  Texts privately(const std::string& who) {
    return matrix([this](const Seen& one) { return one.room != room_; }, who);
  }

  /// Everything has happened that can happen now.
  void settle() {
    const auto give_up = std::chrono::steady_clock::now() + 90s * test::kTimeFactor;
    while (!quiet() || !taken() || !quiet()) {
      if (!process_->running()) {
        throw std::runtime_error("Houston has ended by itself: " + contents(box_.folder() / "houston.log"));
      }
      if (std::chrono::steady_clock::now() > give_up) {
        throw std::runtime_error("Houston does not settle, see " + box_.folder().string());
      }
      const auto health = box_.health("houston");
      // What keeps a distance to the message before it, or waits before it tries again, waits for the clock.
      if (health && health->at("connected") == true) box_.advance(100ms);
      news_->wait(10ms);
    }
    people_.caught_up();
  }

 private:
  void start() {
    auto environment = box_.environment();
    environment["MATRIX_ACCESS_TOKEN"] = houston_.token;
    process_ = std::make_unique<Process>(HOUSTON_PROGRAM,
                                         std::vector<std::string>{"serve", "--config", settings_.string(),
                                                                  "--clock-file", box_.clock_file().string()},
                                         environment, box_.folder() / "houston.log");
  }

  /// The homeserver has nothing of what people did that Houston has not taken.
  bool taken() {
    const std::string note = database_.ask("select value from platform_note where name = 'sync.since'");
    const std::size_t blank = note.find(' ');
    if (blank == std::string::npos) return false;
    const Json none = {{"types", Json::array()}};
    // A new number each time: the homeserver gives a repeated question the answer of before.
    const Json timeline = {{"limit", ++asked_},
                           {"types", Json::array({"m.room.message"})},
                           {"not_senders", Json::array({houston_.id})}};
    const Json filter = {
        {"presence", none},
        {"account_data", none},
        {"room", {{"timeline", timeline}, {"state", none}, {"ephemeral", none}, {"account_data", none}}}};
    const auto answer = test::plain_http(
        "GET",
        synapse_.url() + "/_matrix/client/v3/sync?timeout=0&since=" + test::percent(note.substr(blank + 1)) +
            "&filter=" + test::percent(filter.dump()),
        houston_.token);
    const Json rooms = Json::parse(answer.body).value("rooms", Json::object());
    return rooms.value("join", Json::object()).empty() && rooms.value("invite", Json::object()).empty();
  }

  bool quiet() {
    const auto health = box_.health("houston");
    return health && health->at("connected") == true && health->at("due") == 0 && health->at("outbox") == 0 &&
           box_.in([](Sandbox& sandbox) { return sandbox.idle(); });
  }

  template <class Which>
  Texts matrix(Which which, const std::string& who = "fay") {
    Texts texts;
    for (const Seen& one : people_.seen(who)) {
      if (one.sender == houston_.id && which(one)) texts.push_back(plain_words(one.body));
    }
    return texts;
  }

  Box box_;
  test::Synapse& synapse_;
  test::FreshDatabase database_;
  test::Account houston_;
  MatrixPeople people_;
  std::string room_;
  std::filesystem::path settings_;
  int asked_ = 0;
  std::optional<test::News> news_;
  std::unique_ptr<Process> process_;
};

}  // namespace

TEST_CASE("one standup in a Slack channel and a Matrix room, with Houston killed in the middle", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  BothPlaces places("2026-11-24 08:00", R"([[team.ritual]]
kind = "standup"
name = "daily"
at = "09:30"
zone = "team"
remind = []
close = "2h"
)");
  places.until("2026-11-24 09:31");
  CHECK_ONCE(places.privately("fay"), "What did you get done?");
  CHECK_ONCE(places.privately("gus"), "What did you get done?");

  places.in_slack("ana", "Reviewed the sweep");
  places.in_slack("ana", "Write the paper");
  places.in_slack("ana", "nothing");
  places.on_matrix("fay", "Labelled the night");
  // What they say while Houston dies and comes back is heard all the same, and once.
  places.on_matrix("fay", "Label the dawn", false);
  places.in_slack("bo", "Fixed the loader", false);
  places.kill();
  places.settle();
  places.on_matrix("fay", "The tool is slow");
  places.in_slack("bo", "Speed it up");
  places.in_slack("bo", "no");
  places.kill();
  places.until("2026-11-24 11:40");

  for (const bool slack : {true, false}) {
    INFO((slack ? "in Slack" : "on Matrix"));
    const Texts seen = slack ? places.slack() : places.matrix();
    CHECK_ONCE(seen, "Standup · Tue 24 Nov · 3 of 7 … The tool is slow");
    CHECK_ONCE(seen, "Ana … Reviewed the sweep … Write the paper");
    CHECK_ONCE(seen, "Fay … Labelled the night … Label the dawn");
    CHECK_ONCE(seen, "Bo … Fixed the loader … Speed it up");
    CHECK(seen.size() == 4);
  }
}

}  // namespace houston::tests
