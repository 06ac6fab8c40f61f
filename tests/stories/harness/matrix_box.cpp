#include "tests/stories/harness/matrix_box.hpp"

#include <signal.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include "tests/support/patience.hpp"
#include "tests/support/plain_http.hpp"

namespace houston::tests {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

struct Known {
  const char* name;
  const char* full;
  const char* zone;
};
// As in the sandbox's world.
constexpr Known kPeople[] = {{"ana", "Ana", "Europe/Warsaw"},
                             {"bo", "Bo", "America/New_York"},
                             {"chidi", "Chidi", "Africa/Lagos"},
                             {"devi", "Devi", "Asia/Kolkata"},
                             {"eva", "Eva", "America/Los_Angeles"}};

}  // namespace

const std::vector<std::string>& MatrixBox::names() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> names;
    for (const Known& one : kPeople) names.emplace_back(one.name);
    return names;
  }();
  return all;
}

MatrixBox::MatrixBox(test::Synapse& synapse, Instant start, const std::string& rituals,
                     const Options& options)
    : synapse_(synapse),
      database_(options.engine),
      clock_(folder_.path() / "clock", start),
      houston_(synapse.account("houston", false)) {
  json invited = json::array({houston_.id});
  for (const Known& one : kPeople) {
    const test::Account account = synapse.account(one.name);
    ids_[one.name] = account.id;
    people_.add(one.name, synapse.url(), account.token, houston_.id, one.full,
                options.zone.empty() ? one.zone : options.zone);
    if (ids_.size() > 1) invited.push_back(account.id);
  }
  const std::string suffix = houston_.id.substr(1, houston_.id.find(':') - 1).substr(8);
  room_ = people_.create_room("ana", {{"preset", "private_chat"},
                                      {"name", "Vision"},
                                      {"room_alias_name", "vision-" + suffix},
                                      {"invite", invited}});
  for (const std::string& name : names()) {
    if (name != "ana") people_.join(name, room_);
  }
  for (int number = 1; number <= options.houstons; ++number) {
    const std::string name = number == 1 ? "houston" : "houston" + std::to_string(number);
    replicas_.push_back({name, free_port()});
    std::ofstream(folder() / (name + ".toml")) << "[houston]\n"
                                               << "database = \"" << database_.url() << "\"\n"
                                               << "log = \"trace\"\n"
                                               << "listen = \"127.0.0.1:" << replicas_.back().port << "\"\n\n"
                                               << "[[workspace]]\n"
                                               << "name = \"acme\"\n"
                                               << "platform = \"matrix\"\n"
                                               << "homeserver = \"" << synapse.url() << "\"\n"
                                               << "access_token = \"env:MATRIX_ACCESS_TOKEN\"\n\n"
                                               << "[[team]]\n"
                                               << "name = \"vision\"\n"
                                               << "workspace = \"acme\"\n"
                                               << "channel = \"#vision-" << suffix << ":localhost\"\n"
                                               << "time_zone = \"Europe/Warsaw\"\n"
                                               << "leads = [\"" << ids_["ana"] << "\"]\n\n"
                                               << named(rituals);
  }
  news_.emplace(places());
  for (Replica& replica : replicas_) this->start(replica);
}

MatrixBox::~MatrixBox() {
  replicas_.clear();
  if (std::getenv("HOUSTON_KEEP") == nullptr) return;
  const std::filesystem::path kept = std::filesystem::temp_directory_path() / "houston-matrix-story.log";
  std::filesystem::copy_file(log(), kept, std::filesystem::copy_options::overwrite_existing);
  std::cerr << "Houston's log: " << kept << std::endl;
}

std::string MatrixBox::named(std::string text) const {
  for (const auto& [name, id] : ids_) {
    const std::string handle = "@" + name;
    for (std::size_t from = 0; (from = text.find(handle, from)) != std::string::npos;) {
      text.replace(from, handle.size(), id);
      from += id.size();
    }
  }
  return text;
}

void MatrixBox::leave(const std::string& who) {
  people_.leave(who, room_);
  moved_ = true;
}

void MatrixBox::join(const std::string& who) {
  people_.invite("ana", room_, ids_.at(who));
  people_.join(who, room_);
  moved_ = true;
}

std::vector<std::filesystem::path> MatrixBox::places() const {
  std::vector<std::filesystem::path> all{folder()};
  const std::string sqlite = "sqlite:";
  if (database_.url().starts_with(sqlite)) {
    all.push_back(std::filesystem::path(database_.url().substr(sqlite.size())).parent_path());
  }
  return all;
}

void MatrixBox::start(Replica& replica) {
  replica.process = std::make_unique<Process>(
      HOUSTON_PROGRAM,
      std::vector<std::string>{"serve", "--config", (folder() / (replica.name + ".toml")).string(),
                               "--clock-file", (folder() / "clock").string()},
      std::map<std::string, std::string>{{"MATRIX_ACCESS_TOKEN", houston_.token}},
      folder() / (replica.name + ".log"));
}

void MatrixBox::kill(int replica) {
  Replica& victim = replicas_.at(static_cast<std::size_t>(replica));
  check_running(victim);
  victim.process->signal(SIGKILL);
  victim.process->wait();
  start(victim);
}

void MatrixBox::stop() {
  for (Replica& replica : replicas_) {
    replica.process->signal(SIGTERM);
    const int code = replica.process->wait();
    if (code != 0) throw std::runtime_error(replica.name + " ended with " + std::to_string(code));
  }
}

void MatrixBox::check_running(Replica& replica) {
  if (replica.process->running()) return;
  std::ifstream log(folder() / (replica.name + ".log"));
  const std::string text{std::istreambuf_iterator<char>(log), std::istreambuf_iterator<char>()};
  throw std::runtime_error(replica.name + " has ended by itself:\n" +
                           text.substr(text.size() > 3000 ? text.size() - 3000 : 0));
}

std::optional<json> MatrixBox::health(const Replica& replica) {
  try {
    const auto answer =
        test::plain_http("GET", "http://127.0.0.1:" + std::to_string(replica.port) + "/healthz");
    json report = json::parse(answer.body, nullptr, false);
    if (report.is_discarded()) return std::nullopt;
    return report;
  } catch (const std::runtime_error&) {
    return std::nullopt;  // It is being started.
  }
}

MatrixBox::State MatrixBox::state() {
  State state;
  for (Replica& replica : replicas_) {
    check_running(replica);
    const auto report = health(replica);
    const bool nothing_due = report && report->at("due") == 0;
    state.nothing_due = state.nothing_due && nothing_due;
    state.up = state.up && report && report->at("connected") == true;
    state.quiet = state.quiet && nothing_due && report->at("outbox") == 0;
    if (report) state.report += report->dump();
  }
  state.quiet = state.quiet && state.up;
  return state;
}

bool MatrixBox::still() {
  return state().quiet;
}

bool MatrixBox::taken() {
  const std::string note = database_.ask("select value from platform_note where name = 'sync.since'");
  const std::size_t blank = note.find(' ');
  if (blank == std::string::npos) return false;
  const std::string since = note.substr(blank + 1);
  // What people do, and nothing else.
  const json deeds = {{"types", json::array({"m.room.message", "m.reaction", "m.room.redaction"})},
                      {"not_senders", json::array({houston_.id})}};
  if (news_after(since, {{"timeline", deeds}})) return false;
  const json comings = {{"types", json::array({"m.room.member"})}};
  return !moved_ || !news_after(since, {{"timeline", comings}, {"rooms", json::array({room_})}});
}

bool MatrixBox::news_after(const std::string& since, const json& wanted) {
  const json none = {{"types", json::array()}};
  json room = {{"state", none}, {"ephemeral", none}, {"account_data", none}};
  room.update(wanted);
  // A new number each time, since the homeserver gives a repeated question with an empty answer the answer of
  // before for two minutes.
  room["timeline"]["limit"] = ++asked_;
  const json filter = {{"presence", none}, {"account_data", none}, {"room", room}};
  test::PlainAnswer answer;
  try {
    answer =
        test::plain_http("GET",
                         synapse_.url() + "/_matrix/client/v3/sync?timeout=0&since=" + test::percent(since) +
                             "&filter=" + test::percent(filter.dump()),
                         houston_.token);
  } catch (const std::runtime_error&) {
    return true;  // The homeserver is down: who knows.
  }
  const json news = json::parse(answer.body, nullptr, false);
  if (answer.status != 200 || news.is_discarded()) return true;
  const json rooms = news.value("rooms", json::object());
  return !rooms.value("join", json::object()).empty() || !rooms.value("invite", json::object()).empty();
}

void MatrixBox::await(const std::function<bool(const State&)>& done) {
  // Silence ends it; slow progress, as under the homeserver's rate limits, does not.
  const auto patience = 60s * test::kTimeFactor;
  // While nothing is written, the clock goes on by so many small steps.
  constexpr auto kStep = 10ms;
  auto moved = std::chrono::steady_clock::now();
  auto before = moved;
  std::string last;
  while (true) {
    const State state = this->state();
    if (done(state)) return;
    const auto real = std::chrono::steady_clock::now();
    if (!state.report.empty() && state.report != last) {
      last = state.report;
      moved = real;
    }
    // What waits before it tries again waits for the clock: ten times as fast as in life.
    // So does a replica that stands by for one that was killed, and looks idle.
    const bool stuck = replicas_.size() > 1 && real - moved > 1s;
    if (state.up && (!state.quiet || stuck)) {
      clock_.advance_to(now() + std::chrono::duration_cast<Duration>(10 * (real - before)));
    }
    before = real;
    if (real - moved > patience) {
      throw std::runtime_error("Houston does not settle (HOUSTON_KEEP=1 keeps its log): " + last);
    }
    news_->wait(kStep);
  }
}

void MatrixBox::settle() {
  await([&](const State& state) { return state.quiet && taken() && still(); });
  moved_ = false;
  people_.caught_up();
}

void MatrixBox::settle_alone() {
  await([&](const State& state) { return state.nothing_due; });
}

}  // namespace houston::tests
