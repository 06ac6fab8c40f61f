// `check --online` against a real Synapse: everything that can be wrong, one after the other.
#include "bot/matrix/probe.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "bot/net/http_client.hpp"
#include "config/settings.hpp"
#include "scheduler/zone.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/matrix_person.hpp"
#include "tests/support/synapse.hpp"

namespace houston::bot::matrix {
namespace {

using nlohmann::json;
using test::MatrixPerson;

struct Bench {
  explicit Bench(test::Synapse& synapse_)
      : synapse(synapse_),
        houston(synapse.account("houston")),
        ana(synapse.url(), synapse.account("ana")),
        bo(synapse.url(), synapse.account("bo")),
        local("vision-" + houston.id.substr(1, houston.id.find(':') - 1)),
        alias("#" + local + ":localhost"),
        homeserver(synapse.url()) {
    token = houston.token;
    leads = {ana.id()};
  }
  void make_room(json request = json::object()) {
    request["room_alias_name"] = local;
    request["invite"] = json::array({houston.id, bo.id()});
    room = ana.create_room(request);
    bo.join(room);
  }
  void join() { MatrixPerson(synapse.url(), houston).join(room); }

  Probed probe() {
    std::string names;
    for (const std::string& lead : leads) names += (names.empty() ? "\"" : ", \"") + lead + "\"";
    const auto loaded =
        config::parse("[[workspace]]\nname = \"acme\"\nplatform = \"matrix\"\nhomeserver = \"" + homeserver +
                          "\"\naccess_token = \"env:TOKEN\"\n[[team]]\nname = \"vision\"\nworkspace = "
                          "\"acme\"\nchannel = \"" +
                          alias + "\"\ntime_zone = \"UTC\"\nleads = [" + names + "]\n" + more,
                      "/", {scheduler::zone_exists, nullptr});
    for (const auto& problem : loaded.problems) FAIL(problem.message);
    boost::asio::io_context context;
    Metrics metrics;
    MatrixOptions options;
    options.workspace = loaded.settings.workspaces.at(0);
    options.secret = Secret(token);
    auto tls = net::client_tls({});
    REQUIRE(tls.has_value());
    options.tls = *tls;
    std::optional<Probed> probed;
    boost::asio::co_spawn(context,
                          matrix::probe(context.get_executor(), std::move(options), loaded.settings, metrics),
                          [&](std::exception_ptr error, Probed value) {
                            if (error) std::rethrow_exception(error);
                            probed = std::move(value);
                            context.stop();
                          });
    context.run();
    return std::move(probed).value();
  }
  /// There is exactly one problem, and it says so.
  void only(const std::string& words) {
    const Probed probed = probe();
    INFO(words);
    std::string all;
    for (const std::string& problem : probed.problems) all += problem + "\n";
    INFO(all);
    CHECK(probed.problems.size() == 1);
    CHECK(all.find(words) != std::string::npos);
    CHECK(all.find(token) == std::string::npos);
  }
  void nothing() {
    const Probed probed = probe();
    for (const std::string& problem : probed.problems) FAIL_CHECK(problem);
  }

  test::Synapse& synapse;
  test::Account houston;
  MatrixPerson ana;
  MatrixPerson bo;
  std::string local;
  std::string alias;
  std::string homeserver;
  std::string token;
  std::vector<std::string> leads;
  std::string more;
  std::string room;
};

}  // namespace

TEST_CASE("What is wrong with the way to the homeserver is told in one sentence") {
  HOUSTON_NEED_SYNAPSE();
  Bench bench(test::Synapse::shared());
  bench.make_room();
  bench.homeserver = "http://127.0.0.1:1";
  bench.only("the homeserver http://127.0.0.1:1 is not reachable");
  bench.homeserver = bench.synapse.url() + "/elsewhere/";
  bench.only("is not a Matrix homeserver");
  bench.homeserver = bench.synapse.url();
  bench.token = "syt_of_yesterday";
  bench.only("access_token");
}

TEST_CASE("What is wrong with the team's room is told in one sentence, and an invitation is enough") {
  HOUSTON_NEED_SYNAPSE();
  Bench bench(test::Synapse::shared());
  bench.only("team vision: the room " + bench.alias + " is not known");
  bench.make_room();
  bench.nothing();
  bench.join();
  bench.nothing();
  auto levels = bench.ana.state(bench.room, "m.room.power_levels");
  levels["events_default"] = 50;
  bench.ana.set_state(bench.room, "m.room.power_levels", levels);
  bench.only("its power level there is 0, and messages need 50");
  levels["users"][bench.houston.id] = 50;
  bench.ana.set_state(bench.room, "m.room.power_levels", levels);
  bench.nothing();
  bench.alias = bench.room;
  bench.nothing();
  bench.ana.set_state(bench.room, "m.room.encryption", {{"algorithm", "m.megolm.v1.aes-sha2"}});
  bench.only("is encrypted");
  bench.ana.kick(bench.room, bench.houston.id);
  bench.only("invite " + bench.houston.id + " to it");
}

TEST_CASE("Leads and members who are not there are named") {
  HOUSTON_NEED_SYNAPSE();
  Bench bench(test::Synapse::shared());
  bench.make_room();
  bench.join();
  bench.leads = {bench.ana.id(), "@nobody-at-all:localhost"};
  bench.only("the lead @nobody-at-all:localhost has no account");
  const auto eva = bench.synapse.account("eva");
  bench.leads = {eva.id};
  bench.only("the lead " + eva.id + " is not in the room");
  bench.leads = {bench.ana.id()};
  bench.more = "members = [\"" + bench.bo.id() + "\", \"" + bench.houston.id + "\"]\n";
  bench.only("is Houston itself");
}

TEST_CASE("A team that would meet the homeserver's usual limits hears of them") {
  HOUSTON_NEED_SYNAPSE();
  Bench bench(test::Synapse::shared());
  bench.make_room({{"preset", "public_chat"}});
  bench.join();
  CHECK(bench.probe().advice.empty());
  for (int i = 0; i < 10; ++i) {
    MatrixPerson(bench.synapse.url(), bench.synapse.account("crowd")).join(bench.room);
  }
  const Probed probed = bench.probe();
  CHECK(probed.problems.empty());
  REQUIRE(probed.advice.size() == 1);
  CHECK(probed.advice[0].find("12 people") != std::string::npos);
  CHECK(probed.advice[0].find("override_ratelimit") != std::string::npos);
}

TEST_CASE("Who may write by which power levels") {
  const std::string me = "@houston:example.com";
  CHECK(may_write(json(), me).may);
  CHECK(may_write(json::object(), me).may);
  CHECK_FALSE(may_write({{"events_default", 1}}, me).may);
  CHECK(may_write({{"events_default", 1}, {"users_default", 1}}, me).may);
  CHECK(may_write({{"events_default", 50}, {"users", {{me, 50}}}}, me).may);
  CHECK_FALSE(may_write({{"events", {{"m.room.message", 25}}}}, me).may);
  CHECK(may_write({{"events_default", 50}, {"events", {{"m.room.message", 0}}}}, me).may);
  CHECK_FALSE(may_write({{"users_default", 5}, {"users", {{me, -1}}}}, me).may);
}

}  // namespace houston::bot::matrix
