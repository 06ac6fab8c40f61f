#include "tests/stories/harness/crew.hpp"

#include <random>
#include <stdexcept>

namespace houston::tests {
namespace {

using bot::sandbox::Answer;
using bot::sandbox::Json;
using bot::sandbox::Sandbox;
using std::chrono::minutes;

constexpr int kMostTries = 400;

std::mt19937_64 chance(std::uint64_t seed, const std::string& person, const std::string& date) {
  // seed_seq, not std::hash: the same week on every standard library.
  std::vector<std::uint32_t> numbers{static_cast<std::uint32_t>(seed),
                                     static_cast<std::uint32_t>(seed >> 32)};
  for (const char c : person + '/' + date) numbers.push_back(static_cast<unsigned char>(c));
  std::seed_seq sequence(numbers.begin(), numbers.end());
  return std::mt19937_64(sequence);
}

/// The values of all inputs of the form, in the form's order.
Json fill(const Json& view, const std::vector<std::string>& words) {
  Json values = Json::object();
  std::size_t next = 0;
  for (const Json& block : view.at("blocks")) {
    if (block.value("type", "") != "input") continue;
    if (next < words.size()) values[block.at("block_id").get<std::string>()] = words[next++];
  }
  return values;
}

}  // namespace

std::optional<std::string> button_value(const bot::sandbox::Message& message, const std::string& action) {
  for (const Json& block : message.blocks) {
    if (block.value("type", "") != "actions") continue;
    for (const Json& element : block.at("elements")) {
      if (element.value("action_id", "") == action) return element.value("value", "");
    }
  }
  return std::nullopt;
}

Crew::Crew(Box& box, std::uint64_t seed) : box_(box), seed_(seed) {
  handles_ = box_.in([](Sandbox& sandbox) {
    std::vector<std::string> handles;
    for (const auto& user : sandbox.users()) {
      if (!user.bot) handles.push_back(user.handle);
    }
    return handles;
  });
}

Crew::~Crew() = default;

bool Crew::finished() const {
  for (const auto& task : tasks_) {
    if (!task->done) return false;
  }
  return true;
}

void Crew::see_prompts() {
  for (const std::string& handle : handles_) {
    const auto messages = box_.in([&](Sandbox& sandbox) {
      const auto place = sandbox.place_id("dm", handle);
      return place ? sandbox.messages(*place) : std::vector<bot::sandbox::Message>{};
    });
    for (const auto& message : messages) {
      if (!message.from_bot || message.deleted) continue;
      const auto subject = button_value(message, "standup.write");
      if (!subject) continue;
      const std::string date = subject->substr(subject->rfind('/') + 1);
      if (by_prompt_.contains({handle, date})) continue;

      auto task = std::make_shared<Task>();
      task->person = handle;
      task->date = date;
      task->prompt = message.ts;
      auto random = chance(seed_, handle, date);
      constexpr Habit kHabits[] = {
          Habit::form,  Habit::form, Habit::typed,  Habit::typed, Habit::typed_then_edited,
          Habit::typed, Habit::late, Habit::silent, Habit::skip};
      task->habit = kHabits[random() % std::size(kHabits)];
      const auto wait = task->habit == Habit::late ? 190 + random() % 300 : 2 + random() % 150;
      task->begins = box_.now() + minutes(wait);
      for (int question = 1; question <= 3; ++question) {
        task->words.push_back("words" + std::to_string(seed_) + handle + date + "q" +
                              std::to_string(question));
      }
      task->done = task->habit == Habit::silent;
      tasks_.push_back(task);
      by_prompt_[{handle, date}] = task;
    }
  }
}

void Crew::fill_in(const std::shared_ptr<Task>& task) {
  box_.in([&](Sandbox& sandbox) {
    const auto views = sandbox.views(task->person);
    if (views.empty()) {
      // An unanswered click is clicked again at the next turn, as a person would.
      return sandbox.click(task->person, "dm", task->prompt, "standup.write").has_value();
    }
    return sandbox
        .submit(task->person, fill(views.back().body, task->words),
                [task](const Answer& answer) {
                  if (answer.acknowledged && answer.outcome == "closed") task->done = true;
                })
        .has_value();
  });
}

void Crew::press(const std::shared_ptr<Task>& task) {
  box_.in([&](Sandbox& sandbox) {
    return sandbox
        .click(task->person, "dm", task->prompt, "standup.skip", {},
               [task](const Answer& answer) {
                 if (answer.acknowledged) task->done = true;
               })
        .has_value();
  });
}

void Crew::type(const std::shared_ptr<Task>& task) {
  // The next answer is typed when the question for it has come: something of Houston's after the last answer.
  const bool asked = box_.in([&](Sandbox& sandbox) {
    if (task->typed.empty()) return true;
    for (const auto& message : sandbox.messages(sandbox.place_id("dm", task->person).value())) {
      if (message.from_bot && message.ts > task->typed.back()) return true;
    }
    return false;
  });
  if (!asked) return;
  const auto ts = box_.in(
      [&](Sandbox& sandbox) { return sandbox.say(task->person, "dm", task->words[task->typed.size()]); });
  task->typed.push_back(ts.value());
  if (task->typed.size() == task->words.size()) task->done = task->habit != Habit::typed_then_edited;
}

void Crew::edit(const std::shared_ptr<Task>& task) {
  task->words[0] += "edited";
  box_.in([&](Sandbox& sandbox) {
    return sandbox.edit(task->person, "dm", task->typed[0], task->words[0]).has_value();
  });
  task->done = true;
}

bool Crew::act() {
  see_prompts();
  bool acted = false;
  for (const auto& task : tasks_) {
    if (task->done || box_.now() < task->begins) continue;
    if (++task->tries > kMostTries) {
      throw std::runtime_error(task->person + " cannot get the answer of " + task->date + " across");
    }
    acted = true;
    switch (task->habit) {
      case Habit::form:
      case Habit::late:
        fill_in(task);
        break;
      case Habit::skip:
        press(task);
        break;
      case Habit::typed:
        type(task);
        break;
      case Habit::typed_then_edited:
        task->typed.size() < task->words.size() ? type(task) : edit(task);
        break;
      case Habit::silent:
        break;
    }
  }
  return acted;
}

}  // namespace houston::tests
