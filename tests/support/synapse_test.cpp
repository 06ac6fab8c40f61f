// The tests' own homeserver, and the people in it: what other tests build on.
#include "tests/support/synapse.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/matrix_person.hpp"
#include "tests/support/plain_http.hpp"

namespace houston::test {
namespace {

TEST_CASE("people meet in a room of the shared homeserver", "[synapse]") {
  HOUSTON_NEED_SYNAPSE();
  auto& synapse = Synapse::shared();
  MatrixPerson bo(synapse.url(), synapse.account("bo"));
  MatrixPerson alice(synapse.url(), synapse.account("alice"));
  const auto room = bo.create_room({{"name", "Vision"}, {"invite", MatrixPerson::Json::array({alice.id()})}});
  CHECK(bo.membership(room, alice.id()) == "invite");
  CHECK(alice.wait_for_invite(bo.id()) == room);
  CHECK(alice.join(room) == room);
  const auto said = bo.say(room, "Good morning");
  CHECK(alice.next_message(room).at("event_id") == said);
  bo.edit(room, said, "Good evening");
  CHECK(alice.next_message(room).at("content").at("m.new_content").at("body") == "Good evening");
  alice.react(room, said, "👍");
  CHECK(bo.wait(room, [](const auto& event) { return event.at("type") == "m.reaction"; }).at("sender") ==
        alice.id());
  const auto answer = alice.reply_in_thread(room, said, "And to you");
  alice.redact(room, answer);
  const auto history = bo.history(room);
  CHECK(history.front().at("type") == "m.room.create");
  CHECK(history.back().at("type") == "m.room.redaction");
  const auto secret = bo.create_encrypted_direct(alice.id());
  CHECK(alice.wait_for_invite(bo.id()) == secret);
  CHECK(bo.state(secret, "m.room.encryption").at("algorithm") == "m.megolm.v1.aes-sha2");
  CHECK_THROWS_AS(alice.say("!nowhere:localhost", "?"), MatrixRefusal);
}

TEST_CASE("a homeserver of one's own comes back with its data after SIGKILL", "[synapse]") {
  HOUSTON_NEED_SYNAPSE();
  Synapse synapse;
  MatrixPerson bo(synapse.url(), synapse.account_named("bo"));
  CHECK(bo.id() == "@bo:localhost");
  const auto room = bo.create_room();
  const auto said = bo.say(room, "before");
  synapse.kill();
  CHECK_THROWS_AS(bo.say(room, "meanwhile"), std::runtime_error);
  synapse.start();
  bo.say(room, "after");
  const auto history = bo.history(room);
  REQUIRE(history.size() >= 2);
  CHECK(history[history.size() - 2].at("event_id") == said);
  CHECK(history.back().at("content").at("body") == "after");
}

TEST_CASE("a homeserver with Synapse's own limits holds back whom it is told to", "[synapse]") {
  HOUSTON_NEED_SYNAPSE();
  Synapse::Options options;
  options.default_limits = true;
  options.settings = "session_lifetime: 24h";
  Synapse synapse(options);
  MatrixPerson bo(synapse.url(), synapse.account("bo"));
  MatrixPerson eager(synapse.url(), synapse.account("eager", false));
  const auto room = bo.create_room({{"preset", "public_chat"}});
  eager.join(room);
  for (int i = 0; i < 30; ++i) bo.say(room, "as much as I like");
  std::string refused;
  for (int i = 0; i < 30 && refused.empty(); ++i) try {
      eager.say(room, "more");
    } catch (const MatrixRefusal& refusal) {
      refused = refusal.errcode();
    }
  CHECK(refused == "M_LIMIT_EXCEEDED");
}

TEST_CASE("what goes into a path is percent-encoded", "[synapse]") {
  CHECK(percent("!a:localhost/$x#~") == "%21a%3Alocalhost%2F%24x%23~");
}

}  // namespace
}  // namespace houston::test
