#include "tests/stories/harness/verdict.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "scheduler/zone.hpp"

namespace houston::tests {
namespace {

using bot::sandbox::Json;
using bot::sandbox::Message;
using bot::sandbox::Sandbox;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// "Standup · Wed 11 Nov · 3 of 5", or "" where the message has no heading.
std::string heading(const Message& message) {
  if (message.blocks.empty() || message.blocks.front().value("type", "") != "header") return "";
  return message.blocks.front().at("text").at("text");
}

std::string day(const std::string& date) {
  return scheduler::short_date(scheduler::parse_iso_date(date).value());
}

int times(const std::vector<Message>& messages, const std::string& words) {
  return static_cast<int>(std::count_if(messages.begin(), messages.end(), [&](const Message& message) {
    return contains(message.readable(), words);
  }));
}

class Judge {
 public:
  Judge(Box& box, const Crew& crew) : crew_(crew) {
    box.in([&](Sandbox& sandbox) {
      for (const Message& message : sandbox.all_messages()) {
        if (message.from_bot && message.ephemeral_to.empty()) said_.push_back(message);
      }
      for (const auto& user : sandbox.users()) {
        if (user.bot) continue;
        if (const auto place = sandbox.place_id("dm", user.handle)) direct_[user.handle] = *place;
      }
      channel_ = sandbox.place_id("#vision").value();
      return true;
    });
    verdict_.found.messages = static_cast<int>(said_.size());
  }

  Verdict judge(const std::vector<std::string>& dates) {
    keys_are_unique();
    for (const std::string& date : dates) {
      for (const auto& [handle, place] : direct_) person(handle, place, date);
      heads(date);
      lead(date);
    }
    for (const auto& task : crew_.tasks()) {
      if (!task->done) wrong(task->person + " never finished what was meant for " + task->date);
    }
    return std::move(verdict_);
  }

 private:
  void wrong(std::string what) { verdict_.wrong.push_back(std::move(what)); }

  std::vector<Message> in(const std::string& place) const {
    std::vector<Message> out;
    std::copy_if(said_.begin(), said_.end(), std::back_inserter(out),
                 [&](const Message& message) { return message.channel == place && !message.deleted; });
    return out;
  }

  void keys_are_unique() {
    std::set<std::string> keys;
    for (const Message& message : said_) {
      // Answers to a click or a command are immediate: given once, not kept, and without a key.
      if (!message.metadata.is_object()) continue;
      const std::string key = message.metadata.at("event_payload").value("key", "");
      if (!keys.insert(key).second) wrong("posted twice under one key: " + message.readable());
    }
  }

  const Task* task(const std::string& person, const std::string& date) const {
    for (const auto& one : crew_.tasks()) {
      if (one->person == person && one->date == date) return one.get();
    }
    return nullptr;
  }

  void person(const std::string& handle, const std::string& place, const std::string& date) {
    int prompts = 0, reminders = 0;
    for (const Message& message : in(place)) {
      const std::string text = message.readable();
      if (!contains(text, day(date))) continue;
      if (contains(heading(message), day(date))) ++prompts;
      if (contains(text, "A friendly reminder") || contains(text, "You have answered")) ++reminders;
    }
    verdict_.found.prompts += prompts;
    verdict_.found.reminders += reminders;
    if (prompts != 1) wrong(handle + " was prompted " + std::to_string(prompts) + " times for " + date);
    const Task* const what = task(handle, date);
    if (what == nullptr) return;
    const bool silent = what->habit == Habit::silent || what->habit == Habit::late;
    if (reminders > 1 || (silent && reminders != 1)) {
      wrong(handle + " was reminded " + std::to_string(reminders) + " times on " + date);
    }
    answer(*what);
  }

  void answer(const Task& task) {
    std::vector<Message> replies;
    for (const Message& message : in(channel_)) {
      if (!message.thread_ts.empty() && message.thread_ts != message.ts) replies.push_back(message);
    }
    if (task.answers()) ++verdict_.found.replies;
    for (const std::string& words : task.words) {
      const int found = times(replies, words);
      if (found != (task.answers() ? 1 : 0)) {
        wrong("the answer " + words + " stands " + std::to_string(found) + " times in the channel");
      }
    }
  }

  void heads(const std::string& date) {
    int found = 0;
    for (const Message& message : in(channel_)) {
      if (!message.thread_ts.empty() && message.thread_ts != message.ts) continue;
      if (!contains(heading(message), day(date))) continue;
      ++found;
      int answered = 0, of = 0;
      for (const auto& one : crew_.tasks()) {
        if (one->date == date && one->answers()) ++answered;
      }
      of = static_cast<int>(direct_.size());
      const std::string count = std::to_string(answered) + " of " + std::to_string(of);
      // Who skips the day is not waited for, so the second number may be smaller.
      if (!contains(message.readable(), std::to_string(answered) + " of ")) {
        wrong("the head of " + date + " does not say " + count + ": " + message.readable());
      }
      if (!contains(message.readable(), "Closed")) wrong("the head of " + date + " is not closed");
    }
    verdict_.found.heads += found;
    const bool any = std::any_of(crew_.tasks().begin(), crew_.tasks().end(),
                                 [&](const auto& one) { return one->date == date && one->answers(); });
    if (found != (any ? 1 : 0)) wrong(std::to_string(found) + " heads in the channel for " + date);
  }

  void lead(const std::string& date) {
    int notes = 0;
    for (const Message& message : in(direct_.at("ana"))) {
      if (contains(message.readable(), "no answer from") && contains(message.readable(), day(date))) ++notes;
    }
    verdict_.found.lead_notes += notes;
    // A late answer may still come before the last window of the day ends, and is then no longer missing.
    const bool expected = std::any_of(crew_.tasks().begin(), crew_.tasks().end(), [&](const auto& one) {
      return one->date == date && one->person != "ana" && one->habit == Habit::silent;
    });
    if (notes > 1 || (expected && notes != 1)) {
      wrong("the lead was told " + std::to_string(notes) + " times who was missing on " + date);
    }
  }

  const Crew& crew_;
  std::vector<Message> said_;
  std::map<std::string, std::string> direct_;
  std::string channel_;
  Verdict verdict_;
};

}  // namespace

Verdict judge(Box& box, const Crew& crew, const std::vector<std::string>& dates) {
  return Judge(box, crew).judge(dates);
}

}  // namespace houston::tests
