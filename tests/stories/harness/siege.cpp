#include "tests/stories/harness/siege.hpp"

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <set>
#include <stdexcept>
#include <thread>

#include "tests/stories/harness/trouble.hpp"
#include "tests/support/patience.hpp"

namespace houston::tests {
namespace {

using bot::sandbox::Message;
using bot::sandbox::Sandbox;
using namespace std::chrono_literals;

constexpr int kMostTries = 30;
constexpr auto kStep = 10min;

}  // namespace

Siege::Siege(const std::filesystem::path& program, std::uint64_t seed, Instant start,
             const std::string& database, const std::string& rituals)
    : random_(seed),
      program_(program),
      box_(start, seed),
      settings_(box_.write_settings("houston", database, "leads = [\"ana@example.com\"]\n", rituals)),
      killer_(box_) {
  this->start();
  calm();
  trouble(box_);
}

void Siege::start() {
  process_ = std::make_unique<Process>(program_,
                                       std::vector<std::string>{"serve", "--config", settings_.string(),
                                                                "--clock-file", box_.clock_file().string()},
                                       box_.environment(), log());
}

/// The clock creeps on, because what was postponed waits for it.
void Siege::calm() {
  const auto give_up = std::chrono::steady_clock::now() + 60s * test::kTimeFactor;
  while (true) {
    if (!process_->running()) {
      if (const int code = process_->wait(); code != -SIGKILL) {
        throw std::runtime_error("Houston ended by itself with " + std::to_string(code) + ", see " +
                                 log().string());
      }
      start();
    }
    const auto health = box_.health("houston");
    const bool up = health && health->at("connected") == true;
    const bool quiet = box_.in([](Sandbox& sandbox) { return sandbox.idle(); });
    if (up && quiet && health->at("due") == 0 && health->at("outbox") == 0) return;
    if (up) box_.advance(500ms);
    if (std::chrono::steady_clock::now() > give_up) {
      throw std::runtime_error("Houston does not settle, see " + log().string() +
                               " (HOUSTON_KEEP=1 keeps it)");
    }
    std::this_thread::yield();
  }
}

void Siege::strike() {
  killer_.arm(*process_, static_cast<int>(random_() % 12));
}

void Siege::settle() {
  calm();
  killer_.finish();
  calm();
}

bool Siege::due() {
  const auto health = box_.health("houston");
  return !health || health->at("due") != 0 || health->at("outbox") != 0;
}

void Siege::live_until(Instant to) {
  while (now() < to) {
    box_.advance(std::min<Duration>(kStep, to - now()));
    if (!due()) continue;
    if (random_() % 10 < 8) strike();
    settle();
  }
}

void Siege::insist(const std::string& what, const Act& act, const Seen& seen) {
  for (int tries = 0; tries < kMostTries; ++tries) {
    if (random_() % 10 < 5) strike();
    box_.in([&](Sandbox& sandbox) {
      act(sandbox);
      return true;
    });
    settle();
    if (box_.in([&](Sandbox& sandbox) { return seen(sandbox); })) return;
  }
  throw std::runtime_error("nothing comes of it: " + what);
}

void Siege::command(const std::string& who, const std::string& words) {
  const auto heard = std::make_shared<bool>(false);
  insist(
      who + " says /houston " + words,
      [&](Sandbox& sandbox) {
        sandbox
            .command(who, "#vision", "/houston", words,
                     [heard](const bot::sandbox::Answer& answer) { *heard = *heard || answer.acknowledged; })
            .value();
      },
      [&](Sandbox&) { return *heard; });
}

void Siege::say(const std::string& who, const std::string& words) {
  if (random_() % 10 < 7) strike();
  box_.in([&](Sandbox& sandbox) { return sandbox.say(who, "dm", words).value(); });
  settle();
}

void Siege::click(const std::string& who, const std::string& place, const std::string& ts,
                  const std::string& action, const std::string& value, int acknowledged) {
  const auto heard = std::make_shared<int>(0);
  insist(
      who + " clicks " + action,
      [&](Sandbox& sandbox) {
        const auto clicked =
            sandbox.click(who, place, ts, action, value, [heard](const bot::sandbox::Answer& answer) {
              if (answer.acknowledged) ++*heard;
            });
        if (!clicked) throw std::runtime_error(clicked.error().message);
      },
      [&](Sandbox&) { return *heard >= acknowledged; });
}

void Siege::tell(const std::string& path, const std::vector<std::pair<std::string, std::string>>& headers,
                 const std::string& body) {
  for (int tries = 0; tries < kMostTries; ++tries) {
    if (random_() % 10 < 5) strike();
    const auto status = box_.post("houston", path, headers, body);
    settle();
    if (status == 202) return;
    if (status) throw std::runtime_error(path + " answers " + std::to_string(*status));
  }
  throw std::runtime_error("nothing comes of telling " + path);
}

void Siege::fill(const std::string& who, const std::string& place, const std::string& ts,
                 const std::string& action, const bot::sandbox::Json& values) {
  const auto taken = std::make_shared<bool>(false);
  insist(
      who + " fills in what " + action + " opens",
      [&](Sandbox& sandbox) {
        const bool open = !sandbox.views(who).empty();
        const auto begun = open ? sandbox.submit(who, values,
                                                 [taken](const bot::sandbox::Answer& answer) {
                                                   *taken = *taken || answer.outcome == "closed";
                                                 })
                                : sandbox.click(who, place, ts, action);
        if (!begun) throw std::runtime_error(begun.error().message);
      },
      [&](Sandbox&) { return *taken; });
}

void Siege::end() {
  box_.in([](Sandbox& sandbox) {
    sandbox.clear_faults();
    return true;
  });
  for (int minute = 0; minute < 30; ++minute) {
    box_.advance(1min);
    calm();
  }
  process_->signal(SIGTERM);
  if (const int code = process_->wait(); code != 0) {
    throw std::runtime_error("Houston ended with " + std::to_string(code) + ", see " + log().string());
  }
}

std::vector<std::string> standing(Box& box, const std::string& place, const std::string& who) {
  return box.in([&](Sandbox& sandbox) {
    std::vector<std::string> texts;
    const auto id = sandbox.place_id(place, who);
    if (!id) return texts;
    for (const Message& message : sandbox.messages(*id)) {
      if (message.from_bot && !message.deleted && message.ephemeral_to.empty())
        texts.push_back(message.readable());
    }
    return texts;
  });
}

int with(const std::vector<std::string>& texts, const std::vector<std::string>& words) {
  return static_cast<int>(std::count_if(texts.begin(), texts.end(), [&](const std::string& text) {
    return std::all_of(words.begin(), words.end(),
                       [&](const std::string& one) { return text.find(one) != std::string::npos; });
  }));
}

std::vector<std::string> said_twice(Box& box) {
  return box.in([](Sandbox& sandbox) {
    std::vector<std::string> twice;
    std::set<std::string> keys;
    for (const Message& message : sandbox.all_messages()) {
      // Answers to a click or a command are immediate: given once, not kept, and without a key.
      if (!message.from_bot || !message.metadata.is_object()) continue;
      const std::string key = message.metadata.at("event_payload").value("key", "");
      if (!keys.insert(key).second) twice.push_back(message.readable());
    }
    return twice;
  });
}

std::uint64_t seed_or(std::uint64_t usual) {
  const char* const given = std::getenv("HOUSTON_SEED");
  const std::uint64_t seed = given == nullptr ? usual : std::stoull(given);
  std::cout << "seed " << seed << " (HOUSTON_SEED replays it)" << std::endl;
  return seed;
}

}  // namespace houston::tests
