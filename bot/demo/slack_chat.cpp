#include "bot/demo/slack_chat.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "bot/demo/cast.hpp"
#include "bot/demo/read_blocks.hpp"
#include "bot/platforms.hpp"
#include "bot/sandbox/sandbox.hpp"

namespace houston::bot::demo {
namespace {

constexpr const char* kDirect = "dm";

class SlackChat final : public Chat {
 public:
  SlackChat(Pump& pump, std::unique_ptr<sandbox::Sandbox> slack) : pump_(pump), slack_(std::move(slack)) {
    for (const sandbox::User& user : slack_->users()) {
      const Member* member = find_member(user.handle);
      names_[user.id] = member != nullptr ? member->name : user.real_name;
      if (member != nullptr) handles_[user.id] = user.handle;
    }
    for (const sandbox::Channel& channel : slack_->channels()) {
      if (channel.im) continue;
      names_[channel.id] = channel.name;
      if ("#" + channel.name == kTeamRoom) channel_ = channel.id;
    }
    learn_places();
  }
  ~SlackChat() override { slack_->forget(observer_); }

  void watch(std::function<void(const Happening&)> watcher) override {
    slack_->forget(observer_);
    observer_ = slack_->observe([this, watcher = std::move(watcher)](const sandbox::Happening& happening) {
      if (const auto seen = see(happening)) watcher(*seen);
    });
  }

  std::vector<Message> messages() const override {
    std::vector<Message> all;
    for (const sandbox::Message& message : slack_->all_messages()) all.push_back(seen(message));
    // An id is the moment at which it was posted.
    std::stable_sort(all.begin(), all.end(), [](const Message& a, const Message& b) { return a.id < b.id; });
    return all;
  }

  Result<std::string> say(const std::string& who, const std::string& place,
                          const std::string& text) override {
    return slack_->say(who, place == kTeamRoom ? place : kDirect, text);
  }
  Result<void> edit(const std::string& who, const std::string& id, const std::string& text) override {
    return without_value(slack_->edit(who, kDirect, id, text));
  }
  Result<void> erase(const std::string& who, const std::string& id) override {
    return without_value(slack_->erase(who, kDirect, id));
  }
  Result<void> react(const std::string& who, const Message& message, const std::string& reaction) override {
    return slack_->react(who, slack_place(message), message.id, reaction);
  }
  Result<void> press(const std::string& who, const Message& message, const SeenButton& button,
                     Trouble trouble) override {
    return slack_->click(who, slack_place(message), message.id, button.action, button.value,
                         acknowledged(std::move(trouble)));
  }
  Result<void> command(const std::string& who, const std::string& words, Trouble trouble) override {
    return slack_->command(who, kDirect, command_word(), words, acknowledged(std::move(trouble)));
  }
  std::string command_word() const override { return "/houston"; }
  bool commands_are_said() const override { return false; }
  std::string reaction_sign(const std::string& name) const override { return ":" + name + ":"; }

  bool has_forms() const override { return true; }
  int open_forms(const std::string& who) const override {
    return static_cast<int>(slack_->views(who).size());
  }
  std::vector<Field> form(const std::string& who) const override {
    std::vector<Field> fields;
    const auto views = slack_->views(who);
    if (views.empty()) return fields;
    for (const auto& block : views.back().body.value("blocks", sandbox::Json::array())) {
      if (block.value("type", "") != "input") continue;
      Field field;
      field.id = block.value("block_id", "");
      field.label = block.value("/label/text"_json_pointer, std::string());
      field.initial = block.value("/element/initial_value"_json_pointer, std::string());
      for (const auto& option : block.value("/element/options"_json_pointer, sandbox::Json::array())) {
        field.choices[option.value("/text/text"_json_pointer, std::string())] = option.value("value", "");
      }
      for (const auto& other :
           {"/element/initial_option/value"_json_pointer, "/element/initial_date"_json_pointer}) {
        if (field.initial.empty()) field.initial = block.value(other, std::string());
      }
      fields.push_back(std::move(field));
    }
    return fields;
  }
  Result<void> submit(const std::string& who, const std::vector<std::string>& values,
                      Trouble trouble) override {
    const auto fields = form(who);
    sandbox::Json filled = sandbox::Json::object();
    for (std::size_t i = 0; i < fields.size() && i < values.size(); ++i) {
      const auto choice = fields[i].choices.find(values[i]);
      filled[fields[i].id] = choice == fields[i].choices.end() ? values[i] : choice->second;
    }
    return slack_->submit(who, filled, acknowledged(std::move(trouble)));
  }
  Result<void> close_form(const std::string& who) override { return slack_->close_view(who); }

  std::string introduction() const override {
    return "A simulated Slack workspace on this machine, Houston connected to it over TLS";
  }

  Surroundings surroundings() const override {
    Surroundings all;
    all.platform = R"(platform  = "slack"
bot_token = "env:)" +
                   std::string(kBotTokenName) + R"("
app_token = "env:)" +
                   kAppTokenName + R"("
api_url   = ")" + slack_->api_url() +
                   R"("
ca_file   = ")" + kCaFile +
                   "\"\n";
    all.ca_pem = slack_->ca_pem();
    return all;
  }
  Result<Secret> secret(const std::string& name) const override {
    return Secret(name == kBotTokenName ? slack_->app().bot_token : slack_->app().app_token);
  }
  /// The Slack client as in `houston serve`, but never through the machine's proxy: the sandbox is on
  /// loopback.
  PlatformFactory platform() const override {
    return [](PlatformParts parts) -> Result<std::unique_ptr<Platform>> {
      auto options = slack_options(parts);
      if (!options) return options.error();
      options->proxy = {};
      return slack::make_slack(parts.executor, std::move(*options), parts.metrics);
    };
  }

  bool quiet(const HoustonsWork& work) override {
    if (!slack_->idle() || !work.done()) return false;
    // What Houston sent while it was asked is now in the kernel: take it in before believing the answer.
    return pump_.poll() == 0 && slack_->idle() && work.done();
  }
  std::string state() const override {
    return "the workspace has " + std::to_string(slack_->waiting()) + " envelopes waiting on " +
           std::to_string(slack_->sockets()) + " sockets and is " + (slack_->idle() ? "idle" : "busy");
  }

 private:
  static Result<void> without_value(const Result<std::string>& result) {
    if (!result) return result.error();
    return {};
  }

  static sandbox::OnAnswer acknowledged(Trouble trouble) {
    return [trouble = std::move(trouble)](const sandbox::Answer& answer) {
      if (!answer.acknowledged) {
        trouble(" and Houston did not acknowledge it: " + answer.problem);
      } else if (answer.outcome == "errors") {
        trouble(" and Houston refused it: " + answer.errors.dump());
      } else if (!answer.problem.empty()) {
        trouble(": " + answer.problem);
      }
    };
  }

  void learn_places() {
    for (const sandbox::Channel& channel : slack_->channels()) {
      if (!channel.im) continue;
      for (const std::string& member : channel.members) {
        if (const auto handle = handles_.find(member); handle != handles_.end()) {
          places_[channel.id] = handle->second;
          channels_[handle->second] = channel.id;
        }
      }
    }
  }

  std::string slack_place(const Message& message) const {
    if (!message.direct()) return channel_;
    const auto found = channels_.find(message.place);
    return found == channels_.end() ? kDirect : found->second;
  }

  std::string name_of(const std::string& id) const {
    const auto found = names_.find(id);
    return found == names_.end() ? id : found->second;
  }

  Message seen(const sandbox::Message& message) const {
    const NameOf names = [this](const std::string& id) { return name_of(id); };
    Message seen;
    const auto place = places_.find(message.channel);
    seen.place = place == places_.end() ? "#" + name_of(message.channel) : place->second;
    seen.id = message.ts;
    if (message.thread_ts != message.ts) seen.thread = message.thread_ts;
    seen.from_houston = message.from_bot || !message.ephemeral_to.empty();
    seen.author = seen.from_houston ? "Houston" : name_of(message.user);
    if (!message.ephemeral_to.empty()) {
      const auto handle = handles_.find(message.ephemeral_to);
      seen.only_for = handle == handles_.end() ? message.ephemeral_to : handle->second;
    }
    seen.deleted = message.deleted;
    seen.lines = read_message(message, names);
    seen.buttons = buttons_of(message, names);
    for (const sandbox::Reaction& reaction : message.reactions) seen.reactions.push_back(reaction.name);
    if (message.from_bot && message.metadata.is_object()) seen.key = message.metadata.dump();
    return seen;
  }

  std::optional<Happening> see(const sandbox::Happening& happening) {
    using Kind = sandbox::Happening::Kind;
    Happening seen_here;
    seen_here.at = happening.at;
    switch (happening.kind) {
      case Kind::posted:
      case Kind::ephemeral:
        if (!places_.contains(happening.message.channel)) learn_places();
        seen_here.kind = Happening::Kind::posted;
        break;
      case Kind::updated:
        seen_here.kind = Happening::Kind::updated;
        seen_here.before = seen(happening.before);
        break;
      case Kind::deleted:
        seen_here.kind = Happening::Kind::deleted;
        break;
      case Kind::reaction_added:
        if (handles_.contains(happening.user)) return std::nullopt;
        seen_here.kind = Happening::Kind::reacted;
        seen_here.reaction = reaction_sign(happening.detail);
        break;
      default:
        return std::nullopt;  // Views, calls and connections are not told.
    }
    seen_here.message = seen(happening.message);
    return seen_here;
  }

  Pump& pump_;
  std::unique_ptr<sandbox::Sandbox> slack_;
  int observer_ = 0;
  std::map<std::string, std::string> names_;     ///< Id → name, of people and channels.
  std::map<std::string, std::string> handles_;   ///< Id → handle, of the cast.
  std::map<std::string, std::string> places_;    ///< Direct messages' id → handle.
  std::map<std::string, std::string> channels_;  ///< And back.
  std::string channel_;                          ///< The team's.
};

}  // namespace

Result<std::unique_ptr<Chat>> make_slack_chat(Pump& pump, std::shared_ptr<scheduler::ManualClock> clock,
                                              std::uint64_t seed) {
  sandbox::SandboxOptions options;
  options.clock = std::move(clock);
  options.seed = seed;
  auto slack = sandbox::Sandbox::start(pump.io().get_executor(), std::move(options));
  if (!slack) return slack.error();
  return std::unique_ptr<Chat>(std::make_unique<SlackChat>(pump, std::move(*slack)));
}

}  // namespace houston::bot::demo
