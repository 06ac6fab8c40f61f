// A team for stories: people, a clock that is moved by hand, a database in memory of this test alone, and a
// courier that delivers at once. Everything goes through handlers::Houston, as in the real program.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "handlers/houston.hpp"
#include "scheduler/clock.hpp"
#include "storage/database.hpp"

namespace houston::test {

/// A moment as "2026-11-24 09:30" on the wall clock of a zone.
Instant at(const std::string& local, const std::string& zone = "UTC");

/// What somebody sees in the chat.
struct Posted {
  MessageId id;
  storage::Place place;
  chat::Message message;
  Instant when{};
  int revisions = 0;
  bool removed = false;
};

class TestTeam {
 public:
  /// The usual team, "vision" in #vision, with a daily standup at 09:30 each in their own zone. `ritual`
  /// lines are added to the ritual, `team` lines to the team.
  explicit TestTeam(const std::string& now, const std::string& ritual = "", const std::string& team = "");
  /// With a settings file of one's own.
  struct Settings {
    std::string toml;
    std::string database{};  ///< URL; "" for a SQLite file of this team's own.
  };
  /// The settings that the first constructor makes.
  static std::string usual(const std::string& ritual = "", const std::string& team = "");
  TestTeam(const std::string& now, const Settings& settings);
  ~TestTeam();

  // --- People. Ids are "U" + name, in the workspace "acme"; those whose name begins with '@' have
  // ":example.org" after it, and are in "mx", with rooms of their own ("!r").
  void member(const std::string& name, const std::string& zone = "Europe/Warsaw", bool admin = false,
              const std::string& room = "C1");
  /// Houston starts and learns who there is. Call once everybody is in.
  void start();
  /// Stops Houston: time may pass without it.
  void restart();                          ///< A new process on the same database.
  void new_toml(const std::string& toml);  ///< The whole file; started with it.
  void new_settings(const std::string& ritual, const std::string& team = "");
  void moves(const std::string& name, const std::string& zone);
  void deactivate(const std::string& name);
  void joins(const std::string& name, const std::string& zone = "Europe/Warsaw");
  void leaves(const std::string& name);
  void invites_houston();  ///< Into #vision.

  // --- Time.
  Instant now() const { return clock_->now(); }
  /// Moves the clock through every timer on the way, as a running Houston sees them.
  void until(Instant to);
  void until(const std::string& local, const std::string& zone = "Europe/Warsaw") { until(at(local, zone)); }
  /// Time passes while Houston is down; then it starts and catches up.
  void down_until(const std::string& local, const std::string& zone = "Europe/Warsaw");
  /// Somebody sets the machine's clock back.
  void clock_jumps_to(const std::string& local, const std::string& zone = "Europe/Warsaw");
  void fire_due();

  // --- What people do. Each returns what the person is answered at once, as text.
  std::string command(const std::string& who, const std::string& text, const std::string& room = "C9");
  std::string mention(const std::string& who, const std::string& text);
  /// Types in the direct messages with Houston; the message's id is `last_typed`.
  void types(const std::string& who, const std::string& text);
  void types(const std::string& who, const chat::Text& text);
  void edits(const std::string& who, const std::string& message, const std::string& text);
  void deletes(const std::string& who, const std::string& message);
  std::string clicks(const std::string& who, const std::string& action, const std::string& value);
  /// Chooses a global shortcut of the app.
  std::string shortcut(const std::string& who, const std::string& callback_id);
  std::string submits(const std::string& who, const std::string& form, const std::string& state,
                      const std::map<std::string, std::string>& values);
  /// Fills in the form of that standup, a value a question.
  std::string answers(const std::string& who, const std::string& date, const std::vector<std::string>& values,
                      const std::string& ritual = "vision/daily");
  void opens_home(const std::string& who);
  /// Any event, for what is not above. False when it was known.
  bool handle(chat::Event event);
  /// The same; returns what the person is answered at once.
  std::string run(chat::Event event);
  /// A turn of the test's own.
  bool celebrates(const handlers::Celebration& celebration);
  chat::Event event(const std::string& who);

  std::string last_typed;
  std::optional<chat::Form> form;              ///< The form that was opened last.
  std::map<std::string, std::string> refused;  ///< What was wrong with the last submission.

  // --- What people see.
  /// Texts of new direct messages to this person since they were last taken. Revisions are not in it.
  std::vector<std::string> take_dms(const std::string& who);
  /// How many prompts this person has been sent in all.
  int prompts(const std::string& who) const;
  int reminders(const std::string& who) const;
  std::vector<Posted> dms(const std::string& who) const;
  /// The channel as it stands: each head message, its thread indented below.
  std::string channel(const std::string& room = "C1") const;
  std::vector<Posted> channel_posts(const std::string& room = "C1") const;
  std::string home(const std::string& who) const;
  /// Houston's reactions on a message of a room.
  std::set<std::string> reactions(const std::string& room, const std::string& message) const;
  std::string text(const chat::Message& message) const;
  void undeliverable(MessageId id, const std::string& why);
  std::string refusing;       ///< Not empty: the channel takes nothing, and this is why.
  std::string refusing_room;  ///< Only that one.
  std::string down;           ///< A workspace whose platform cannot be reached.
  void deliver();             ///< Once it can again.

  // --- What the platform can do (chat::Event).
  bool modals = true;
  bool whispers = true;

  storage::Database& database() { return *database_; }
  handlers::Houston& houston() { return *houston_; }
  const config::Settings& settings() const { return settings_; }
  int turns = 0;

 private:
  void load(const std::string& toml);
  template <class Work>
  void turn(Work work);
  void load_roster(const WorkspaceId& workspace);
  bool is_prompt(const Posted& posted) const;

  std::filesystem::path folder_;
  std::unique_ptr<scheduler::ManualClock> clock_;
  std::unique_ptr<storage::Database> database_;
  config::Settings settings_;
  std::unique_ptr<handlers::Houston> houston_;
  std::vector<std::pair<storage::Person, std::string>> people_;
  std::map<MessageId, Posted> posted_;
  std::map<std::string, std::size_t> taken_;
  std::map<std::string, chat::Message> homes_;
  std::map<std::string, std::set<std::string>> reactions_;
  std::string reply_;
  int events_ = 0;
  std::uint64_t seed_ = 0;  ///< A new one each start, as in the program.
  int messages_ = 0;
};

}  // namespace houston::test
