#include "bot/demo/command.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <set>

#include "bot/demo/cast.hpp"
#include "bot/demo/director.hpp"
#include "bot/demo/find_synapse.hpp"
#include "bot/demo/keyboard.hpp"
#include "bot/log.hpp"

namespace houston::bot::demo {
namespace {

constexpr int kWentWell = 0, kWentWrong = 1, kNoSense = 2, kInterrupted = 130;
constexpr int kUnavailable = 69;  // EX_UNAVAILABLE of sysexits(3)

bool set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

/// Wide enough to read, not wider than reads well; where there is no terminal, always the same.
Look look_of_output() {
  Look look;
  look.width = 96;
  if (isatty(STDOUT_FILENO) == 0) return look;
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    look.width = std::clamp(static_cast<int>(size.ws_col), 40, 110);
  }
  look.colour = !set("NO_COLOR");
  return look;
}

bool sensible(const DemoOptions& options) {
  if (options.platform != "slack" && options.platform != "matrix") {
    std::cerr << "houston demo: --platform is slack or matrix\n";
    return false;
  }
  if (options.days < 1 || options.days > kMostDays) {
    std::cerr << "houston demo: --days is a number of working days from 1 to " << kMostDays << "\n";
    return false;
  }
  if (find_member(options.as) == nullptr) {
    std::cerr << "houston demo: --as is one of";
    for (const Member& member : cast()) std::cerr << ' ' << member.handle;
    std::cerr << "\n";
    return false;
  }
  if (options.speed && !(*options.speed >= 0)) {
    std::cerr << "houston demo: --speed is 1, or more for quicker; 0 does not pause at all\n";
    return false;
  }
  return true;
}

std::string many(int number, const std::string& one, const std::string& more) {
  return std::to_string(number) + " " + (number == 1 ? one : more);
}

std::string counts_text(const Verdict::Counts& counts) {
  std::string text = many(counts.standups, "standup", "standups");
  if (counts.days_off > 0) text += " and " + many(counts.days_off, "public holiday", "public holidays");
  text += ", " + many(counts.prompts, "prompt", "prompts") + ", " +
          many(counts.reminders, "reminder", "reminders");
  text += ", " + many(counts.answers, "answer", "answers") + " (" + std::to_string(counts.late) + " late, " +
          std::to_string(counts.ahead) + " ahead)";
  text += ", " + many(counts.edits, "edit or deletion", "edits and deletions") + ".";
  if (counts.sights == 0) return text;
  return text + "\nWins, milestone, retro, 1:1s and coffee: " + many(counts.sights, "message", "messages") +
         " that people must see.";
}

void conclude(const Verdict& verdict, const DemoOptions& options) {
  std::cout << "────────\n";
  if (verdict.faults.empty()) {
    std::cout
        << "It came out right: " << counts_text(verdict.counts) << "\n"
        << "Each came once, every answer stands where it belongs, nothing was said twice, and what two\n"
           "people note for each other nobody else has seen.\n";
  } else {
    std::cout << "It did not come out right: " << counts_text(verdict.counts) << "\n";
    for (const std::string& fault : verdict.faults) std::cout << "  ✗ " << fault << "\n";
  }
  std::cout << "Next: another week with scripts/run --seed " << options.seed + 1
            << ", or your own team: README.md, then scripts/run serve --config houston.toml\n";
}

void introduce(Teller& teller, const Chat& chat, int days) {
  teller.aside(chat.introduction() + ", a team of five and " + many(days, "working day", "working days") +
               ".\n"
               "Times are Warsaw's, where the team has its clock; everybody is asked at 09:30 by their "
               "own.\n\n");
}

/// Until somebody who looks around with a client of their own has seen enough.
void stay(Stage& stage, Keyboard& keyboard) {
  std::cout << "The homeserver is still there to look at. Enter ends it.\n" << std::flush;
  stage.between([&keyboard] { keyboard.look(); });
  try {
    while (!keyboard.ended() && !keyboard.take()) stage.linger(std::chrono::milliseconds(100));
  } catch (const Left&) {
    // That ends it, too.
  }
  stage.between(nullptr);
}

/// Seed and stage are there: live through it.
int live(const DemoOptions& options, bool played, Stage& stage, Reporter& reporter, Teller& teller) {
  Script script = write_script(options.days, options.seed);
  const Member& member = *find_member(options.as);
  Keyboard keyboard(STDIN_FILENO);
  if (played) script = leave_out(std::move(script), member.handle);
  Director director(std::move(script), stage, reporter, teller, options.speed.value_or(played ? 1 : 0));
  if (played) director.let_play(member, keyboard);
  try {
    const Verdict verdict = director.run();
    stage.between(nullptr);
    std::set<std::string> visitors = stage.chat().visitors();
    if (played) visitors.erase(member.handle);
    if (!verdict.faults.empty() && !visitors.empty()) {
      std::cout << "────────\nSomebody was " << *visitors.begin()
                << " with a client of their own, and the week became another than was planned; it is not "
                   "judged.\n";
      return kWentWrong;
    }
    if (!verdict.faults.empty() && !director.meddled().empty()) {
      std::cout << "────────\nWith \"" << director.meddled()
                << "\" the others' week became another than was planned; it is not judged.\n";
      return kWentWrong;
    }
    conclude(verdict, options);
    if (played && !stage.chat().invitation().empty()) stay(stage, keyboard);
    return verdict.faults.empty() ? kWentWell : kWentWrong;
  } catch (const Left& left) {
    stage.between(nullptr);
    std::cout << "\n────────\nYou left before the week was over; it is not judged. Until next time!\n";
    return left.interrupted ? kInterrupted : kWentWrong;
  } catch (const Stuck& stuck) {
    stage.between(nullptr);
    std::cout << std::flush;
    std::cerr << "houston demo: " << stuck.what() << "\n";
    return kWentWrong;
  }
}

/// Everything, from the chat's start to its end.
int play(const DemoOptions& options, bool played, Teller& teller) {
  std::optional<SynapseProgram> synapse;
  if (options.platform == "matrix") {
    auto found = find_synapse();
    if (!found) {
      std::cerr << "houston demo: " << found.error().message << "\n";
      return kUnavailable;
    }
    synapse = std::move(*found);
    teller.aside("Starting Synapse …\n");
  }
  auto stage = Stage::open(synapse, write_script(options.days, options.seed).begin, options.seed);
  if (!stage) {
    std::cerr << "houston demo: " << stage.error().message << "\n";
    return kWentWrong;
  }
  introduce(teller, (*stage)->chat(), options.days);
  if (played && !(*stage)->chat().invitation().empty()) teller.aside((*stage)->chat().invitation() + "\n");
  int code = kWentWell;
  {
    Reporter reporter((*stage)->chat());
    code = live(options, played, **stage, reporter, teller);
  }
  const int ended = (*stage)->close();
  if (ended != 0) {
    std::cerr << "houston demo: Houston ended with code " << ended << "\n";
    code = kWentWrong;
  }
  if (!options.transcript.empty()) {
    const std::string title = "A week of Houston (seed " + std::to_string(options.seed) + ")";
    if (const auto saved = teller.save(options.transcript, title); !saved) {
      std::cerr << "houston demo: " << saved.error().message << "\n";
      code = kWentWrong;
    }
  }
  return code;
}

}  // namespace

int run_demo(const DemoOptions& options) {
  if (!sensible(options)) return kNoSense;
  set_up_log("error");
  const bool played = !options.headless && isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0;
  Look look = look_of_output();
  look.brief = !played;
  Teller teller(std::cout, look);
  try {
    return play(options, played, teller);
  } catch (const Left& left) {  // Before it began.
    return left.interrupted ? kInterrupted : kWentWrong;
  } catch (const std::exception& error) {
    std::cout << std::flush;
    std::cerr << "houston demo: " << error.what() << "\n";
    return kWentWrong;
  }
}

}  // namespace houston::bot::demo
