#include "bot/demo/verdict.hpp"

#include <algorithm>
#include <optional>
#include <regex>
#include <set>
#include <utility>

#include "bot/demo/cast.hpp"
#include "scheduler/zone.hpp"

namespace houston::bot::demo {
namespace {

/// The date at the end of a button's value ("vision/daily/2026-11-09").
std::optional<LocalDate> date_of(const SeenButton& button) {
  const std::size_t slash = button.value.rfind('/');
  return scheduler::parse_iso_date(slash == std::string::npos ? button.value
                                                              : button.value.substr(slash + 1));
}

std::string times(int count) {
  return count == 1 ? "once" : count == 2 ? "twice" : std::to_string(count) + " times";
}

class Judge {
 public:
  Judge(const Script& script, const Record& record) : script_(script), record_(record) {}

  Verdict judge() {
    count_asked();
    for (const Day& day : script_.days) {
      day.holiday.empty() ? standup(day) : holiday(day);
    }
    strangers();
    repeats();
    return std::move(verdict_);
  }

 private:
  void fault(const std::string& sentence) { verdict_.faults.push_back(sentence); }
  static std::string day_name(LocalDate date) { return scheduler::short_date(date); }
  static std::string name(const std::string& handle) {
    const Member* member = find_member(handle);
    return member != nullptr ? member->name : handle;
  }

  void count_asked() {
    for (const Record::Seen& seen : record_.posted) {
      const Asked what = what_is_asked(seen.message);
      if (what.what == Asks::nothing || !seen.message.direct()) continue;
      ++(what.what == Asks::prompt ? prompts_ : reminders_)[{what.date, seen.message.place}];
      ++(what.what == Asks::prompt ? verdict_.counts.prompts : verdict_.counts.reminders);
    }
  }

  int of(const std::map<std::pair<LocalDate, std::string>, int>& counted, LocalDate date,
         const std::string& who) const {
    const auto found = counted.find({date, who});
    return found == counted.end() ? 0 : found->second;
  }

  static bool in_channel(const Message& message) {
    return message.from_houston && !message.direct() && message.only_for.empty();
  }

  /// The channel messages about this day, as they stand at the end.
  std::vector<const Message*> heads(LocalDate date) const {
    std::vector<const Message*> found;
    for (const Message& message : record_.stand) {
      if (!in_channel(message) || message.deleted || message.reply()) continue;
      if (message.first_line().starts_with("Standup · " + day_name(date) + " · ")) found.push_back(&message);
    }
    return found;
  }

  void holiday(const Day& day) {
    ++verdict_.counts.days_off;
    for (const Member& member : cast()) {
      asked_rightly(day, member.handle, 0, "is a holiday (" + day.holiday + ")");
    }
    if (!heads(day.date).empty()) {
      fault(day_name(day.date) + " is a holiday (" + day.holiday +
            "), and the channel got a standup message.");
    }
  }

  /// `wanted`: how many prompts; `because`: what makes more than that wrong.
  void asked_rightly(const Day& day, const std::string& who, int wanted, const std::string& because) {
    const int prompts = of(prompts_, day.date, who);
    if (prompts != wanted) {
      fault(name(who) + " was prompted " + (prompts == 0 ? "not at all" : times(prompts)) + " for " +
            day_name(day.date) + (wanted == 1 ? "; once is right." : ", which " + because + "."));
    }
  }

  void reminded_rightly(const Day& day, const std::string& who, int wanted) {
    const int reminders = of(reminders_, day.date, who);
    if (reminders == wanted) return;
    fault(name(who) + " was reminded " + (reminders == 0 ? "not at all" : times(reminders)) + " for " +
          day_name(day.date) +
          (wanted == 0 ? "; there was no need to." : "; " + times(wanted) + " is right."));
  }

  void standup(const Day& day) {
    ++verdict_.counts.standups;
    for (const auto& [who, part] : day.parts) {
      if (part.free) {
        if (of(prompts_, day.date, who) > 1) asked_rightly(day, who, 1, "");
        continue;
      }
      const bool away = part.end == Part::End::away;
      asked_rightly(day, who, away || part.ahead ? 0 : 1,
                    away ? "they spend away" : "they had answered ahead");
      reminded_rightly(day, who, part.reminders);
    }
    const auto found = heads(day.date);
    if (found.size() != 1) {
      fault("The channel has " + std::to_string(found.size()) + " standup messages for " +
            day_name(day.date) + "; one is right.");
      return;
    }
    head(day, *found.front());
    thread(day, *found.front());
    missing(day);
  }

  void head(const Day& day, const Message& head) {
    const std::string title = head.first_line();
    const std::string text = head.text();
    static const std::regex numbers("([0-9]+) of ([0-9]+)$");
    std::smatch match;
    if (!std::regex_search(title, match, numbers)) {
      fault("The channel's message says \"" + title + "\", without how many answered.");
      return;
    }
    int answered = 0, expected = 0, free = 0;
    for (const auto& [who, part] : day.parts) {
      if (part.free) {
        ++free;
        continue;
      }
      answered += part.end == Part::End::answered ? 1 : 0;
      expected += part.end == Part::End::answered || part.end == Part::End::silent ? 1 : 0;
      if (part.end == Part::End::answered && !part.answers[2].empty() && is_blocker(part.answers[2]) &&
          text.find(part.answers[2]) == std::string::npos) {
        fault("What is in " + name(who) + "'s way on " + day_name(day.date) +
              " is not in the channel's message.");
      }
    }
    const int says = std::stoi(match[1]), says_of = std::stoi(match[2]);
    if (says < answered || says > answered + free || says_of < expected || says_of > expected + free) {
      fault("The channel's message says \"" + title + "\"; " + std::to_string(answered) + " of " +
            std::to_string(expected) + " is right.");
    }
    if (says != static_cast<int>(replies(head).size())) {
      fault("The channel's message says \"" + title + "\", and its thread holds " +
            std::to_string(replies(head).size()) + " answers.");
    }
    if (text.find("Closed.") == std::string::npos) {
      fault("The standup of " + day_name(day.date) + " was not closed.");
    }
  }

  /// Whether the words name a blocker; the script's people say "nope" and the like when there is none.
  static bool is_blocker(const std::string& words) {
    return words.find(' ') != std::string::npos && words != "all good";
  }

  std::vector<const Message*> replies(const Message& head) const {
    std::vector<const Message*> found;
    for (const Message& message : record_.stand) {
      if (in_channel(message) && !message.deleted && message.thread == head.id) found.push_back(&message);
    }
    return found;
  }

  static bool by(const std::string& title, const std::string& who) {
    const std::string own = name(who);
    if (!title.starts_with(own)) return false;
    const std::string rest = title.substr(own.size());
    return rest.empty() || rest.front() == ' ';
  }

  void thread(const Day& day, const Message& head) {
    const auto all = replies(head);
    for (const auto& [who, part] : day.parts) {
      const std::string whose = name(who) + "'s answer of " + day_name(day.date);
      std::vector<const Message*> own;
      for (const Message* reply : all) {
        if (by(reply->first_line(), who)) own.push_back(reply);
      }
      verdict_.counts.answers += static_cast<int>(own.size());
      if (part.free) {
        if (own.size() > 1)
          fault(whose + " stands in the thread " + times(static_cast<int>(own.size())) + ".");
        continue;
      }
      const std::size_t wanted = part.end == Part::End::answered ? 1 : 0;
      if (own.size() != wanted) {
        fault(own.empty() ? whose + " is not in the thread."
                          : whose + " stands in the thread " + times(static_cast<int>(own.size())) +
                                (wanted == 0 ? ", and there is none." : "; once is right."));
      }
      if (own.size() != 1 || wanted != 1) continue;
      reply(*own.front(), part, whose);
      appeared(day, head, who, whose);
    }
  }

  void reply(const Message& message, const Part& part, const std::string& whose) {
    const auto& read = message.lines;
    for (const std::string& answer : part.answers) {
      const bool there = answer.empty() || std::any_of(read.begin(), read.end(),
                                                       [&](const Line& line) { return line.text == answer; });
      if (!there) fault(whose + " lacks the line \"" + answer + "\".");
    }
    const bool says_late = message.first_line().ends_with("late");
    if (says_late != part.late)
      fault(whose + (part.late ? " is late and not marked so." : " is marked late and was not."));
    verdict_.counts.late += part.late ? 1 : 0;
    verdict_.counts.ahead += part.ahead ? 1 : 0;
  }

  /// A change is made in place: the answer is posted once, and once more only after it was taken back.
  void appeared(const Day& day, const Message& head, const std::string& who, const std::string& whose) {
    const bool taken_back = std::any_of(script_.acts.begin(), script_.acts.end(), [&](const Act& act) {
      return act.who == who && act.date == day.date && act.what == Act::Do::take_back;
    });
    int posted = 0;
    for (const Record::Seen& seen : record_.posted) {
      const Message& message = seen.message;
      if (in_channel(message) && message.thread == head.id && by(message.first_line(), who)) ++posted;
    }
    if (posted > (taken_back ? 2 : 1)) {
      fault(whose + " was posted " + times(posted) + " instead of being edited where it stood.");
    }
  }

  /// The leads learn who was silent at the close.
  void missing(const Day& day) {
    std::string lead;
    bool anybody_free = false;
    for (const Member& member : cast()) {
      if (member.lead) lead = member.handle;
    }
    std::vector<std::string> silent;
    for (const auto& [who, part] : day.parts) {
      anybody_free = anybody_free || part.free;
      if (part.missing && who != lead) silent.push_back(name(who));
    }
    std::vector<std::string> reports;
    for (const Record::Seen& seen : record_.posted) {
      if (!seen.message.from_houston || seen.message.place != lead) continue;
      const std::string text = seen.message.first_line();
      if (text.starts_with("Standup · " + day_name(day.date) + ": no answer from ")) reports.push_back(text);
    }
    if (reports.size() > 1 || (reports.empty() && !silent.empty()) ||
        (!reports.empty() && silent.empty() && !anybody_free)) {
      fault(name(lead) + " was told " +
            (reports.empty() ? "not at all" : times(static_cast<int>(reports.size()))) +
            " who was silent on " + day_name(day.date) + "; " +
            (silent.empty() ? "nobody was." : "once is right."));
    }
    for (const std::string& one : silent) {
      if (!reports.empty() && reports.front().find(one) == std::string::npos) {
        fault(name(lead) + " was not told that " + one + " was silent on " + day_name(day.date) + ".");
      }
    }
  }

  /// Prompts for dates on which the script has no standup (a weekend).
  void strangers() {
    for (const auto& [key, count] : prompts_) {
      const auto known = std::any_of(script_.days.begin(), script_.days.end(),
                                     [&](const Day& day) { return day.date == key.first; });
      if (!known)
        fault(name(key.second) + " was prompted for " + day_name(key.first) + ", which has no standup.");
    }
  }

  /// Everything Houston says carries an identity of its own; the same one twice is the same message twice.
  void repeats() {
    std::set<std::string> seen;
    for (const Record::Seen& one : record_.posted) {
      if (one.message.key.empty() || seen.insert(one.message.key).second) continue;
      fault("A message was posted twice: \"" + one.message.first_line() + "\".");
    }
  }

  const Script& script_;
  const Record& record_;
  Verdict verdict_;
  std::map<std::pair<LocalDate, std::string>, int> prompts_, reminders_;
};

}  // namespace

Asked what_is_asked(const Message& message) {
  const auto& buttons = message.buttons;
  const SeenButton* write = find_button(buttons, "standup.write");
  if (!message.from_houston || write == nullptr || find_button(buttons, "standup.skip") == nullptr) return {};
  const auto date = date_of(*write);
  if (!date) return {};
  return {find_button(buttons, "away.open") != nullptr ? Asks::prompt : Asks::reminder, *date};
}

Verdict judge(const Script& script, const Record& record) {
  Verdict verdict = Judge(script, record).judge();
  judge_sights(script, record, verdict);
  verdict.counts.edits = record.edits;
  return verdict;
}

}  // namespace houston::bot::demo
