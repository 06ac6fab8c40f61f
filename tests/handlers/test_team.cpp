#include "tests/handlers/test_team.hpp"

#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "handlers/chat/json.hpp"
#include "handlers/roster.hpp"
#include "scheduler/recurrence.hpp"
#include "scheduler/zone.hpp"

namespace houston::test {
namespace {

const WorkspaceId kAcme{"acme"};
const WorkspaceId kMatrix{"mx"};

bool on_matrix(const std::string& who) {
  return who.starts_with('@');
}
std::string id_of(const std::string& who) {
  if (who.empty()) return "";
  return on_matrix(who) ? who + ":example.org" : "U" + who;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

}  // namespace

Instant at(const std::string& local, const std::string& zone) {
  const auto date = scheduler::parse_iso_date(local.substr(0, 10));
  if (!date || local.size() != 16) throw std::logic_error("not a time: " + local);
  const int minutes = std::stoi(local.substr(11, 2)) * 60 + std::stoi(local.substr(14, 2));
  return scheduler::to_instant(*date, LocalTime{minutes}, zone).at;
}

std::string TestTeam::usual(const std::string& ritual, const std::string& team) {
  // A key may stand once only: what a test says replaces the usual line.
  const auto line = [](const std::string& given, const std::string& key, const std::string& value) {
    const bool has = given.starts_with(key + " ") || given.find("\n" + key + " ") != std::string::npos;
    return has ? std::string() : key + " = " + value + "\n";
  };
  return "[[workspace]]\nname = \"acme\"\nplatform = \"slack\"\nbot_token = \"env:A\"\napp_token = "
         "\"env:B\"\n"
         "[[team]]\nname = \"vision\"\nworkspace = \"acme\"\nchannel = \"#vision\"\n" +
         line(team, "time_zone", "\"Europe/Warsaw\"") + line(team, "leads", "[\"@ana\"]") + team +
         "\n[[team.ritual]]\nkind = \"standup\"\n" + line(ritual, "name", "\"daily\"") +
         line(ritual, "at", "\"09:30\"") + line(ritual, "remind", "[\"60m\"]") +
         line(ritual, "close", "\"3h\"") + ritual + "\n";
}

TestTeam::TestTeam(const std::string& now, const std::string& ritual, const std::string& team)
    : TestTeam(now, Settings{usual(ritual, team), ""}) {}

TestTeam::TestTeam(const std::string& now, const Settings& settings) {
  static int number = 0;
  // Memory, where there is some: a test has no power cut to survive.
  const std::filesystem::path base = std::filesystem::exists("/dev/shm")
                                         ? std::filesystem::path("/dev/shm")
                                         : std::filesystem::temp_directory_path();
  folder_ = base / ("houston-handlers-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
  std::filesystem::create_directories(folder_);
  clock_ = std::make_unique<scheduler::ManualClock>(at(now, "Europe/Warsaw"));
  auto database = storage::Database::open(
      settings.database.empty() ? "sqlite:" + (folder_ / "houston.db").string() : settings.database);
  if (!database) throw std::runtime_error(database.error().message);
  database_ = std::move(*database);
  load(settings.toml);
}

TestTeam::~TestTeam() {
  database_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void TestTeam::load(const std::string& toml) {
  const config::Checks checks{scheduler::zone_exists, scheduler::rule_problem};
  auto loaded = config::parse(toml, std::filesystem::current_path(), checks);
  if (!loaded.problems.empty())
    throw std::logic_error(config::to_string("settings", loaded.problems.front()));
  settings_ = std::move(loaded.settings);
  auto houston = handlers::Houston::create(settings_, ++seed_);
  if (!houston) throw std::runtime_error(houston.error().message);
  houston_ = std::move(*houston);
}

void TestTeam::member(const std::string& name, const std::string& zone, bool admin, const std::string& room) {
  storage::Person person;
  person.workspace = on_matrix(name) ? kMatrix : kAcme;
  person.id = PersonId{id_of(name)};
  person.name = on_matrix(name) ? name.substr(1) : name;
  person.handle = lower(person.name);
  if (!on_matrix(name)) person.email = lower(name) + "@example.com";
  person.time_zone = zone;
  person.admin = admin;
  people_.emplace_back(std::move(person), room);
}

void TestTeam::start() {
  turn([&](handlers::Turn& turn) { houston_->start(turn); });
  for (const config::Workspace& workspace : settings_.workspaces) load_roster(workspace.name);
}

void TestTeam::load_roster(const WorkspaceId& workspace) {
  chat::Event event = this->event("");
  event.workspace = workspace;
  chat::RosterLoaded roster;
  std::map<std::string, std::vector<PersonId>> rooms{{workspace == kMatrix ? "!r" : "C1", {}}};
  for (const auto& [person, room] : people_) {
    if (person.workspace != workspace) continue;
    if (std::none_of(roster.people.begin(), roster.people.end(),
                     [&, &id = person.id](const storage::Person& one) { return one.id == id; })) {
      roster.people.push_back(person);
    }
    rooms[room].push_back(person.id);
  }
  for (auto& [id, members] : rooms) {
    const std::string name = id == "C1" ? "vision" : id == "C2" ? "audio" : lower(id);
    roster.rooms.push_back({{workspace, RoomId{id}, name, false, true}, std::move(members)});
  }
  event.what = std::move(roster);
  event.key.clear();
  handle(std::move(event));
}

void TestTeam::restart() {
  auto houston = handlers::Houston::create(settings_, ++seed_);
  houston_ = std::move(*houston);
  turn([&](handlers::Turn& turn) { houston_->start(turn); });
}

void TestTeam::new_toml(const std::string& toml) {
  load(toml);
  turn([&](handlers::Turn& turn) { houston_->start(turn); });
}

void TestTeam::new_settings(const std::string& ritual, const std::string& team) {
  load(usual(ritual, team));
  turn([&](handlers::Turn& turn) { houston_->start(turn); });
}

void TestTeam::moves(const std::string& name, const std::string& zone) {
  for (auto& [person, room] : people_) {
    if (person.name != name) continue;
    person.time_zone = zone;
    chat::Event event = this->event(name);
    event.what = chat::PersonChanged{person};
    handle(std::move(event));
    return;
  }
}

void TestTeam::deactivate(const std::string& name) {
  for (auto& [person, room] : people_) {
    if (person.name != name) continue;
    person.deactivated = true;
    chat::Event event = this->event(name);
    event.what = chat::PersonChanged{person};
    handle(std::move(event));
    return;
  }
}

void TestTeam::joins(const std::string& name, const std::string& zone) {
  member(name, zone);
  chat::Event joined = event(name);
  joined.what = chat::JoinedRoom{RoomId{"C1"}};
  handle(std::move(joined));
  chat::Event known = event(name);
  known.what = chat::PersonChanged{people_.back().first};
  handle(std::move(known));
}

void TestTeam::leaves(const std::string& name) {
  chat::Event event = this->event(name);
  event.what = chat::LeftRoom{RoomId{"C1"}};
  handle(std::move(event));
}

void TestTeam::invites_houston() {
  storage::Person houston;
  houston.workspace = kAcme;
  houston.id = PersonId{"UHouston"};
  houston.name = "Houston";
  houston.bot = true;
  chat::Event known = event("Houston");
  known.what = chat::PersonChanged{houston};
  handle(std::move(known));
  chat::Event joined = event("Houston");
  joined.what = chat::JoinedRoom{RoomId{"C1"}};
  handle(std::move(joined));
}

template <class Work>
void TestTeam::turn(Work work) {
  {
    storage::Transaction transaction(*database_);
    storage::Tables tables(*database_);
    handlers::Turn turn(tables, clock_->now());
    work(turn);
    const handlers::Immediate& immediate = turn.immediate();
    if (immediate.reply) reply_ = text(*immediate.reply);
    if (immediate.form) form = immediate.form;
    if (!immediate.refused.empty()) refused = immediate.refused;
    transaction.commit();
  }
  ++turns;
  deliver();
}

void TestTeam::deliver() {
  storage::Tables tables(*database_);
  for (;;) {
    storage::Transaction transaction(*database_);
    std::vector<storage::OutboxRow> rows;
    for (const config::Workspace& workspace : settings_.workspaces) {
      if (workspace.name.value == down) continue;
      for (auto& row :
           tables.outbox.claim(workspace.name, "test", now(), now() + std::chrono::minutes(1), 50)) {
        rows.push_back(std::move(row));
      }
    }
    if (rows.empty()) return;
    for (const storage::OutboxRow& row : rows) {
      if (row.place.kind == storage::Place::Kind::room && !refusing.empty() &&
          (refusing_room.empty() || refusing_room == row.place.id)) {
        tables.outbox.give_up(row.id, refusing, now());
        continue;
      }
      std::optional<storage::Receipt> receipt;
      std::optional<chat::Message> message;
      if (row.action == storage::Action::react) {
        auto read = chat::reaction_from_json(row.body);
        if (!read) throw std::logic_error(read.error().message);
        auto& there = reactions_[row.place.id + "/" + read->message];
        if (read->remove) {
          there.erase(read->name);
        } else {
          there.insert(read->name);
        }
      } else if (row.action != storage::Action::remove) {
        auto read = chat::message_from_json(row.body);
        if (!read) throw std::logic_error(read.error().message);
        if (read->summary.empty()) throw std::logic_error("a message without a summary");
        message = std::move(*read);
      }
      switch (row.action) {
        case storage::Action::post:
          posted_[row.id] = {row.id, row.place, *message, now()};
          receipt = storage::Receipt{row.place.id, "sent-" + std::to_string(row.id.value)};
          break;
        case storage::Action::update:
          posted_.at(*row.target).message = *message;
          ++posted_.at(*row.target).revisions;
          break;
        case storage::Action::remove:
          posted_.at(*row.target).removed = true;
          break;
        case storage::Action::home:
          homes_[row.place.id] = *message;
          break;
        case storage::Action::react:
          break;
      }
      tables.outbox.sent(row.id, receipt, now());
    }
    transaction.commit();
  }
}

void TestTeam::fire_due() {
  for (;;) {
    bool fired = false;
    turn([&](handlers::Turn& turn) {
      const auto timer = turn.tables().timers.take_due(turn.now());
      if (!timer) return;
      fired = true;
      houston_->fire(turn, *timer);
    });
    if (!fired) return;
  }
}

void TestTeam::until(Instant to) {
  for (;;) {
    storage::Tables tables(*database_);
    const auto due = tables.timers.next_due();
    if (!due || *due > to) break;
    clock_->advance_to(*due);
    fire_due();
  }
  clock_->advance_to(to);
}

void TestTeam::down_until(const std::string& local, const std::string& zone) {
  clock_->advance_to(at(local, zone));
  restart();
  fire_due();
}

void TestTeam::clock_jumps_to(const std::string& local, const std::string& zone) {
  clock_ = std::make_unique<scheduler::ManualClock>(at(local, zone));
  restart();
  fire_due();
}

chat::Event TestTeam::event(const std::string& who) {
  chat::Event event;
  event.workspace = on_matrix(who) ? kMatrix : kAcme;
  event.key = "Ev" + std::to_string(++events_);
  event.person = PersonId{id_of(who)};
  event.at = now();
  event.forms = modals && !on_matrix(who);
  event.whispers = whispers && !on_matrix(who);
  return event;
}

bool TestTeam::handle(chat::Event event) {
  bool taken = false;
  reply_.clear();
  form.reset();
  refused.clear();
  turn([&](handlers::Turn& turn) {
    turn.answer(event);
    taken = houston_->handle(turn, event);
  });
  fire_due();
  return taken;
}

std::string TestTeam::run(chat::Event event) {
  handle(std::move(event));
  return reply_;
}

std::string TestTeam::command(const std::string& who, const std::string& text, const std::string& room) {
  chat::Event event = this->event(who);
  event.can_ask = true;
  event.what = chat::Command{RoomId{room}, chat::plain(text)};
  return run(std::move(event));
}

std::string TestTeam::mention(const std::string& who, const std::string& text) {
  chat::Event event = this->event(who);
  event.what =
      chat::Said{RoomId{"C1"}, "m" + std::to_string(++messages_), {}, chat::plain(text), false, true};
  return run(std::move(event));
}

void TestTeam::types(const std::string& who, const std::string& text) {
  types(who, chat::plain(text));
}

void TestTeam::types(const std::string& who, const chat::Text& text) {
  chat::Event event = this->event(who);
  last_typed = "m" + std::to_string(++messages_);
  event.what = chat::Said{RoomId{"D" + who}, last_typed, {}, text, true, false};
  run(std::move(event));
}

void TestTeam::edits(const std::string& who, const std::string& message, const std::string& text) {
  chat::Event event = this->event(who);
  event.what = chat::Edited{RoomId{"D" + who}, message, chat::plain(text), true};
  run(std::move(event));
}

void TestTeam::deletes(const std::string& who, const std::string& message) {
  chat::Event event = this->event(who);
  event.what = chat::Deleted{RoomId{"D" + who}, message, true};
  run(std::move(event));
}

std::string TestTeam::clicks(const std::string& who, const std::string& action, const std::string& value) {
  chat::Event event = this->event(who);
  event.can_ask = true;
  event.what = chat::Clicked{action, value, RoomId{"D" + who}, "m0"};
  return run(std::move(event));
}

std::string TestTeam::shortcut(const std::string& who, const std::string& callback_id) {
  chat::Event event = this->event(who);
  event.can_ask = true;
  event.what = chat::ShortcutUsed{};
  std::get<chat::ShortcutUsed>(event.what).shortcut = callback_id;
  return run(std::move(event));
}

std::string TestTeam::submits(const std::string& who, const std::string& id, const std::string& state,
                              const std::map<std::string, std::string>& values) {
  chat::Event event = this->event(who);
  event.what = chat::Submitted{id, state, values};
  return run(std::move(event));
}

std::string TestTeam::answers(const std::string& who, const std::string& date,
                              const std::vector<std::string>& values, const std::string& ritual) {
  std::map<std::string, std::string> fields;
  for (std::size_t i = 0; i < values.size(); ++i) fields["q" + std::to_string(i + 1)] = values[i];
  return submits(who, "standup.answers", ritual + "/" + date, fields);
}

void TestTeam::opens_home(const std::string& who) {
  chat::Event event = this->event(who);
  event.what = chat::HomeOpened{};
  run(std::move(event));
}

std::string TestTeam::text(const chat::Message& message) const {
  return chat::plain_text(message, [](const PersonId& person) {
    return person.value.size() > 1 ? person.value.substr(1) : person.value;
  });
}

std::vector<Posted> TestTeam::dms(const std::string& who) const {
  std::vector<Posted> found;
  for (const auto& [id, posted] : posted_) {
    if (posted.place.kind == storage::Place::Kind::person && posted.place.id == id_of(who)) {
      found.push_back(posted);
    }
  }
  return found;
}

std::vector<std::string> TestTeam::take_dms(const std::string& who) {
  const auto all = dms(who);
  std::vector<std::string> fresh;
  for (std::size_t i = taken_[who]; i < all.size(); ++i) fresh.push_back(text(all[i].message));
  taken_[who] = all.size();
  return fresh;
}

namespace {

bool asks(const chat::Message& message) {
  // Every state of a prompt begins with the title as a heading; nothing else said privately does.
  return !message.blocks.empty() && std::holds_alternative<chat::Heading>(message.blocks.front()) &&
         std::get<chat::Heading>(message.blocks.front()).text.starts_with("Standup");
}

}  // namespace

int TestTeam::prompts(const std::string& who) const {
  const auto all = dms(who);
  return static_cast<int>(
      std::count_if(all.begin(), all.end(), [](const Posted& one) { return asks(one.message); }));
}

int TestTeam::reminders(const std::string& who) const {
  const auto all = dms(who);
  return static_cast<int>(std::count_if(all.begin(), all.end(), [](const Posted& one) {
    return one.message.summary.starts_with("A friendly reminder") ||
           one.message.summary.starts_with("You have answered ");
  }));
}

std::vector<Posted> TestTeam::channel_posts(const std::string& room) const {
  std::vector<Posted> found;
  for (const auto& [id, posted] : posted_) {
    if (posted.place.kind == storage::Place::Kind::room && posted.place.id == room) found.push_back(posted);
  }
  return found;
}

std::string TestTeam::channel(const std::string& room) const {
  std::string out;
  const auto all = channel_posts(room);
  for (const Posted& head : all) {
    if (head.place.thread || head.removed) continue;
    out += text(head.message) + "\n";
    for (const Posted& reply : all) {
      if (reply.place.thread != head.id || reply.removed) continue;
      std::string indented = "    ";
      for (const char c : text(reply.message)) {
        indented += c;
        if (c == '\n') indented += "    ";
      }
      out += indented + "\n";
    }
  }
  return out;
}

std::string TestTeam::home(const std::string& who) const {
  const auto found = homes_.find(id_of(who));
  return found == homes_.end() ? "" : text(found->second);
}

std::set<std::string> TestTeam::reactions(const std::string& room, const std::string& message) const {
  const auto found = reactions_.find(room + "/" + message);
  return found == reactions_.end() ? std::set<std::string>() : found->second;
}

bool TestTeam::celebrates(const handlers::Celebration& celebration) {
  bool fresh = false;
  turn([&](handlers::Turn& turn) { fresh = houston_->celebrate(turn, celebration); });
  return fresh;
}

void TestTeam::undeliverable(MessageId id, const std::string& why) {
  turn([&](handlers::Turn& turn) {
    auto row = turn.tables().outbox.find(id);
    row->error = why;
    houston_->undeliverable(turn, *row);
  });
}

}  // namespace houston::test
