// One Houston, the real program, that is killed with SIGKILL again and again while people use it and the
// workspace around it limits, fails and drops connections.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tests/stories/harness/box.hpp"
#include "tests/stories/harness/killer.hpp"
#include "tests/stories/harness/process.hpp"

namespace houston::tests {

class Siege {
 public:
  /// `program` is houston; `rituals` are those of the team, whose lead is Ana. Throws, as everything here,
  /// what is wrong.
  Siege(const std::filesystem::path& program, std::uint64_t seed, Instant start, const std::string& database,
        const std::string& rituals);

  Box& box() { return box_; }
  Instant now() const { return box_.now(); }
  int kills() const { return killer_.kills(); }
  std::filesystem::path log() const { return box_.folder() / "houston.log"; }
  std::uint64_t chance(std::uint64_t below) { return random_() % below; }

  /// The clock goes on to `to`. When something falls due on the way, Houston is killed over it, often.
  void live_until(Instant to);
  /// Houston will be killed at one of the next things that happen in the workspace.
  void strike();
  /// Lets everything that can happen now happen, and kills Houston if that is still to be done; it is started
  /// again.
  void settle();

  using Act = std::function<void(bot::sandbox::Sandbox&)>;
  using Seen = std::function<bool(bot::sandbox::Sandbox&)>;
  /// Somebody does something; what did not come of it (Houston was dead) is done again, as people would.
  void insist(const std::string& what, const Act& act, const Seen& seen);
  /// "/houston WORDS" in the channel, until it is acknowledged. What must not happen twice is said instead.
  void command(const std::string& who, const std::string& words);
  /// A direct message to Houston, which Slack tells again until it is acknowledged.
  void say(const std::string& who, const std::string& words);
  /// Clicks until so many clicks were acknowledged.
  void click(const std::string& who, const std::string& place, const std::string& ts,
             const std::string& action, const std::string& value, int acknowledged);

  /// A machine tells Houston of something, again and again until that is taken (202).
  void tell(const std::string& path, const std::vector<std::pair<std::string, std::string>>& headers,
            const std::string& body);
  /// Presses the button on the message, fills the form that opens and hands it in, until it was taken.
  /// `values`: as Sandbox::submit has them.
  void fill(const std::string& who, const std::string& place, const std::string& ts,
            const std::string& action, const bot::sandbox::Json& values);

  /// Peace: what was postponed leaves, and Houston ends by itself.
  void end();

 private:
  void start();
  /// Until nothing more happens at this moment.
  void calm();
  bool due();

  std::mt19937_64 random_;
  std::filesystem::path program_;
  Box box_;
  std::filesystem::path settings_;
  Killer killer_;
  std::unique_ptr<Process> process_;
};

/// What Houston has said and what still stands, in one place: a channel, or "dm" of `who`. Answers that only
/// one of a channel sees are left out.
std::vector<std::string> standing(Box& box, const std::string& place, const std::string& who = {});
/// Of these, how many have all of the words.
int with(const std::vector<std::string>& texts, const std::vector<std::string>& words);
/// What was posted twice under one key: nothing, where all is well.
std::vector<std::string> said_twice(Box& box);
/// HOUSTON_SEED, or `usual`; printed.
std::uint64_t seed_or(std::uint64_t usual);

}  // namespace houston::tests
