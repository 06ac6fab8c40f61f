#include "bot/demo/director.hpp"

#include <algorithm>
#include <utility>

#include "scheduler/zone.hpp"

namespace houston::bot::demo {
namespace {

const char* team_zone() {
  for (const Member& member : cast()) {
    if (member.lead) return member.zone.c_str();
  }
  return "UTC";
}

}  // namespace

Director::Director(Script script, Stage& stage, Reporter& reporter, Teller& teller, double speed)
    : script_(std::move(script)),
      stage_(stage),
      reporter_(reporter),
      teller_(teller),
      speed_(speed),
      hands_(stage, reporter, [this](const Item& item) { tell(item); }),
      player_hands_(stage, reporter, [this](const Item& item) { tell(item); }) {
  plan_notes();
}

void Director::let_play(const Member& member, Keyboard& keyboard) {
  player_ = std::make_unique<Player>(member, stage_, reporter_, player_hands_, keyboard, teller_,
                                     [this] { tell_all(); });
  stage_.between([&keyboard] { keyboard.look(); });
}

/// What nobody says, because nothing happens: days off.
void Director::plan_notes() {
  for (std::size_t i = 0; i < script_.days.size(); ++i) {
    const Day& day = script_.days[i];
    if (!day.holiday.empty()) {
      notes_.push_back({scheduler::to_instant(day.date, kPromptAt, team_zone()).at,
                        day.holiday + ", a public holiday of the team: Houston asks nobody."});
    }
    if (i > 0 && scheduler::weekday_index(day.date) == 0) {
      notes_.push_back({scheduler::to_instant(scheduler::add_days(day.date, -2), kPromptAt, team_zone()).at,
                        "The weekend. Nothing happens, which is the idea."});
    }
  }
  std::stable_sort(notes_.begin(), notes_.end(), [](const Note& a, const Note& b) { return a.at < b.at; });
}

void Director::tell(const Item& item) {
  const auto reading = teller_.tell(item);
  if (speed_ > 0) {
    stage_.linger(std::chrono::duration_cast<std::chrono::milliseconds>(reading / speed_));
  }
}

void Director::tell_all() {
  for (const Item& item : reporter_.take()) tell(item);
}

void Director::quiet() {
  tell_all();
  if (player_) player_->attend();
}

void Director::advance_to(Instant to) {
  while (!notes_.empty() && notes_.front().at <= to) {
    const Note note = notes_.front();
    notes_.erase(notes_.begin());
    stage_.advance_to(note.at, [this] { quiet(); });
    Item item;
    item.kind = Item::Kind::noted;
    item.at = note.at;
    item.headline = note.text;
    tell(item);
  }
  stage_.advance_to(to, [this] { quiet(); });
}

void Director::play(const Act& act) {
  const std::tuple key(act.who, act.date, act.question);
  switch (act.what) {
    case Act::Do::press_write:
    case Act::Do::press_skip: {
      const Message* prompt = reporter_.prompt(act.who, act.date);
      if (prompt == nullptr) {
        hands_.fault(act.who + " has no prompt for " + scheduler::short_date(act.date) + " to answer.");
        return;
      }
      hands_.press(act.who, *prompt, act.what == Act::Do::press_write ? "standup.write" : "standup.skip");
      return;
    }
    case Act::Do::fill_in:
      return hands_.fill_in(act.who, act.answers);
    case Act::Do::type:
      typed_[key] = hands_.type(act.who, act.text);
      return;
    case Act::Do::correct:
      return hands_.edit(act.who, typed_[key], act.text);
    case Act::Do::take_back:
      return hands_.erase(act.who, typed_[key]);
    case Act::Do::command:
      return hands_.command(act.who, act.text);
    case Act::Do::write:
      hands_.type(act.who, act.text);
      return;
    case Act::Do::say:
      return hands_.say(act.who, act.text);
    case Act::Do::react:
      return hands_.react(act.who, act.near, act.text);
    case Act::Do::press:
    case Act::Do::vote:
      return hands_.press(act.who, act.text, act.near, act.times);
    case Act::Do::hook:
      return hands_.post_to_hook(act.who, act.text);
  }
}

Verdict Director::run() {
  if (player_) player_->explain();
  for (const Act& act : script_.acts) {
    advance_to(act.at);
    play(act);
    quiet();
  }
  advance_to(script_.end);
  stage_.settle_soon();
  quiet();
  Verdict verdict = judge(script_, reporter_.record());
  verdict.faults.insert(verdict.faults.end(), hands_.faults().begin(), hands_.faults().end());
  return verdict;
}

}  // namespace houston::bot::demo
