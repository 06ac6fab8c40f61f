// The stage on Matrix: rooms of a real homeserver, and people on a client that is not Houston's.
#include <algorithm>
#include <optional>
#include <stdexcept>

#include "config/reactions.hpp"
#include "tests/stories/harness/matrix_box.hpp"
#include "tests/stories/stage.hpp"

namespace houston::tests {
namespace {

constexpr int kMostQuestions = 12;

class MatrixStage final : public Stage {
 public:
  explicit MatrixStage(const Setting& setting)
      : box_(test::Synapse::shared(), at(setting.begins), setting.rituals) {
    settle();
  }

  Instant now() const override { return box_.now(); }
  std::string log() const override { return contents(box_.folder() / "houston.log"); }

  Mark say(const std::string& who, const std::string& text) override {
    return write(who, box_.people().direct(who), text);
  }
  Mark post(const std::string& who, const std::string& text) override {
    // Not for Houston, so that there is nothing to wait for.
    const Mark mark{box_.room(), box_.people().say(who, box_.room(), box_.named(text))};
    box_.people().caught_up();
    return mark;
  }
  void command(const std::string& who, const std::string& text) override {
    write(who, box_.room(), "!houston " + text);
  }

  /// Where there are no buttons, their signs stand in the message: one reacts with it.
  void press(const std::string& who, const std::string& label) override {
    const std::vector<Seen> seen = box_.people().seen(who);
    const Seen* newest = nullptr;
    std::string sign;
    // Rooms come one after the other: the direct one is looked at first.
    for (const bool direct : {true, false}) {
      for (const Seen& one : seen) {
        if (one.sender != box_.houston() || (one.room != box_.room()) != direct) continue;
        const auto found = sign_of(one.body, label);
        if (!found) continue;
        newest = &one;
        sign = *found;
      }
      if (newest != nullptr) break;
    }
    if (newest == nullptr) throw std::runtime_error(who + " sees no button \"" + label + "\"");
    box_.people().react(who, newest->room, newest->event, sign);
    settle();
  }

  /// Where there are no modals, the form is asked question by question.
  void fill(const std::string& who, const std::map<std::string, std::string>& values) override {
    auto left = values;
    for (int question = 0; question < kMostQuestions; ++question) {
      const std::string asked = newest_private(who);
      if (asked.find("cancel to stop") == std::string::npos) break;
      // The longest label that stands in the question is its own.
      auto answer = left.end();
      for (auto one = left.begin(); one != left.end(); ++one) {
        const bool fits = asked.find(plain_words(one->first)) != std::string::npos;
        if (fits && (answer == left.end() || one->first.size() > answer->first.size())) answer = one;
      }
      const bool filled = asked.find("Say keep ") != std::string::npos;
      std::string text = filled ? "keep" : "skip";
      if (answer != left.end()) {
        text = answer->second;
        left.erase(answer);
      }
      say(who, text);
      if (newest_private(who) == asked) throw std::runtime_error(who + " is asked the same again: " + asked);
    }
    if (!left.empty()) {
      throw std::runtime_error(who + " is not asked for \"" + left.begin()->first +
                               "\" but: " + newest_private(who));
    }
  }

  void react(const std::string& who, const Mark& mark, const std::string& reaction) override {
    box_.people().react(who, mark.place, mark.id, config::reaction_emoji(reaction));
    settle();
  }
  void edit(const std::string& who, const Mark& mark, const std::string& text) override {
    box_.people().edit(who, mark.place, mark.id, box_.named(text));
    settle();
  }
  void erase(const std::string& who, const Mark& mark) override {
    box_.people().redact(who, mark.place, mark.id);
    settle();
  }

  Texts privately(const std::string& who) override {
    return texts(who, [&](const Seen& one) { return one.room != box_.room(); });
  }
  Texts channel() override {
    return texts("ana", [&](const Seen& one) { return one.room == box_.room() && one.thread.empty(); });
  }
  Texts threads() override {
    return texts("ana", [&](const Seen& one) { return one.room == box_.room() && !one.thread.empty(); });
  }

  bool reacted(const Mark& mark, const std::string& reaction) override {
    for (const Seen& one : box_.people().seen("ana")) {
      if (one.event != mark.id) continue;
      return std::any_of(one.reactions.begin(), one.reactions.end(), [&](const Seen::Reaction& made) {
        return made.sender == box_.houston() && config::same_reaction(made.key, reaction);
      });
    }
    return false;
  }

 protected:
  void settle() override { box_.settle(); }
  bool still() override { return box_.still(); }
  void move(Instant to) override { box_.move(to); }

 private:
  Mark write(const std::string& who, const std::string& room, const std::string& text) {
    const Mark mark{room, box_.people().say(who, room, box_.named(text))};
    settle();
    return mark;
  }

  template <class Which>
  Texts texts(const std::string& who, Which which) {
    Texts all;
    for (const Seen& one : box_.people().seen(who)) {
      if (one.sender == box_.houston() && which(one)) all.push_back(plain_words(one.body));
    }
    return all;
  }

  std::string newest_private(const std::string& who) {
    const Texts all = privately(who);
    return all.empty() ? std::string() : all.back();
  }

  /// "✏️" of "✏️ Write it · ⏭️ Skip today" for "Write it".
  static std::optional<std::string> sign_of(const std::string& body, const std::string& label) {
    const std::string between = " · ";
    std::size_t begin = 0;
    while (begin < body.size()) {
      std::size_t end = body.find('\n', begin);
      if (end == std::string::npos) end = body.size();
      std::string line = body.substr(begin, end - begin) + between;
      begin = end + 1;
      for (std::size_t next; (next = line.find(between)) != std::string::npos;
           line.erase(0, next + between.size())) {
        const std::string choice = line.substr(0, next);
        const std::size_t blank = choice.find(' ');
        if (blank != std::string::npos && choice.substr(blank + 1) == label) return choice.substr(0, blank);
      }
    }
    return std::nullopt;
  }

  MatrixBox box_;
};

}  // namespace

std::unique_ptr<Stage> matrix_stage(const Setting& setting) {
  return std::make_unique<MatrixStage>(setting);
}

}  // namespace houston::tests
