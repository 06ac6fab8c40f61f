#include "bot/demo/player.hpp"

#include <utility>

namespace houston::bot::demo {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPatience{90000};
constexpr milliseconds kPatienceInForm{300000};
constexpr Duration kTypingTakes = std::chrono::seconds(40);  // Of simulated time, for each line.

/// run, pause, resume and skip concern everybody, and so do the milestones and the retro, and what names
/// somebody else.
bool concerns_others(const std::string& words) {
  const std::string first = words.substr(0, words.find(' '));
  for (const char* one : {"run", "pause", "resume", "skip", "milestone", "retro", "actions"}) {
    if (first == one) return true;
  }
  return words.find('@') != std::string::npos;
}

}  // namespace

Player::Player(const Member& member, Stage& stage, Reporter& reporter, Hands& hands, Keyboard& keyboard,
               Teller& teller, std::function<void()> tell_all)
    : member_(member),
      stage_(stage),
      reporter_(reporter),
      hands_(hands),
      keyboard_(keyboard),
      teller_(teller),
      tell_all_(std::move(tell_all)) {}

void Player::explain() {
  teller_.aside(
      "You are " + member_.name + " in " + member_.city +
      ". When Houston asks you something, type your answer; time waits for you a minute and a half,\n"
      "then the others go on and Houston reminds you, as it would. /help lists what else you can do.\n\n");
}

void Player::help() {
  const std::string form = stage_.chat().has_forms() ? "the form" : "asked";
  teller_.aside(
      "  some words           your answer, as a direct message to Houston\n"
      "  /write               press [Write it]: " +
      form +
      ", question by question\n"
      "  /skip, or Enter      press [Skip today]\n"
      "  /edit NEW WORDS      edit what you wrote last     /delete   delete it\n"
      "  " +
      stage_.chat().command_word() +
      " WORDS       a command: status, why, away until friday, win …, retro note …, coffee join;\n"
      "                       help lists all there is\n"
      "  /go                  do not wait for me           /quit     leave (Ctrl-D and Ctrl-C do, too)\n");
}

void Player::ask(const std::string& what) {
  teller_.aside(member_.name + (what.empty() ? "" : ", " + what) + "> ");
}

bool Player::await_line(std::string& line, milliseconds patience, const std::function<bool()>& needless) {
  stage_.serve_until([&] { return keyboard_.has_line() || keyboard_.ended() || (needless && needless()); },
                     patience);
  if (auto typed = keyboard_.take()) {
    line = std::move(*typed);
    return true;
  }
  if (keyboard_.ended()) throw Left{false};
  return false;
}

void Player::attend() {
  while (auto line = keyboard_.take()) obey(*line);
  if (keyboard_.ended()) throw Left{false};
  if (reporter_.asked(member_.handle) > asked_) {
    asked_ = reporter_.asked(member_.handle);
    wait_for_answer();
  }
}

void Player::wait_for_answer() {
  go_on_ = false;
  while (!go_on_ && reporter_.open_prompt(member_.handle) != nullptr) {
    ask("");
    std::string line;
    // They may have answered by a client of their own.
    const auto answered = [this] { return reporter_.open_prompt(member_.handle) == nullptr; };
    if (!await_line(line, kPatience, answered)) {
      if (answered()) {
        teller_.aside("\n\n");
        break;
      }
      teller_.aside("\n(The others go on. You can still answer whenever you like.)\n\n");
      break;
    }
    obey(line);
  }
  asked_ = reporter_.asked(member_.handle);
}

void Player::obey(const std::string& line) {
  const std::size_t space = line.find(' ');
  const std::string word = line.substr(0, space);
  const std::string rest = space == std::string::npos ? "" : line.substr(space + 1);
  const std::string& who = member_.handle;
  if (line.empty() || word == "/skip") {
    if (reporter_.open_prompt(who) != nullptr) press_on_prompt("standup.skip");
  } else if (word == "/quit") {
    throw Left{false};
  } else if (word == "/go") {
    go_on_ = true;
  } else if (word == "/help") {
    help();
  } else if (word == "/write") {
    press_on_prompt("standup.write");
  } else if (word == stage_.chat().command_word()) {
    if (meddled_.empty() && concerns_others(rest)) meddled_ = line;
    hands_.command(who, rest);
  } else if (word == "/edit" || word == "/delete") {
    if (last_id_.empty()) {
      teller_.aside("(You have not written anything yet.)\n");
    } else if (word == "/delete") {
      hands_.erase(who, std::exchange(last_id_, ""));
    } else {
      hands_.edit(who, last_id_, rest);
    }
  } else if (word.starts_with('/')) {
    teller_.aside("(" + word + " is not known here.)\n");
    help();
  } else {
    last_id_ = hands_.type(who, line);
  }
  tell_all_();
  if (!hands_.form(who).empty()) fill_in_form();
  complain();
  stage_.advance_to(stage_.now() + kTypingTakes, tell_all_);
}

/// What Slack or Houston would not do is told to the person and is no fault of the week.
void Player::complain() {
  for (; complained_ < hands_.faults().size(); ++complained_)
    teller_.aside("(" + hands_.faults()[complained_] + ")\n");
}

void Player::press_on_prompt(const std::string& action) {
  const Message* prompt = reporter_.newest_prompt(member_.handle);
  if (prompt == nullptr || find_button(prompt->buttons, action) == nullptr) {
    teller_.aside("(Houston is not asking you anything. " + stage_.chat().command_word() +
                  " standup lets you answer at any time.)\n");
    return;
  }
  hands_.press(member_.handle, *prompt, action);
}

void Player::fill_in_form() {
  teller_.aside(
      "(The form. Enter keeps what stands in a field, - leaves it empty, /cancel closes the form.)\n");
  std::vector<std::string> answers;
  for (const Field& field : hands_.form(member_.handle)) {
    ask(field.label + (field.initial.empty() ? "" : " [" + field.initial + "]"));
    std::string line;
    if (!await_line(line, kPatienceInForm) || line == "/cancel") {
      teller_.aside("(Closed.)\n");
      hands_.close_form(member_.handle);
      return;
    }
    answers.push_back(line.empty() ? field.initial : line == "-" ? "" : line);
  }
  hands_.fill_in(member_.handle, answers);
  tell_all_();
  // Still open when it was refused, as when every field was left empty.
  if (!hands_.form(member_.handle).empty()) hands_.close_form(member_.handle);
}

}  // namespace houston::bot::demo
