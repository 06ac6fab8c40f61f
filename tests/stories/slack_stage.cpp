// The stage in the sandbox: a Slack workspace in this process.
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <stdexcept>
#include <thread>

#include "tests/stories/harness/box.hpp"
#include "tests/stories/harness/process.hpp"
#include "tests/stories/stage.hpp"
#include "tests/support/patience.hpp"

namespace houston::tests {
namespace {

using bot::sandbox::Answer;
using bot::sandbox::Json;
using bot::sandbox::Message;
using bot::sandbox::Sandbox;
using namespace std::chrono_literals;

constexpr const char* kChannel = "#vision";
constexpr auto kPatience = 60s * test::kTimeFactor;

std::string label_of(const Json& element) {
  return element.contains("text") && element["text"].is_object() ? element["text"].value("text", "") : "";
}

class SlackStage final : public Stage {
 public:
  explicit SlackStage(const Setting& setting)
      : box_(at(setting.begins), 1),
        settings_(box_.write_settings("houston", "sqlite:" + (box_.folder() / "houston.db").string(),
                                      "leads = [\"ana@example.com\"]\n", setting.rituals)),
        houston_(start()) {
    settle();
  }

  ~SlackStage() override { houston_->signal(SIGTERM); }

  Instant now() const override { return box_.now(); }
  std::string log() const override { return contents(box_.folder() / "houston.log"); }

  Mark say(const std::string& who, const std::string& text) override { return write(who, "dm", text); }
  Mark post(const std::string& who, const std::string& text) override { return write(who, kChannel, text); }

  void command(const std::string& who, const std::string& text) override {
    wait_for("/houston " + text, [&](Sandbox& sandbox, bot::sandbox::OnAnswer done) {
      return sandbox.command(who, kChannel, "/houston", typed(sandbox, text), std::move(done));
    });
    settle();
  }

  void press(const std::string& who, const std::string& label, By) override {
    click(who, "[" + label + "]", [&](const Json& element) { return label_of(element) == label; });
    pressed_[who] = label;
  }

  void vote(const std::string& who, const std::vector<int>& topics) override {
    const auto press = [&](const std::string& action, int topic) {
      click(who, action + " " + std::to_string(topic), [&](const Json& element) {
        return element.value("action_id", "") == action &&
               element.value("value", "").ends_with("/" + std::to_string(topic));
      });
    };
    for (const int topic : given_[who]) press("retro.unvote", topic);
    for (const int topic : topics) press("retro.vote", topic);
    given_[who] = topics;
  }

  void fill(const std::string& who, const std::map<std::string, std::string>& values) override {
    wait_for_form(who, "");
    pressed_.erase(who);
    submit(who, values);
  }

  void answer(const std::string& who, const std::string& label, const std::string& value) override {
    draft(who).values[label] = value;
  }
  void correct(const std::string& who, const std::string& label, const std::string& value) override {
    draft(who).values.at(label) = value;
  }
  void skip(const std::string& who) override { draft(who); }
  void back(const std::string& who) override { draft(who); }
  void cancel(const std::string& who) override {
    draft(who);
    drafts_[who].pop_back();
    must(box_.in([&](Sandbox& sandbox) { return sandbox.close_view(who); }));
    settle();
  }
  void hand_in(const std::string& who) override {
    const auto values = draft(who).values;
    drafts_[who].pop_back();
    submit(who, values);
  }

  void leave(const std::string& who) override {
    must(box_.in([&](Sandbox& sandbox) { return sandbox.leave(who, kChannel); }));
    settle();
  }
  void join(const std::string& who) override {
    must(box_.in([&](Sandbox& sandbox) { return sandbox.join(who, kChannel); }));
    settle();
  }
  void restart() override {
    houston_->signal(SIGKILL);
    houston_->wait();
    houston_ = start();
    settle();
  }

  void react(const std::string& who, const Mark& mark, const std::string& reaction) override {
    must(box_.in([&](Sandbox& sandbox) { return sandbox.react(who, mark.place, mark.id, reaction); }));
    settle();
  }
  void edit(const std::string& who, const Mark& mark, const std::string& text) override {
    must(box_.in([&](Sandbox& sandbox) { return sandbox.edit(who, mark.place, mark.id, text); }));
    settle();
  }
  void erase(const std::string& who, const Mark& mark) override {
    must(box_.in([&](Sandbox& sandbox) { return sandbox.erase(who, mark.place, mark.id); }));
    settle();
  }

  int conversations(const std::string& who) override {
    return box_.in([&](Sandbox& sandbox) { return sandbox.place_id("dm", who) ? 1 : 0; });
  }
  Texts privately(const std::string& who) override {
    return box_.in([&](Sandbox& sandbox) {
      shown_ = box_.happened();
      const std::string user = sandbox.user_id(who).value();
      Texts texts;
      for (const Message& message : visible(sandbox, who)) {
        const bool alone = message.ephemeral_to == user || message.channel.starts_with('D');
        if (alone) texts.push_back(readable(sandbox, message));
      }
      return texts;
    });
  }
  Texts channel() override {
    return posted(
        [](const Message& message) { return message.thread_ts.empty() || message.thread_ts == message.ts; });
  }
  Texts threads() override {
    return posted(
        [](const Message& message) { return !message.thread_ts.empty() && message.thread_ts != message.ts; });
  }

  bool reacted(const Mark& mark, const std::string& reaction) override {
    return box_.in([&](Sandbox& sandbox) {
      const auto message = sandbox.message(mark.place, mark.id);
      return message &&
             std::any_of(message->reactions.begin(), message->reactions.end(), [&](const auto& one) {
               return one.name == reaction &&
                      std::count(one.users.begin(), one.users.end(), sandbox.app().bot_user) > 0;
             });
    });
  }

 protected:
  void settle() override {
    const auto give_up = std::chrono::steady_clock::now() + kPatience;
    while (true) {
      if (!houston_->running()) {
        throw std::runtime_error("Houston has ended by itself, see " + box_.folder().string());
      }
      const bool idle = box_.in([](Sandbox& sandbox) { return sandbox.idle(); });
      const auto health = box_.health("houston");
      const bool up = health && health->at("connected") == true;
      const bool quiet = up && health->at("due") == 0 && health->at("outbox") == 0;
      if (idle && quiet) return;
      // What keeps a distance to the message before it waits for the clock.
      if (up && !quiet) box_.advance(500ms);
      if (std::chrono::steady_clock::now() > give_up) {
        throw std::runtime_error("Houston does not settle, see " + box_.folder().string() +
                                 " (HOUSTON_KEEP=1 keeps it)");
      }
      std::this_thread::yield();
    }
  }
  bool still() override {
    const auto health = box_.health("houston");
    return health && health->at("connected") == true && health->at("due") == 0 && health->at("outbox") == 0;
  }
  void move(Instant to) override { box_.advance(to - box_.now()); }
  void hear(const std::string&, std::chrono::milliseconds most) override { box_.wait_for_more(shown_, most); }

 private:
  /// The button that `fits` on the newest message that has one.
  template <class Fits>
  void click(const std::string& who, const std::string& name, Fits fits) {
    wait_for(name, [&](Sandbox& sandbox, bot::sandbox::OnAnswer done) -> Result<void> {
      auto messages = visible(sandbox, who);
      std::sort(messages.begin(), messages.end(),
                [](const Message& a, const Message& b) { return a.ts > b.ts; });
      for (const Message& message : messages) {
        for (const Json& block : message.blocks) {
          if (!block.contains("elements")) continue;
          for (const Json& element : block["elements"]) {
            if (element.value("type", "") != "button" || !fits(element)) continue;
            return sandbox.click(who, message.channel, message.ts, element.value("action_id", ""),
                                 element.value("value", ""), std::move(done));
          }
        }
      }
      return Error{who + " sees no button " + name};
    });
    settle();
  }

  template <class Value>
  static Value must(Result<Value> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return result.value();
  }
  static void must(const Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().message);
  }

  std::unique_ptr<Process> start() {
    return std::make_unique<Process>(HOUSTON_PROGRAM,
                                     std::vector<std::string>{"serve", "--config", settings_.string(),
                                                              "--clock-file", box_.clock_file().string()},
                                     box_.environment(), box_.folder() / "houston.log");
  }

  /// A window that somebody fills in: what stands in it is nobody else's until it is handed in.
  struct Draft {
    std::string window;
    std::string button;                           ///< Which opened it.
    std::map<std::string, std::string> values{};  ///< By label.
  };
  /// The newest that is not handed in. There is one window at a time: of two forms the older one's is gone
  /// when the newer one's is closed. The person opens it again, and writes it again.
  Draft& draft(const std::string& who) {
    auto& drafts = drafts_[who];
    const bool fresh = pressed_.contains(who);
    if (!fresh && drafts.empty()) throw std::runtime_error(who + " has no form to fill in");
    if (fresh) {
      const std::string window = wait_for_form(who, drafts.empty() ? "" : drafts.back().window);
      drafts.push_back({window, pressed_.extract(who).mapped()});
    }
    Draft& newest = drafts.back();
    const auto windows = box_.in([&](Sandbox& sandbox) { return sandbox.views(who); });
    if (windows.empty() || windows.back().id != newest.window) {
      press(who, newest.button, By::sign);
      pressed_.erase(who);
      newest.window = wait_for_form(who, newest.window);
    }
    return newest;
  }

  /// The window before `who`, another one than `before`.
  std::string wait_for_form(const std::string& who, const std::string& before) {
    const auto give_up = std::chrono::steady_clock::now() + kPatience;
    while (true) {
      const int happened = box_.happened();
      const auto views = box_.in([&](Sandbox& sandbox) { return sandbox.views(who); });
      if (!views.empty() && views.back().id != before) return views.back().id;
      const auto left = give_up - std::chrono::steady_clock::now();
      if (left <= 0s) throw std::runtime_error(who + " has no form to fill in");
      box_.wait_for_more(happened, std::chrono::ceil<std::chrono::milliseconds>(left));
    }
  }

  void submit(const std::string& who, const std::map<std::string, std::string>& values) {
    wait_for(
        "the form",
        [&](Sandbox& sandbox, bot::sandbox::OnAnswer done) {
          return sandbox.submit(who, filled(sandbox.views(who).back().body, values), std::move(done));
        },
        "closed");
    settle();
  }

  /// "@bo" as Slack's clients send it.
  static std::string typed(Sandbox& sandbox, std::string text) {
    for (const auto& user : sandbox.users()) {
      const std::string name = "@" + user.handle;
      for (std::size_t from = 0; (from = text.find(name, from)) != std::string::npos;) {
        const std::string mention = "<@" + user.id + ">";
        text.replace(from, name.size(), mention);
        from += mention.size();
      }
    }
    return text;
  }

  Mark write(const std::string& who, const std::string& place, const std::string& text) {
    const Mark mark = box_.in([&](Sandbox& sandbox) {
      const std::string id = must(sandbox.place_id(place, who));
      return Mark{id, must(sandbox.say(who, id, typed(sandbox, text)))};
    });
    settle();
    return mark;
  }

  /// Begins something that Houston acknowledges, and waits until it has.
  template <class Begin>
  void wait_for(const std::string& what, Begin begin, const std::string& outcome = {}) {
    auto heard = std::make_shared<std::promise<Answer>>();
    auto answer = heard->get_future();
    must(box_.in([&](Sandbox& sandbox) {
      return begin(sandbox, [heard](const Answer& one) { heard->set_value(one); });
    }));
    if (answer.wait_for(kPatience) != std::future_status::ready) {
      throw std::runtime_error("nothing becomes of " + what);
    }
    const Answer got = answer.get();
    if (!got.acknowledged || (!outcome.empty() && got.outcome != outcome)) {
      throw std::runtime_error("Houston did not take " + what + ": " + got.problem + got.outcome +
                               (got.errors.is_null() ? "" : got.errors.dump()));
    }
  }

  /// All of Houston's messages that `who` sees.
  static std::vector<Message> visible(Sandbox& sandbox, const std::string& who) {
    const std::string user = must(sandbox.user_id(who));
    std::vector<Message> seen;
    for (const auto& channel : sandbox.channels()) {
      if (!channel.has(user)) continue;
      for (const Message& message : sandbox.messages(channel.id)) {
        const bool for_them = message.ephemeral_to.empty() || message.ephemeral_to == user;
        if (message.from_bot && !message.deleted && for_them) seen.push_back(message);
      }
    }
    return seen;
  }

  static std::string readable(Sandbox& sandbox, const Message& message) {
    std::string text = message.readable();
    // "<!date^SECONDS^FORMAT|Thu 26 Nov, 14:00>": what clients without the zone show.
    for (std::size_t from = 0; (from = text.find("<!date^", from)) != std::string::npos;) {
      const std::size_t bar = text.find('|', from);
      const std::size_t end = text.find('>', from);
      if (bar == std::string::npos || end == std::string::npos || bar > end) break;
      text.replace(from, end + 1 - from, text.substr(bar + 1, end - bar - 1));
    }
    for (const auto& user : sandbox.users()) {
      const std::string mention = "<@" + user.id + ">";
      for (std::size_t from = 0; (from = text.find(mention)) != std::string::npos;) {
        text.replace(from, mention.size(), user.real_name.substr(0, user.real_name.find(' ')));
      }
    }
    return plain_words(text);
  }

  template <class Which>
  Texts posted(Which which) {
    return box_.in([&](Sandbox& sandbox) {
      Texts texts;
      for (const Message& message : sandbox.messages(must(sandbox.place_id(kChannel)))) {
        if (message.from_bot && !message.deleted && message.ephemeral_to.empty() && which(message)) {
          texts.push_back(readable(sandbox, message));
        }
      }
      return texts;
    });
  }

  static Json filled(const Json& view, std::map<std::string, std::string> values) {
    Json out = Json::object();
    std::string labels;
    for (const Json& block : view.at("blocks")) {
      if (block.value("type", "") != "input") continue;
      const std::string label = block.at("label").value("text", "");
      labels += " [" + label + "]";
      const auto given = values.find(label);
      if (given == values.end()) continue;
      std::string value = given->second;
      values.erase(given);
      const Json& element = block.at("element");
      for (const Json& option : element.value("options", Json::array())) {
        if (label_of(option) == value) value = option.value("value", "");
      }
      out[block.at("block_id").get<std::string>()] = value;
    }
    if (!values.empty()) {
      throw std::runtime_error("the form has no field \"" + values.begin()->first + "\" but" + labels);
    }
    return out;
  }

  Box box_;
  std::filesystem::path settings_;
  std::unique_ptr<Process> houston_;
  std::map<std::string, std::string> pressed_;        ///< By person, a button that opens a form.
  std::map<std::string, std::vector<Draft>> drafts_;  ///< By person.
  std::map<std::string, std::vector<int>> given_;     ///< Votes, by person.
  int shown_ = 0;                                     ///< What had happened when somebody last looked.
};

}  // namespace

std::unique_ptr<Stage> slack_stage(const Setting& setting) {
  return std::make_unique<SlackStage>(setting);
}

}  // namespace houston::tests
