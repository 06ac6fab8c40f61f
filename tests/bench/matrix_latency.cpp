// How long Houston takes to answer on Matrix, and what it costs while nobody speaks, beside an echo bot on
// matrix-bot-sdk on the same homeserver in the same run: matrix_latency [MESSAGES [IDLE-SECONDS]]. Not run by
// ctest.
//
// Somebody says "help" to Houston and "help" to the bot, in turns, each in a direct room. A latency is from
// one event to the other by the homeserver's own clock (origin_server_ts): /sync to the bot, its work, the
// request that sends. Houston commits the turn and the answer to its database meanwhile; the bot keeps
// nothing. Idle requests are those of the homeserver's access log.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "tests/stories/harness/matrix_people.hpp"
#include "tests/stories/harness/process.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/synapse.hpp"

namespace {

using namespace houston;
using namespace houston::tests;
using namespace std::chrono_literals;

struct Bot {
  std::string name;
  test::Account account;
  std::string room{};
  std::unique_ptr<Process> process{};
  std::vector<std::int64_t> latencies{};
  int idle_requests = 0;
};

double percentile(std::vector<std::int64_t> values, double which) {
  if (values.empty()) return NAN;
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  return static_cast<double>(values[static_cast<std::size_t>(std::lround(last * which))]);
}

double resident_megabytes(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string word; status >> word;) {
    if (double kilobytes = 0; word == "VmRSS:" && status >> kilobytes) return kilobytes / 1024;
  }
  return NAN;
}

/// Requests in the homeserver's log that this account has sent.
int requests(const std::string& log, const std::string& user) {
  int found = 0;
  for (std::size_t from = 0; (from = log.find("Processed request", from)) != std::string::npos; ++from) {
    const std::size_t begin = log.rfind('\n', from) + 1;
    if (log.substr(begin, log.find('\n', from) - begin).find("{" + user) != std::string::npos) ++found;
  }
  return found;
}

/// The answer to the last message of `who` in the bot's room, by the homeserver's clock. Waits.
std::int64_t latency(MatrixPeople& people, const Bot& bot, const std::string& question) {
  const auto give_up = std::chrono::steady_clock::now() + 30s;
  while (std::chrono::steady_clock::now() < give_up) {
    std::int64_t asked = 0;
    for (const Seen& one : people.seen("bo")) {
      if (one.room != bot.room) continue;
      if (one.event == question) asked = one.at;
      if (asked != 0 && one.sender == bot.account.id) return one.at - asked;
    }
    std::this_thread::sleep_for(10ms);
  }
  throw std::runtime_error(bot.name + " does not answer");
}

int run(int messages, int idle_seconds) {
  test::Folder folder;
  // The access log, which the tests' homeserver leaves out.
  std::ofstream(folder.path() / "log.yaml")
      << "version: 1\nformatters: {plain: {format: '%(asctime)s %(levelname)s %(name)s: %(message)s'}}\n"
         "handlers: {stderr: {class: logging.StreamHandler, formatter: plain}}\n"
         "loggers: {synapse.access: {level: INFO}}\n"
         "root: {level: WARNING, handlers: [stderr]}\ndisable_existing_loggers: false\n";
  test::Synapse::Options options;
  options.settings = "log_config: \"" + (folder.path() / "log.yaml").string() + "\"\n";
  test::Synapse synapse(options);

  Bot houston{"Houston", synapse.account_named("houston")};
  Bot echo{"matrix-bot-sdk echo", synapse.account_named("echo")};
  const test::Account bo = synapse.account_named("bo");
  MatrixPeople people;
  people.add("bo", synapse.url(), bo.token, houston.account.id, "Bo Miller", "");
  const std::string team =
      people.create_room("bo", {{"preset", "private_chat"},
                                {"room_alias_name", "vision"},
                                {"invite", nlohmann::json::array({houston.account.id})}});
  std::ofstream(folder.path() / "houston.toml")
      << "[houston]\ndatabase = \"sqlite:houston.db\"\n[[workspace]]\nname = \"acme\"\nplatform = "
         "\"matrix\"\n"
      << "homeserver = \"" << synapse.url() << "\"\naccess_token = \"env:MATRIX_ACCESS_TOKEN\"\n"
      << "[[team]]\nname = \"vision\"\nworkspace = \"acme\"\nchannel = \"#vision:localhost\"\n"
      << "time_zone = \"Europe/Warsaw\"\nleads = [\"@bo:localhost\"]\n"
      << "[[team.ritual]]\nkind = \"standup\"\nname = \"daily\"\nat = \"09:30\"\n";
  houston.process = std::make_unique<Process>(
      HOUSTON_PROGRAM,
      std::vector<std::string>{"serve", "--config", (folder.path() / "houston.toml").string()},
      std::map<std::string, std::string>{{"MATRIX_ACCESS_TOKEN", houston.account.token}},
      folder.path() / "houston.log");
  echo.process = std::make_unique<Process>(
      HOUSTON_NODE, std::vector<std::string>{HOUSTON_PEERS "/matrix_echo.js"},
      std::map<std::string, std::string>{{"HOMESERVER", synapse.url()},
                                         {"ACCESS_TOKEN", echo.account.token},
                                         {"NODE_PATH", HOUSTON_PEERS_MODULES "/node_modules"}},
      folder.path() / "echo.log");
  std::this_thread::sleep_for(3s);
  houston.room = people.direct("bo");
  echo.room = people.create_room("bo", {{"preset", "trusted_private_chat"},
                                        {"is_direct", true},
                                        {"invite", nlohmann::json::array({echo.account.id})}});
  std::this_thread::sleep_for(2s);

  const int warm_up = std::max(3, messages / 20);
  for (int i = -warm_up; i < messages; ++i) {
    for (Bot* bot : {&houston, &echo}) {
      const std::int64_t took = latency(people, *bot, people.say("bo", bot->room, "help"));
      if (i >= 0) bot->latencies.push_back(took);
    }
  }

  std::this_thread::sleep_for(10s);  // What follows the last answer (receipts, saved points) is not idleness.
  const int before[] = {requests(synapse.log(), houston.account.id),
                        requests(synapse.log(), echo.account.id)};
  std::this_thread::sleep_for(std::chrono::seconds(idle_seconds));
  houston.idle_requests = requests(synapse.log(), houston.account.id) - before[0];
  echo.idle_requests = requests(synapse.log(), echo.account.id) - before[1];

  std::printf("%-22s %8s %8s %18s %14s\n", "", "p50 ms", "p99 ms", "requests/idle min", "resident MB");
  for (const Bot* bot : {&houston, &echo}) {
    std::printf("%-22s %8.0f %8.0f %18.1f %14.1f\n", bot->name.c_str(), percentile(bot->latencies, 0.5),
                percentile(bot->latencies, 0.99), bot->idle_requests * 60.0 / idle_seconds,
                resident_megabytes(bot->process->pid()));
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc > 1 ? std::atoi(argv[1]) : 300, argc > 2 ? std::atoi(argv[2]) : 120);
  } catch (const std::exception& failure) {
    std::cerr << "matrix_latency: " << failure.what() << "\n";
    return 1;
  }
}
