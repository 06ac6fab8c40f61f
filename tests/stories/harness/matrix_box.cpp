#include "tests/stories/harness/matrix_box.hpp"

#include <signal.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <thread>

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

/// Only what people do, percent-encoded. `number`: a new one each time, since the homeserver gives a repeated
/// question with an empty answer the answer of before for two minutes.
std::string news_for(const std::string& houston, int number) {
  const json none = {{"types", json::array()}};
  const json timeline = {{"limit", number},
                         {"types", json::array({"m.room.message", "m.reaction", "m.room.redaction"})},
                         {"not_senders", json::array({houston})}};
  const json room = {{"timeline", timeline}, {"state", none}, {"ephemeral", none}, {"account_data", none}};
  return test::percent(json{{"presence", none}, {"account_data", none}, {"room", room}}.dump());
}

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
                     const std::string& zone)
    : synapse_(synapse),
      database_(storage::Engine::sqlite),
      clock_(folder_.path() / "clock", start),
      houston_(synapse.account("houston", false)),
      port_(free_port()) {
  json invited = json::array({houston_.id});
  for (const Known& one : kPeople) {
    const test::Account account = synapse.account(one.name);
    ids_[one.name] = account.id;
    people_.add(one.name, synapse.url(), account.token, houston_.id, one.full,
                zone.empty() ? one.zone : zone);
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
  std::ofstream(folder() / "houston.toml") << "[houston]\n"
                                           << "database = \"" << database_.url() << "\"\n"
                                           << "log = \"trace\"\n"
                                           << "listen = \"127.0.0.1:" << port_ << "\"\n\n"
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
  this->start();
}

MatrixBox::~MatrixBox() {
  process_.reset();
  if (std::getenv("HOUSTON_KEEP") == nullptr) return;
  const std::filesystem::path kept = std::filesystem::temp_directory_path() / "houston-matrix-story.log";
  std::filesystem::copy_file(folder() / "houston.log", kept,
                             std::filesystem::copy_options::overwrite_existing);
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

void MatrixBox::start() {
  process_ = std::make_unique<Process>(
      HOUSTON_PROGRAM,
      std::vector<std::string>{"serve", "--config", (folder() / "houston.toml").string(), "--clock-file",
                               (folder() / "clock").string()},
      std::map<std::string, std::string>{{"MATRIX_ACCESS_TOKEN", houston_.token}}, folder() / "houston.log");
}

void MatrixBox::kill() {
  check_running();
  process_->signal(SIGKILL);
  process_->wait();
  start();
}

int MatrixBox::stop() {
  process_->signal(SIGTERM);
  return process_->wait();
}

void MatrixBox::check_running() {
  if (process_->running()) return;
  std::ifstream log(folder() / "houston.log");
  const std::string text{std::istreambuf_iterator<char>(log), std::istreambuf_iterator<char>()};
  throw std::runtime_error("Houston has ended by itself:\n" +
                           text.substr(text.size() > 3000 ? text.size() - 3000 : 0));
}

std::optional<json> MatrixBox::health() {
  try {
    const auto answer = test::plain_http("GET", "http://127.0.0.1:" + std::to_string(port_) + "/healthz");
    json report = json::parse(answer.body, nullptr, false);
    if (report.is_discarded()) return std::nullopt;
    return report;
  } catch (const std::runtime_error&) {
    return std::nullopt;  // It is being started.
  }
}

bool MatrixBox::still() {
  const auto report = health();
  return report && report->at("connected") == true && report->at("due") == 0 && report->at("outbox") == 0;
}

bool MatrixBox::taken() {
  const std::string note = database_.ask("select value from platform_note where name = 'sync.since'");
  const std::size_t blank = note.find(' ');
  if (blank == std::string::npos) return false;
  test::PlainAnswer answer;
  try {
    answer = test::plain_http(
        "GET",
        synapse_.url() + "/_matrix/client/v3/sync?timeout=0&since=" + test::percent(note.substr(blank + 1)) +
            "&filter=" + news_for(houston_.id, ++asked_),
        houston_.token);
  } catch (const std::runtime_error&) {
    return false;  // The homeserver is down.
  }
  const json news = json::parse(answer.body, nullptr, false);
  if (answer.status != 200 || news.is_discarded()) return false;
  const json rooms = news.value("rooms", json::object());
  return rooms.value("join", json::object()).empty() && rooms.value("invite", json::object()).empty();
}

void MatrixBox::settle() {
  // Silence ends it; slow progress, as under the homeserver's rate limits, does not.
  const auto patience = 60s * test::kTimeFactor;
  auto moved = std::chrono::steady_clock::now();
  auto before = moved;
  std::string last;
  while (true) {
    check_running();
    const auto report = health();
    const bool up = report && report->at("connected") == true;
    const bool quiet = up && report->at("due") == 0 && report->at("outbox") == 0;
    if (quiet && taken() && still()) break;
    const auto real = std::chrono::steady_clock::now();
    if (report && report->dump() != last) {
      last = report->dump();
      moved = real;
    }
    // What waits before it tries again waits for the clock: ten times as fast as in life.
    if (up && !quiet) {
      clock_.advance_to(now() + std::chrono::duration_cast<Duration>(10 * (real - before)));
    }
    before = real;
    if (real - moved > patience) {
      throw std::runtime_error("Houston does not settle (HOUSTON_KEEP=1 keeps its log): " + last);
    }
    std::this_thread::sleep_for(2ms);
  }
  people_.caught_up();
}

}  // namespace houston::tests
