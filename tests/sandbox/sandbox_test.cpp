// The Sandbox as the demo and the stories hold it: calls, observers, the clock. What is served is tested in
// tests/peers.
#include "bot/sandbox/sandbox.hpp"

#include <boost/asio/io_context.hpp>

#include "bot/sandbox/control.hpp"
#include "tests/support/catch.hpp"

using namespace houston::bot::sandbox;
using namespace std::chrono_literals;

namespace {

struct Box {
  boost::asio::io_context io{1};
  std::shared_ptr<houston::scheduler::ManualClock> clock =
      std::make_shared<houston::scheduler::ManualClock>(houston::Instant(1'795'510'800'000ms));
  std::unique_ptr<Sandbox> sandbox;
  explicit Box(bool moved = true) {
    SandboxOptions options;
    if (moved) options.clock = clock;
    sandbox = std::move(Sandbox::start(io.get_executor(), options).value());
  }
  ~Box() {
    sandbox.reset();
    io.poll();
  }
  Json control(const std::string& name, const Json& arguments) {
    Json out;
    houston::bot::sandbox::control(*sandbox, name, arguments,
                                   [&](ControlAnswer answer) { out = answer.body; });
    return out;
  }
};

}  // namespace

TEST_CASE("Observers hear what happened, in order, and may act on it") {
  Box box;
  std::string heard;
  const int observer = box.sandbox->observe([&](const Happening& happening) {
    heard += happening.message.readable() + ";";
    if (happening.message.text == "one") REQUIRE(box.sandbox->say("ana", "#vision", "two").has_value());
  });
  REQUIRE(box.sandbox->say("bo", "#vision", "one").has_value());
  CHECK(heard.empty());
  CHECK(!box.sandbox->idle());
  box.io.poll();
  CHECK(heard == "one;two;");
  box.sandbox->forget(observer);
  REQUIRE(box.sandbox->say("bo", "#vision", "three").has_value());
  box.io.poll();
  CHECK(heard == "one;two;");
  CHECK(box.sandbox->waiting() == 3);  // Nobody is connected: three events wait for their redelivery.
}

TEST_CASE("Unknown people and places are answered with those there are") {
  Box box;
  CHECK(box.sandbox->say("zoe", "#vision", "x").error().message ==
        "There is nobody called \"zoe\" here; known are: ana, bo, chidi, devi, eva, houston.");
  CHECK(box.sandbox->say("bo", "#lab", "x").error().message ==
        "There is no channel \"#lab\" here; known are: vision, and \"dm\".");
  const auto ts = box.sandbox->say("bo", "#vision", "mine");
  CHECK(box.sandbox->edit("ana", "#vision", *ts, "hers").error().message ==
        "That message is somebody else's.");
  CHECK(box.sandbox->change_user("bo", {{"tz", "Mars/Base"}}).error().message ==
        "\"Mars/Base\" is no time zone; one is \"Europe/Warsaw\".");
  CHECK(box.sandbox->change_user("bo", {{"tz", "Asia/Tokyo"}, {"deleted", true}})->tz == "Asia/Tokyo");
}

TEST_CASE("Typed text is escaped as Slack's clients do, mentions are kept") {
  Box box;
  const auto ts = box.sandbox->say("bo", "#vision", "a<b & <@U0ANA00001> <!here> <script>");
  CHECK(box.sandbox->message("C0VISION01", *ts)->text == "a&lt;b &amp; <@U0ANA00001> <!here> &lt;script&gt;");
}

TEST_CASE("The clock moves forward only, and only one that can be moved") {
  Box box;
  const auto then = box.sandbox->now() + 1h;
  REQUIRE(box.sandbox->advance_clock(then).has_value());
  CHECK(box.sandbox->now() == then);
  REQUIRE(box.sandbox->advance_clock(then - 2h).has_value());
  CHECK(box.sandbox->now() == then);
  CHECK(!Box(false).sandbox->advance_clock(then).has_value());
}

TEST_CASE("The control API: the calls by name, with sentences for what is wrong") {
  Box box;
  const Json said = box.control("say", {{"user", "bo"}, {"channel", "dm"}, {"text", "hi"}});
  CHECK(said["ok"] == true);
  const Json messages = box.control("messages", {{"channel", "dm"}, {"user", "bo"}})["messages"];
  REQUIRE(messages.size() == 1);
  CHECK(messages[0]["ts"] == said["ts"]);
  CHECK(box.control("user", {{"user", "fred"}, {"tz", "Asia/Tokyo"}})["user"]["tz"] == "Asia/Tokyo");
  CHECK(box.control("channel", {{"name", "lab"}, {"members", {"fred", "houston"}}})["channel"]["members"]
            .size() == 2);
  CHECK(box.control("clock", {{"advance_ms", 60000}})["now_ms"] == 1'795'510'860'000);
  CHECK(box.control("clock", {{"advance_ms", "soon"}})["error"] ==
        "A number is not one; docs/sandbox.md has the arguments.");
  CHECK(box.control("fault", {{"kind", "earthquake"}})["ok"] == false);
  CHECK(box.control("fault", {{"kind", "http_500"}, {"count", nullptr}})["ok"] == true);
  CHECK(box.control("disconnect", {{"how", "warning"}})["sockets"] == 0);
  CHECK(box.control("command", {{"user", "bo"}, {"command", "/houston"}})["acknowledged"] == false);
  CHECK(box.control("submit", {{"user", "bo"}})["error"] == "No form is open for this person.");
  CHECK(box.control("state", Json::object())["users"].size() == 7);
  CHECK(box.control("shout", Json::object())["ok"] == false);
  CHECK(box.control("say", Json::array())["ok"] == false);
}
