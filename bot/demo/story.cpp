#include "bot/demo/story.hpp"

#include <algorithm>
#include <utility>

#include "bot/demo/cast.hpp"
#include "scheduler/zone.hpp"

namespace houston::bot::demo {
namespace {

using Do = Act::Do;
using Names = std::vector<std::string>;

enum : std::size_t { kMonday, kTuesday, kWednesday, kThursday, kFriday };
constexpr const char* kChannel = "#vision";
constexpr const char* kLead = "ana";

std::string name(const std::string& handle) {
  return find_member(handle)->name;
}

class Chronicle {
 public:
  Chronicle(Script& script, const Roles& roles) : script_(script), roles_(roles) {
    for (const Member& member : cast()) everybody_.push_back(member.handle);
  }

  void tell() {
    wins();
    birthday();
    milestone();
    notes();
    from_notes_to_actions();
    talks();
    coffee();
  }

 private:
  // --- Putting it down.

  /// Who does something, on which day, at what time of their own clock.
  struct When {
    std::string who;
    std::size_t day;
    int hour, minute;
  };

  Instant instant(const When& when) const {
    return scheduler::to_instant(script_.days[when.day].date, LocalTime{when.hour * 60 + when.minute},
                                 find_member(when.who)->zone)
        .at;
  }
  /// At this minute of an hour, but not before the other.
  When after(const When& other, When when) const {
    while (comes(when.day) && instant(when) < instant(other)) ++when.hour;
    return when;
  }
  bool comes(std::size_t day) const { return day < script_.days.size(); }

  void add(const When& when, Act act) {
    if (comes(when.day)) add(instant(when), when, std::move(act));
  }
  void add(Instant at, const When& when, Act act) {
    act.at = at;
    act.who = when.who;
    act.date = script_.days[when.day].date;
    act.story = true;
    script_.acts.push_back(std::move(act));
  }
  static Act act(Do what, std::string text, Names needs = {}) {
    Act act;
    act.what = what;
    act.text = std::move(text);
    act.needs = std::move(needs);
    return act;
  }
  void says(const When& when, std::string words, Names needs = {}) {
    add(when, act(Do::command, std::move(words), std::move(needs)));
  }
  void writes(const When& when, std::string text) { add(when, act(Do::write, std::move(text))); }
  void presses(const When& when, std::string action, std::string near, Names needs) {
    Act press = act(Do::press, std::move(action), std::move(needs));
    press.near = std::move(near);
    add(when, std::move(press));
  }
  void fills_in(const When& when, Names answers, Names needs) {
    Act fill = act(Do::fill_in, "", std::move(needs));
    fill.answers = std::move(answers);
    add(when, std::move(fill));
  }
  void votes(const When& when, std::string near, int times, Names needs) {
    Act vote = act(Do::vote, "retro.vote", std::move(needs));
    vote.near = std::move(near);
    vote.times = times;
    add(when, std::move(vote));
  }
  /// On this day, somebody must see it; `needs`: whose acts lead to it.
  void seen(std::size_t day, Sight sight, Names needs = {}) {
    sight.needs = std::move(needs);
    if (comes(day)) script_.sights.push_back(std::move(sight));
  }
  void secret(std::string words, Names among) {
    script_.confidences.push_back({std::move(words), std::move(among)});
  }

  // --- Wins, thanks, a birthday, a milestone.

  void wins() {
    writes({"devi", kTuesday, 13, 10}, "win: forty night scenes labelled before lunch");

    const std::string green = "The nightly eval is green on all twelve datasets. That is a first.";
    add({"chidi", kTuesday, 11, 20}, act(Do::say, green));
    Act trophy = act(Do::react, "trophy", {"chidi"});
    trophy.near = green;
    add({kLead, kTuesday, 11, 24}, trophy);
    Sight sparkles{"the quiet sign that a win is noted", kChannel, green};
    sparkles.reaction = "sparkles";
    seen(kTuesday, sparkles, {"chidi", kLead});

    says({"chidi", kTuesday, 13, 5},
         "kudos @devi for labelling the night scenes; I only had to train on them");
    seen(kTuesday, {"Chidi's thanks to Devi", kChannel, "🙏", {"thanks", "I only had to train"}}, {"chidi"});
    seen(kFriday,
         {"the digest",
          kChannel,
          "Our wins, ",
          {"forty night scenes", green, "I only had to train", "val loss 0.87", "The model converges"}},
         {"devi", "chidi", kLead});
  }

  void birthday() {
    says({"devi", kMonday, 11, 35}, "birthday 13 Nov");
    seen(kFriday, {"the wishes for Devi's birthday", kChannel, "🎂 Happy birthday, ", {"Devi"}}, {"devi"});
  }

  void milestone() {
    says({kLead, kMonday, 10, 2},
         "milestone add \"The model converges\" by 2026-11-13 when \"val loss < 0.9\" owner @bo");
    // Three days before its day, the owner is asked.
    seen(kTuesday,
         {"the question how the milestone stands", "bo", "How does it stand with", {"The model converges"}},
         {kLead});
    presses({"bo", kTuesday, 9, 12}, "milestones.on_track", "The model converges", {kLead});

    if (comes(kThursday)) {
      Act job =
          act(Do::hook,
              R"({"title":"The model converged","text":"val loss 0.87 after 41 epochs","people":["@bo"]})");
      add(instant({kLead, kThursday, 14, 20}), {"the training job", kThursday, 0, 0}, std::move(job));
    }
    seen(kThursday, {"the training job's celebration", kChannel, "🎉 The model converged", {"val loss 0.87"}});
    says({kLead, kThursday, 14, 31}, "milestone reached 1");
    fills_in({kLead, kThursday, 14, 33}, {"@bo @chidi", "And it stays there, on three seeds of three."}, {});
    seen(kThursday,
         {"the celebration of the milestone",
          kChannel,
          "🎉 Milestone reached: The model converges",
          {"three seeds of three", "wins on the way"}},
         {kLead, "chidi", "devi"});
  }

  // --- The retrospective.

  void notes() {
    says({roles_.away, kMonday, 11, 40}, "retro note To improve: the GPU queue eats whole evenings");

    // A note that blames somebody; on second thoughts it does not.
    writes({roles_.corrects, kTuesday, 12, 20},
           "retro: improve: the nightly broke twice, that is " + name(roles_.reminded) + "'s fault");
    presses({roles_.corrects, kTuesday, 12, 22}, "retro.note.reword", "", {});
    fills_in({roles_.corrects, kTuesday, 12, 24},
             {"The nightly broke twice on a bad label; a check before the merge would catch it"}, {});

    for (const std::string& who : everybody_) {
      if (who == roles_.away) continue;
      seen(kThursday,
           {"the retro's question to " + name(who), who, "Retro · Thu 12 Nov", {"Or type: retro:"}});
    }
    // While the window is open, which is early in California.
    When form = after({kLead, kThursday, 10, 10}, {roles_.reminded, kThursday, 9, 40});
    if (comes(kThursday) && instant(form) > instant({kLead, kThursday, 15, 40})) form.hour = 6;
    presses(form, "retro.write", "", {});
    form.minute += 3;
    fills_in(form, {"Nobody moved the eval set all week", "", "A canary run before every big one"}, {});
    says({kLead, kThursday, 15, 10}, "retro note To improve: two evenings lost waiting in the GPU queue");
    if (comes(kThursday)) {
      add(instant({kLead, kThursday, 16, 10}), {roles_.late, kThursday, 0, 0},
          act(Do::command, "retro note Went well: we said \"I do not know\" more often"));
    }

    const auto column = [&](const char* title, Names words, Names needs) {
      seen(kThursday, {std::string("the notes under \"") + title + "\"", kChannel, title, std::move(words)},
           std::move(needs));
    };
    column("Went well", {"Nobody moved the eval set", "I do not know"}, {roles_.reminded, roles_.late});
    column("To improve", {"eats whole evenings", "two evenings lost", "a check before the merge"},
           {roles_.away, kLead, roles_.corrects});
    column("Ideas", {"A canary run"}, {roles_.reminded});
  }

  /// Where they are it is day: the same Thursday in America, Friday morning elsewhere.
  When to_vote(const std::string& who, int minute) const {
    const bool west = find_member(who)->zone.starts_with("America/");
    return {who, west ? kThursday : kFriday, west ? 13 : 10, west ? 40 + minute : minute};
  }

  void from_notes_to_actions() {
    seen(kThursday, {"the question to the facilitator", kLead, "You facilitate this retro"});
    presses({kLead, kThursday, 17, 6}, "retro.group", "", {roles_.away});
    fills_in({kLead, kThursday, 17, 8}, {kAsItStands, "Waiting for GPUs"}, {roles_.away});
    presses({kLead, kThursday, 17, 10}, "retro.next", "", {});

    votes({kLead, kFriday, 10, 20}, "GPU queue", 2, {});
    votes({kLead, kFriday, 10, 21}, "The nightly broke", 1, {roles_.corrects});
    votes(to_vote(roles_.corrects, 4), "The nightly broke", 2, {kLead});
    votes(to_vote(roles_.corrects, 5), "GPU queue", 1, {kLead});
    votes(to_vote(roles_.reminded, 11), "A canary run", 1, {kLead});
    votes(to_vote(roles_.reminded, 12), "GPU queue", 1, {kLead});
    votes(to_vote(roles_.late, 17), "GPU queue", 2, {kLead});
    seen(kFriday,
         {"what came of the vote",
          kChannel,
          "The vote is counted",
          {"6 votes · ", "3 votes · ", "1 vote · ", "Waiting for GPUs"}},
         everybody_);
    seen(kFriday, {"the first topic", kChannel, "Waiting for GPUs", {"eats whole evenings", "6 votes"}},
         everybody_);
    seen(kFriday, {"the second topic", kChannel, "The nightly broke", {"3 votes"}}, everybody_);

    presses({kLead, kFriday, 13, 24}, "retro.action.add", "GPU queue", {});
    fills_in({kLead, kFriday, 13, 26},
             {"Reserve eight GPUs the week before every big run", kAsItStands, "2026-11-18"}, {});
    // Somebody who is still at work then.
    const std::string owner = roles_.corrects == "chidi" || roles_.corrects == "eva" ? "bo" : "chidi";
    says(after({kLead, kFriday, 13, 40}, {roles_.corrects, kFriday, 9, 12}),
         "actions add a check of the labels before every merge @" + owner + " by 2026-11-20", {kLead});
    seen(kFriday, {"the action on GPUs", kChannel, "Action ", {"Reserve eight GPUs"}}, {kLead});
    seen(kFriday, {"the action on labels", kChannel, "Action ", {"a check of the labels"}},
         {kLead, roles_.corrects});
    seen(kFriday,
         {"the word to who shall check labels",
          owner,
          "",
          {"put down an action for you", "a check of the labels"}},
         {kLead, roles_.corrects});
    says({kLead, kFriday, 18, 30}, "retro next");
    seen(kFriday,
         {"the record of the retro",
          kChannel,
          "# Retro of vision",
          {"## Actions", "Reserve eight GPUs", "6 votes: Waiting for GPUs"}},
         everybody_);
    seen(kFriday, {"the retro's head", kChannel, "Retro · Thu 12 Nov", {"6 notes. Over"}, true}, everybody_);
  }

  // --- Two by two.

  void talks() {
    const Names both{kLead, "bo"};
    const auto sees = [&](std::size_t day, const std::string& what, const std::string& begins, Names words) {
      for (const std::string& who : both) {
        // Who is away gets it when they are back, or not at all.
        const bool away = day == kThursday && who == roles_.away;
        Sight sight{what + " of " + name(who), who, begins, words};
        sight.least = away ? 0 : 1;
        seen(day, std::move(sight), both);
      }
    };
    says({kLead, kMonday, 8, 40}, "1:1 @bo talk about who reviews the write-up", {"bo"});
    sees(kMonday, "the agenda for Tuesday", "1:1 with ",
         {"Tue 10 Nov", "who reviews the write-up", "Only the two of you"});
    says({"bo", kMonday, 10, 45}, "1:1 @ana talk about a GPU budget of my own", {kLead});
    sees(kTuesday, "the question about Tuesday", "Did your 1:1 with ", {"Tue 10 Nov"});
    presses({kLead, kTuesday, 17, 4}, "one_on_one.yes", "", {"bo"});
    fills_in({kLead, kTuesday, 17, 6}, {"Talked about", "Next time again", "Ask for that budget"}, {"bo"});

    sees(kThursday, "the agenda for Friday", "1:1 with ",
         {"Fri 13 Nov", "a GPU budget of my own", "carried over", "Ask for that budget",
          "Only the two of you"});
    sees(kFriday, "the question about Friday", "Did your 1:1 with ", {"Fri 13 Nov"});
    presses({"bo", kFriday, 11, 7}, "one_on_one.yes", "", {kLead});
    fills_in({"bo", kFriday, 11, 9}, {"Talked about", "Done", ""}, {kLead});
    for (const char* words : {"who reviews the write-up", "a GPU budget of my own", "Ask for that budget"})
      secret(words, both);
  }

  /// Two of those who are there on Thursday.
  void coffee() {
    Names two;
    for (const char* who : {"devi", "chidi", kLead}) {
      if (who != roles_.away && two.size() < 2) two.push_back(who);
    }
    says({two[0], kMonday, 14, 15}, "coffee join");
    says({two[1], kMonday, 10, 25}, "coffee join");
    for (const std::string& who : two) {
      seen(kTuesday,
           {"the word to " + name(who) + " whom they meet for coffee",
            who,
            "Coffee with ",
            {"You are paired for a coffee", "Thu 12 Nov"}},
           two);
      seen(kThursday,
           {"the question to " + name(who) + " about the coffee",
            who,
            "Did your coffee with ",
            {"Thu 12 Nov"}},
           two);
    }
    if (comes(kThursday)) {
      add(instant({kLead, kThursday, 10, 40}), {two[1], kThursday, 0, 0}, act(Do::press, "coffee.yes", two));
    }
  }

  Script& script_;
  const Roles& roles_;
  Names everybody_;
};

}  // namespace

void add_story(Script& script, const Roles& roles) {
  Chronicle(script, roles).tell();
}

}  // namespace houston::bot::demo
