#include "tests/matrix/house.hpp"

#include <stdexcept>

#include "bot/platforms.hpp"
#include "config/settings.hpp"
#include "scheduler/zone.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/patience.hpp"

namespace houston::bot::matrix {

using nlohmann::json;
using test::MatrixPerson;

namespace {

// A Monday, 08:00 in Warsaw.
constexpr Instant monday_morning{std::chrono::milliseconds(1'780'293'600'000)};

// What happens without a commit to Houston's own file (it connects, it joins a room) is looked for so often.
constexpr std::chrono::milliseconds longest_look_away{50};

House* current = nullptr;  // a case has one

}  // namespace

House::House(test::Synapse& synapse, std::vector<std::string> people, bool exempt)
    : synapse_(synapse),
      houston_(synapse.account("houston", exempt)),
      news_({folder_.path()}),
      clock_(monday_morning) {
  current = this;
  self_ = std::make_unique<MatrixPerson>(synapse.url(), houston_);
  token = houston_.token;
  for (const std::string& name : people)
    people_.emplace_back(name, std::make_unique<MatrixPerson>(synapse.url(), synapse.account(name)));
  // As unique as Houston's name.
  const std::string local = "vision-" + houston_.id.substr(1, houston_.id.find(':') - 1);
  alias = "#" + local + ":" + synapse.server_name();
  MatrixPerson& first = *people_.front().second;
  room = first.create_room({{"room_alias_name", local}, {"name", "Vision"}, {"preset", "public_chat"}});
  for (std::size_t i = 1; i < people_.size(); ++i) people_[i].second->join(room);
  database = "sqlite:" + (folder_.path() / "houston.db").string();
}

House::~House() {
  current = nullptr;
  stop();
}

void House::begin() {
  app_ = another();
}

std::unique_ptr<App> House::another() {
  std::string text = "[houston]\ndatabase = \"" + database + R"("
[[workspace]]
name = "acme"
platform = "matrix"
homeserver = ")" + synapse_.url() +
                     R"("
access_token = "env:TOKEN"
[[team]]
name = "vision"
workspace = "acme"
channel = ")" + alias +
                     R"("
time_zone = "Europe/Warsaw"
leads = [")" + people_.front().second->id() +
                     "\"]\n" + settings;
  auto loaded = config::parse(text, folder_.path(), {scheduler::zone_exists, nullptr});
  for (const auto& problem : loaded.problems) FAIL(problem.message);
  AppParts parts;
  parts.settings = loaded.settings;
  parts.clock = &clock_;
  parts.read_secret = [this](const config::SecretSource&) -> Result<Secret> { return Secret(token); };
  parts.make_platform = known_platforms();
  auto created = App::create(std::move(parts));
  if (!created) FAIL(created.error().message);
  (*created)->start();
  return std::move(*created);
}

void House::start() {
  begin();
  until("Houston is connected", [&] { return app_->connected(); });
}

void House::stop() {
  if (!app_) return;
  app_->stop();
  app_->wait();
  app_.reset();
}

MatrixPerson& House::person(const std::string& name) {
  for (auto& [known, person] : people_) {
    if (known == name) return *person;
  }
  throw std::logic_error("nobody is called " + name);
}

double House::calls(const std::string& call, const std::string& outcome) {
  return app_->metrics().value("matrix_calls", {{"call", call}, {"outcome", outcome}});
}

void House::until(const std::string& what, const std::function<bool()>& done, std::chrono::seconds patience) {
  const auto limit = std::chrono::steady_clock::now() + patience * test::kTimeFactor;
  while (!done()) {
    if (std::chrono::steady_clock::now() > limit) FAIL("not in time: " << what);
    current->news_.wait(longest_look_away);
  }
}

void House::pass(std::chrono::minutes time) {
  const Instant end = clock_.now() + time;
  while (clock_.now() < end) {
    until("settled", [&] { return app_->settled(); });
    const auto standing = app_->standing();
    Instant next = end;
    if (standing && standing->next && *standing->next > clock_.now()) next = std::min(end, *standing->next);
    clock_.advance_to(next);
  }
  until("settled", [&] { return app_->settled(); });
}

std::string House::direct_room(const std::string& name) {
  MatrixPerson& who = person(name);
  const std::string direct = who.wait_for_invite(houston());
  who.join(direct);
  return direct;
}

json House::wait_words(const std::string& name, const std::string& where, const std::string& words) {
  return person(name).wait(where, [&](const json& event) {
    if (event.at("sender") != houston() || !event.at("content").contains("body")) return false;
    return event.at("content").at("body").get<std::string>().find(words) != std::string::npos;
  });
}

}  // namespace houston::bot::matrix
