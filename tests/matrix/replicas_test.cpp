// Several Houstons on one PostgreSQL and one Matrix account.
#include "tests/matrix/house.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/database.hpp"

namespace houston::bot::matrix {
namespace {

using namespace std::chrono_literals;
using test::MatrixPerson;
using test::OnPostgresql;
using test::Synapse;

double polls(App& app) {
  return app.metrics().value("matrix_calls", {{"call", "sync"}, {"outcome", "ok"}});
}
double handled(App& app) {
  return app.metrics().value("events", {{"kind", "said"}, {"result", "handled"}});
}

}  // namespace

TEST_CASE("Of two Houstons one reads, and when it stops the other reads on at once", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  HOUSTON_NEED(OnPostgresql::engine);
  test::FreshDatabase database(OnPostgresql::engine);
  House house(Synapse::shared(), {"ana", "bo"});
  house.database = database.url();
  house.settings = "[[team.ritual]]\nkind = \"standup\"\nname = \"daily\"\nat = \"09:30\"\n";
  house.start();
  std::unique_ptr<App> second = house.another();
  House::until("both are connected", [&] { return second->connected(); });
  MatrixPerson& bo = house.person("bo");
  const std::string room = bo.create_room({{"preset", "trusted_private_chat"},
                                           {"is_direct", true},
                                           {"invite", nlohmann::json::array({house.houston()})}});
  House::until("Houston has come", [&] { return bo.membership(room, house.houston()) == "join"; });
  bo.say(room, "help");
  house.wait_words("bo", room, "away");
  House::until("it was counted, once", [&] { return handled(house.app()) == 1; });
  CHECK(polls(*second) == 0);

  house.stop();
  bo.say(room, "help");
  house.wait_words("bo", room, "away");
  House::until("it was counted, once", [&] { return handled(*second) == 1; });

  // The first comes again, and stands by.
  house.start();
  CHECK(polls(house.app()) == 0);
  // Whoever sends uses the rooms there are.
  house.pass(91min);
  house.wait_words("bo", room, "1");
  CHECK(bo.invites().empty());
  CHECK(polls(house.app()) == 0);
  second->stop();
  second->wait();
}

TEST_CASE("What a Houston that was killed held is taken over when its time is over", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  HOUSTON_NEED(OnPostgresql::engine);
  test::FreshDatabase database(OnPostgresql::engine);
  House house(Synapse::shared(), {"ana", "bo"});
  house.database = database.url();
  house.start();
  MatrixPerson& bo = house.person("bo");
  const std::string room = bo.create_room({{"preset", "trusted_private_chat"},
                                           {"is_direct", true},
                                           {"invite", nlohmann::json::array({house.houston()})}});
  House::until("Houston has come", [&] { return bo.membership(room, house.houston()) == "join"; });
  house.stop();
  // What it would have left behind.
  const auto until = (house.clock().now() + 60s).time_since_epoch().count();
  database.execute("insert into lease values ('acme', 'sync', 'houston-killed/acme', " +
                   std::to_string(until) + ")");
  bo.say(room, "help");
  house.start();
  CHECK(polls(house.app()) == 0);
  house.clock().advance_to(house.clock().now() + 61s);
  house.wait_words("bo", room, "away");
  House::until("it was counted, once", [&] { return handled(house.app()) == 1; });
}

}  // namespace houston::bot::matrix
