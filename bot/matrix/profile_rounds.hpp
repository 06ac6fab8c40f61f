// Whose profile is asked for next: the zone in it changes without an event. Everybody's about hourly, one
// after the other, so that an idle bot stays one; at once that of who writes to Houston, as who has just
// moved may. Pure.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace houston::bot::matrix {

class ProfileRounds {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Who there is. Those who are new have just been asked for.
  template <class People>
  void know(const People& people, const std::string& self, Time now) {
    std::map<std::string, One> known;
    for (const auto& [id, person] : people) {
      if (id == self) continue;
      const auto found = people_.find(id);
      known[id] = found == people_.end() ? One{now, {}, false} : found->second;
    }
    people_ = std::move(known);
  }

  /// The person wrote to Houston.
  void wrote(const std::string& person, Time now) {
    const auto found = people_.find(person);
    if (found == people_.end()) return;
    One& one = found->second;
    if (one.wrote && now - *one.wrote < every_for_writers) return;
    one.wrote = now;
    one.at_once = true;
  }

  /// Whom to ask for now; they count as asked.
  std::optional<std::string> next(Time now) {
    auto chosen = people_.end();
    for (auto one = people_.begin(); one != people_.end(); ++one) {
      if (one->second.at_once) {
        chosen = one;
        break;
      }
      if (chosen == people_.end() || one->second.asked < chosen->second.asked) chosen = one;
    }
    if (chosen == people_.end()) return std::nullopt;
    if (!chosen->second.at_once) {
      if (now - chosen->second.asked < every || now - last_ < apart) return std::nullopt;
      last_ = now;
    }
    chosen->second.asked = now;
    chosen->second.at_once = false;
    return chosen->first;
  }

 private:
  struct One {
    Time asked;
    std::optional<Time> wrote;  ///< When that made us ask.
    bool at_once = false;
  };
  static constexpr std::chrono::minutes every{60};
  static constexpr std::chrono::minutes every_for_writers{10};
  static constexpr std::chrono::seconds apart{50};  ///< A little less than two polls of an idle bot.
  std::map<std::string, One> people_;
  Time last_{};
};

}  // namespace houston::bot::matrix
