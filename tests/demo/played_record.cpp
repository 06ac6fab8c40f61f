#include "tests/demo/played_record.hpp"

#include <stdexcept>

#include "bot/demo/cast.hpp"
#include "scheduler/zone.hpp"

namespace houston::bot::demo {
namespace {

using Style = Line::Style;

SeenButton button(const std::string& action, LocalDate date) {
  return {action, action, "vision/daily/" + scheduler::iso_date(date)};
}

class Player {
 public:
  explicit Player(const Script& script) : script_(script) {}

  Record play() {
    for (const Day& day : script_.days) {
      if (day.holiday.empty()) standup(day);
    }
    for (const Sight& sight : script_.sights) see(sight);
    return std::move(record_);
  }

 private:
  void see(const Sight& sight) {
    Message message = make(sight.where);
    if (!sight.begins.empty()) message.lines.push_back({Style::plain, sight.begins});
    for (const std::string& words : sight.words) message.lines.push_back({Style::plain, words});
    if (!sight.reaction.empty()) {
      message.from_houston = false;
      message.reactions.push_back(sight.reaction);
    }
    post(message);
  }

  Message make(const std::string& place) {
    Message message;
    message.place = place;
    message.id = std::to_string(++number_);
    message.from_houston = true;
    message.key = "key " + message.id;
    return message;
  }

  void post(const Message& message) {
    record_.posted.push_back({Instant{}, message});
    record_.stand.push_back(message);
  }

  void ask(const std::string& who, LocalDate date, bool reminder) {
    Message message = make(who);
    message.lines = {{Style::plain, "Standup"}};
    message.buttons = {button("standup.write", date), button("standup.skip", date)};
    if (!reminder) message.buttons.push_back(button("away.open", date));
    post(message);
  }

  void standup(const Day& day) {
    const std::string date = scheduler::short_date(day.date);
    Message head = make(kTeamRoom);
    std::vector<Line> blockers;
    int answered = 0, expected = 0;
    std::string silent;
    std::vector<Message> replies;
    for (const auto& [who, part] : day.parts) {
      if (part.end != Part::End::away && !part.ahead) ask(who, day.date, false);
      for (int i = 0; i < part.reminders; ++i) ask(who, day.date, true);
      const bool gave = part.end == Part::End::answered;
      answered += gave ? 1 : 0;
      expected += gave || part.end == Part::End::silent ? 1 : 0;
      const std::string& name = find_member(who)->name;
      if (part.missing && who != "ana") silent += (silent.empty() ? "" : " and ") + name;
      if (!gave) continue;
      Message reply = make(kTeamRoom);
      reply.thread = head.id;
      reply.lines = {{Style::strong, name + (part.late ? " · late" : "")}};
      for (std::size_t i = 0; i < part.answers.size(); ++i) {
        if (part.answers[i].empty()) continue;
        reply.lines.push_back({Style::plain, questions()[i]});
        reply.lines.push_back({Style::plain, part.answers[i]});
      }
      if (part.answers[2].find(' ') != std::string::npos) blockers.push_back({Style::plain, part.answers[2]});
      replies.push_back(reply);
    }
    head.lines = {{Style::strong, "Standup · " + date + " · " + std::to_string(answered) + " of " +
                                      std::to_string(expected)}};
    head.lines.insert(head.lines.end(), blockers.begin(), blockers.end());
    head.lines.push_back({Style::plain, "Closed. The answers are in the thread."});
    post(head);
    for (const Message& reply : replies) post(reply);
    if (silent.empty()) return;
    Message report = make("ana");
    report.lines = {{Style::plain, "Standup · " + date + ": no answer from " + silent + "."}};
    post(report);
  }

  const Script& script_;
  Record record_;
  int number_ = 0;
};

}  // namespace

Record played_record(const Script& script) {
  return Player(script).play();
}

Message& standing(Record& record, const std::string& begin) {
  for (Message& message : record.stand) {
    if (message.first_line().starts_with(begin)) return message;
  }
  throw std::runtime_error("no message begins with " + begin);
}

std::size_t first_asking(const Record& record, Asks what) {
  for (std::size_t i = 0; i < record.posted.size(); ++i) {
    if (what_is_asked(record.posted[i].message).what == what) return i;
  }
  throw std::runtime_error("no message asks so");
}

}  // namespace houston::bot::demo
