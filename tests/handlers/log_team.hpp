// The usual team with a log, and short ways to do what people do with it.
#pragma once

#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

namespace houston::test {

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// `wins` lines are added to the ritual, `team` lines to the team.
inline TestTeam::Settings with_log(const std::string& wins = "", const std::string& team = "") {
  return {TestTeam::usual("", team) + "[[team.ritual]]\nkind = \"wins\"\nname = \"wins\"\n" + wins + "\n"};
}

/// Ana leads; Bo and Eva are in the team, too; Cy is elsewhere.
class LogTeam : public TestTeam {
 public:
  explicit LogTeam(const std::string& now = "2026-11-24 10:00", const std::string& wins = "",
                   const std::string& team = "")
      : TestTeam(now, with_log(wins, team)) {
    member("Ana");
    member("Bo");
    member("Eva", "America/New_York");
    member("Cy", "Europe/Warsaw", false, "C5");
    start();
  }

  /// Reacts to a message of `author`; `text` "" for one that could not be read.
  void reacts(const std::string& who, const std::string& author, const std::string& message,
              const std::string& text, const std::string& name = "trophy", bool removed = false,
              const std::string& room = "C1") {
    chat::Event event = this->event(who);
    chat::Reacted reacted{RoomId{room}, message, name, removed, {}};
    if (!text.empty()) reacted.quoted = chat::Quoted{PersonId{"U" + author}, chat::plain(text)};
    event.what = std::move(reacted);
    handle(std::move(event));
  }
  std::string shortcut(const std::string& who, const std::string& author, const std::string& message,
                       const std::string& text, const std::string& room = "C1") {
    chat::Event event = this->event(who);
    event.can_ask = true;
    event.what = chat::ShortcutUsed{"wins.log", RoomId{room}, message,
                                    chat::Quoted{PersonId{"U" + author}, chat::plain(text)}};
    return run(std::move(event));
  }
};

}  // namespace houston::test
