// The stage on Matrix: rooms of a real homeserver, and people on a client that is not Houston's.
#include "tests/stories/matrix_stage.hpp"

#include <algorithm>
#include <optional>
#include <regex>
#include <set>
#include <stdexcept>

#include "config/reactions.hpp"

namespace houston::tests {
namespace {

constexpr int kMostQuestions = 12;

class MatrixStage final : public Stage {
 public:
  explicit MatrixStage(const Setting& setting)
      : box_(test::Synapse::shared(), at(setting.begins), setting.rituals) {
    settle();
  }
  MatrixStage(const Setting& setting, const Besieged& how)
      : box_(how.synapse, at(setting.begins), setting.rituals), tally_(&how.tally) {
    box_.settle();
    siege_.emplace(how.synapse, box_, how.seed, how.of_a_hundred);
  }
  ~MatrixStage() override {
    if (!siege_) return;
    siege_->count();
    const Tally& mine = siege_->tally();
    tally_->houston += mine.houston;
    tally_->homeserver += mine.homeserver;
    tally_->messages += mine.messages;
    tally_->twice.insert(tally_->twice.end(), mine.twice.begin(), mine.twice.end());
  }

  Instant now() const override { return box_.now(); }
  std::string log() const override { return contents(box_.log()); }
  bool besieged() const override { return siege_.has_value(); }

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
  void press(const std::string& who, const std::string& label, By way) override {
    const std::vector<Seen> seen = box_.people().seen(who);
    const Seen* newest = nullptr;
    Sign sign;
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
    if (way == By::sign) {
      box_.people().react(who, newest->room, newest->event, sign.key);
      happened();
    } else {
      write(who, newest->room, way == By::number ? std::to_string(sign.number) : label);
    }
  }

  /// By the ballot in the direct messages: a poll, which takes each topic once; several votes on one are
  /// typed.
  void vote(const std::string& who, const std::vector<int>& topics) override {
    const std::vector<Seen> seen = box_.people().seen(who);
    const auto ballot = std::find_if(seen.rbegin(), seen.rend(), [&](const Seen& one) {
      return one.poll && one.sender == box_.houston() && one.room != box_.room();
    });
    if (ballot == seen.rend()) throw std::runtime_error(who + " has no ballot");
    if (ballot->poll->disclosed || ballot->poll->ended)
      throw std::runtime_error(who + "'s ballot is not open");
    std::vector<std::string> ids;
    std::string numbers;
    for (const int topic : topics) {
      const std::string label = std::to_string(topic) + ". ";
      for (const auto& [id, text] : ballot->poll->answers) {
        if (text.starts_with(label) && std::count(ids.begin(), ids.end(), id) == 0) ids.push_back(id);
      }
      numbers += (numbers.empty() ? "" : " ") + std::to_string(topic);
    }
    if (ids.size() == topics.size()) {
      box_.people().vote(who, ballot->room, ballot->event, ids);
      settle();
    } else {
      say(who, numbers);
    }
  }

  /// Where there are no modals, the form is asked question by question.
  void fill(const std::string& who, const std::map<std::string, std::string>& values) override {
    auto left = values;
    int before = 0;
    for (int question = 0; question < kMostQuestions; ++question) {
      const std::string asked = newest_private(who);
      if (asked.find("cancel to stop") == std::string::npos) break;
      // Where the numbers begin anew, it is done, and what lay under it is asked again.
      const int number = number_of(asked);
      if (question > 0 && number <= before) break;
      before = number;
      // The longest label that stands in the question is its own.
      auto answer = left.end();
      for (auto one = left.begin(); one != left.end(); ++one) {
        const bool fits = asked.find(plain_words(one->first)) != std::string::npos;
        if (fits && (answer == left.end() || one->first.size() > answer->first.size())) answer = one;
      }
      std::string text = keeping(asked);
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

  void answer(const std::string& who, const std::string& label, const std::string& value) override {
    const std::string asked = newest_private(who);
    if (asked.find(plain_words(label)) == std::string::npos) {
      throw std::runtime_error(who + " is not asked for \"" + label + "\" but: " + asked);
    }
    answers_[{who, label}] = say(who, value);
  }
  void skip(const std::string& who) override { say(who, keeping(newest_private(who))); }
  void back(const std::string& who) override { say(who, "back"); }
  void correct(const std::string& who, const std::string& label, const std::string& value) override {
    edit(who, answers_.at({who, label}), value);
  }
  void cancel(const std::string& who) override { say(who, "cancel"); }
  /// With the last answer it was.
  void hand_in(const std::string&) override {}

  void leave(const std::string& who) override {
    box_.leave(who);
    happened();
  }
  void join(const std::string& who) override {
    box_.join(who);
    happened();
  }
  void restart() override {
    box_.kill();
    settle();
  }

  void react(const std::string& who, const Mark& mark, const std::string& reaction) override {
    box_.people().react(who, mark.place, mark.id, config::reaction_emoji(reaction));
    happened();
  }
  void edit(const std::string& who, const Mark& mark, const std::string& text) override {
    box_.people().edit(who, mark.place, mark.id, box_.named(text));
    happened();
  }
  void erase(const std::string& who, const Mark& mark) override {
    box_.people().redact(who, mark.place, mark.id);
    happened();
  }

  int conversations(const std::string& who) override {
    std::set<std::string> rooms;
    for (const Seen& one : box_.people().seen(who)) {
      if (one.room != box_.room()) rooms.insert(one.room);
    }
    return static_cast<int>(rooms.size());
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
  void settle() override {
    if (siege_ && !box_.still()) siege_->strike();
    box_.settle();
  }
  bool still() override { return box_.still(); }
  void move(Instant to) override { box_.move(to); }
  void hear(const std::string& who, std::chrono::milliseconds most) override {
    box_.people().hear(who, most);
  }

 private:
  Mark write(const std::string& who, const std::string& room, const std::string& text) {
    const Mark mark{room, box_.people().say(who, room, box_.named(text))};
    happened();
    return mark;
  }
  /// Somebody did something.
  void happened() {
    if (siege_) siege_->strike();
    box_.settle();
  }

  /// 2 of a question with "2 of 3 · " in it; 1 where it is the only one.
  static int number_of(const std::string& question) {
    static const std::regex number("([0-9]+) of [0-9]+ · ");
    std::smatch found;
    return std::regex_search(question, found, number) ? std::stoi(found[1]) : 1;
  }
  /// What leaves the answer to this question as it is.
  static std::string keeping(const std::string& question) {
    return question.find("Say keep ") != std::string::npos ? "keep" : "skip";
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

  struct Sign {
    std::string key;
    int number = 0;
  };
  /// "✏️", 1 of "✏️ Write it · ⏭️ Skip today" for "Write it".
  static std::optional<Sign> sign_of(const std::string& body, const std::string& label) {
    const std::string between = " · ";
    std::size_t begin = 0;
    while (begin < body.size()) {
      int number = 0;
      std::size_t end = body.find('\n', begin);
      if (end == std::string::npos) end = body.size();
      std::string line = body.substr(begin, end - begin) + between;
      begin = end + 1;
      for (std::size_t next; (next = line.find(between)) != std::string::npos;
           line.erase(0, next + between.size())) {
        const std::string choice = line.substr(0, next);
        const std::size_t blank = choice.find(' ');
        ++number;
        if (blank == std::string::npos || choice.substr(blank + 1) != label) continue;
        return Sign{choice.substr(0, blank), number};
      }
    }
    return std::nullopt;
  }

  MatrixBox box_;
  std::optional<MatrixSiege> siege_;
  Tally* tally_ = nullptr;
  std::map<std::pair<std::string, std::string>, Mark> answers_;  ///< By person and label.
};

}  // namespace

std::unique_ptr<Stage> matrix_stage(const Setting& setting) {
  return std::make_unique<MatrixStage>(setting);
}

std::unique_ptr<Stage> besieged_matrix_stage(const Setting& setting, const Besieged& how) {
  return std::make_unique<MatrixStage>(setting, how);
}

}  // namespace houston::tests
