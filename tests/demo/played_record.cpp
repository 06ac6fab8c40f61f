#include "tests/demo/played_record.hpp"

#include <stdexcept>

#include "bot/demo/cast.hpp"
#include "scheduler/zone.hpp"

namespace houston::bot::demo {
namespace {

using sandbox::Json;
using sandbox::Message;

Json section(const std::string& text) {
  return {
      {"type", "rich_text"},
      {"elements", {{{"type", "rich_text_section"}, {"elements", {{{"type", "text"}, {"text", text}}}}}}}};
}

Json button(const std::string& action, LocalDate date) {
  return {{"type", "button"},
          {"text", {{"type", "plain_text"}, {"text", action}}},
          {"action_id", action},
          {"value", "vision/daily/" + scheduler::iso_date(date)}};
}

class Player {
 public:
  explicit Player(const Script& script) : script_(script) {
    record_.channel = "C1";
    record_.name_of = [](const std::string& id) { return id; };
    for (const Member& member : cast()) record_.person_of_room["D" + member.handle] = member.handle;
  }

  Record play() {
    for (const Day& day : script_.days) {
      if (day.holiday.empty()) standup(day);
    }
    for (const Sight& sight : script_.sights) see(sight);
    return std::move(record_);
  }

 private:
  void see(const Sight& sight) {
    Message message = make(sight.where.starts_with('#') ? "C1" : "D" + sight.where);
    std::string text = sight.begins;
    for (const std::string& words : sight.words) text += (text.empty() ? "" : "\n") + words;
    message.blocks = {section(text)};
    if (!sight.reaction.empty()) {
      message.from_bot = false;
      message.reactions.push_back({sight.reaction, {"U1"}});
    }
    post(message);
  }

  Message make(const std::string& channel) {
    Message message;
    message.channel = channel;
    message.ts = std::to_string(++number_) + ".0";
    message.from_bot = true;
    message.metadata = {{"event_type", "houston"}, {"event_payload", {{"key", number_}}}};
    return message;
  }

  void post(const Message& message) {
    record_.posted.push_back({Instant{}, message});
    record_.stand.push_back(message);
  }

  void ask(const std::string& who, LocalDate date, bool reminder) {
    Message message = make("D" + who);
    Json row{{"type", "actions"},
             {"elements", {button("standup.write", date), button("standup.skip", date)}}};
    if (!reminder) row["elements"].push_back(button("away.open", date));
    message.blocks = {section("Standup"), row};
    post(message);
  }

  void standup(const Day& day) {
    const std::string date = scheduler::short_date(day.date);
    Message head = make("C1");
    Json blockers = Json::array();
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
      Message reply = make("C1");
      reply.thread_ts = head.ts;
      reply.blocks = {section(name + (part.late ? " · late" : ""))};
      for (std::size_t i = 0; i < part.answers.size(); ++i) {
        if (!part.answers[i].empty())
          reply.blocks.push_back(section(questions()[i] + "\n" + part.answers[i]));
      }
      if (part.answers[2].find(' ') != std::string::npos) blockers.push_back(section(part.answers[2]));
      replies.push_back(reply);
    }
    head.blocks = {{{"type", "header"},
                    {"text",
                     {{"type", "plain_text"},
                      {"text", "Standup · " + date + " · " + std::to_string(answered) + " of " +
                                   std::to_string(expected)}}}}};
    for (const Json& blocker : blockers) head.blocks.push_back(blocker);
    head.blocks.push_back(section("Closed. The answers are in the thread."));
    post(head);
    for (const Message& reply : replies) post(reply);
    if (silent.empty()) return;
    Message report = make("Dana");
    report.blocks = {section("Standup · " + date + ": no answer from " + silent + ".")};
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
    const auto lines = read_message(message, record.name_of);
    if (!lines.empty() && lines.front().text.starts_with(begin)) return message;
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
