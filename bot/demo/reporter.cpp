#include "bot/demo/reporter.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "bot/demo/cast.hpp"
#include "scheduler/zone.hpp"

namespace houston::bot::demo {
namespace {

// Of one moment and place: what Houston answers at once, then what it posts, then what it edits.
enum Rank { kAnswer, kPost, kChange };
constexpr int kChannelPlace = 100;  // After all direct messages.

/// To whom alone it was said; "" for the room.
std::string listener_of(const Message& message) {
  if (!message.only_for.empty()) return message.only_for;
  return message.direct() ? message.place : std::string();
}

bool small(const Line& line) {
  return line.style == Line::Style::small;
}

/// The same words at the same time, small print apart: to somebody else.
bool same_to_another(const Item& a, const Item& b) {
  const auto direct = [](const Item& item) {
    return item.kind == Item::Kind::said && item.speaker == "Houston" && !item.where.starts_with('#') &&
           !item.only_you;
  };
  const auto large = [](const Item& item) {
    std::vector<Line> lines = item.lines;
    std::erase_if(lines, small);
    return lines;
  };
  return direct(a) && direct(b) && a.at == b.at && large(a) == large(b);
}

/// "Ana", "Ana and Bo", "Ana, Bo and Eva": one more.
std::string with(const std::string& names, const std::string& another) {
  std::string list = names;
  if (const std::size_t last = list.rfind(" and "); last != std::string::npos) list.replace(last, 5, ", ");
  return list + " and " + another;
}

}  // namespace

Reporter::Reporter(Chat& chat) : chat_(chat) {
  chat_.watch([this](const Happening& happening) { see(happening); });
}

Reporter::~Reporter() {
  chat_.watch([](const Happening&) {});
}

void Reporter::see(const Happening& happening) {
  const bool reaction = happening.kind == Happening::Kind::reacted;
  if (!reaction && !happening.message.from_houston) ++caused_;
  switch (happening.kind) {
    case Happening::Kind::posted:
      return posted(happening);
    case Happening::Kind::updated:
      return updated(happening);
    case Happening::Kind::deleted:
      return deleted(happening);
    case Happening::Kind::reacted:
      return reacted(happening);
  }
}

void Reporter::posted(const Happening& happening) {
  const Message& message = happening.message;
  posted_.push_back({happening.at, message});
  if (message.from_houston) ++changes_;
  const std::string listener = listener_of(message);
  if (message.from_houston && !listener.empty()) {
    ++heard_[listener];
    newest_[listener] = message.text();
    const Asked what = what_is_asked(message);
    if (what.what != Asks::nothing) ++asked_[listener];
    if (what.what == Asks::prompt) prompts_[listener].push_back({what.date, message});
  }
  keep(item_of(message, happening.at), message, message.only_for.empty() ? kPost : kAnswer);
}

void Reporter::updated(const Happening& happening) {
  const Message& message = happening.message;
  message.from_houston ? ++changes_ : ++edits_;
  bool is_prompt = false;
  for (auto& [who, prompts] : prompts_) {
    for (Prompt& prompt : prompts) {
      if (prompt.message.place != message.place || prompt.message.id != message.id) continue;
      prompt.message = message;
      is_prompt = true;
    }
  }
  // A prompt that is ticked off is no news: the person has just done it.
  if (is_prompt) return;
  const auto& before = happening.before.lines;
  const auto& now = message.lines;
  if (before == now) return;
  const auto closed = [](const std::vector<Line>& lines) {
    return std::any_of(lines.begin(), lines.end(),
                       [](const Line& line) { return line.text.starts_with("Closed."); });
  };
  if (message.from_houston && !message.direct() && !message.reply() && closed(now) && !closed(before)) {
    return keep(summary_of(message, happening.at), message, kChange);
  }
  Item item = item_of(message, happening.at);
  item.kind = Item::Kind::edited;
  item.lines = changed_lines(before, now);
  keep(std::move(item), message, kChange);
}

void Reporter::reacted(const Happening& happening) {
  ++changes_;
  Item item;
  item.kind = Item::Kind::acted;
  item.at = happening.at;
  item.speaker = "Houston";
  item.headline = "reacts with " + happening.reaction;
  keep(std::move(item), happening.message, kPost);
}

void Reporter::deleted(const Happening& happening) {
  if (!happening.message.from_houston) ++edits_;
  Item item = item_of(happening.message, happening.at);
  item.kind = Item::Kind::deleted;
  if (item.lines.size() > 1) item.lines.resize(1);
  for (Line& line : item.lines) line.style = Line::Style::gone;
  keep(std::move(item), happening.message, kChange);
}

Item Reporter::about(const std::string& handle, Instant at) const {
  Item item;
  item.at = at;
  if (const Member* member = find_member(handle)) {
    item.speaker = member->name;
    item.zone = member->zone;
    item.city = member->city;
  }
  return item;
}

Item Reporter::item_of(const Message& message, Instant at) const {
  Item item = about(listener_of(message), at);
  const std::string listener = item.speaker;
  item.speaker = message.author;
  if (listener.empty()) {
    item.where = message.place;
    item.thread = message.reply();
  } else {
    item.where = message.from_houston ? listener : "Houston";
    item.only_you = !message.direct();
  }
  item.lines = message.lines;
  return item;
}

Item Reporter::summary_of(const Message& head, Instant at) const {
  Item item;
  item.kind = Item::Kind::summary;
  item.at = at;
  item.headline = head.place + " at the end of the day";
  item.lines = head.lines;
  for (const Message& message : chat_.messages()) {
    if (message.deleted || message.place != head.place || message.thread != head.id) continue;
    const auto& lines = message.lines;
    if (lines.empty()) continue;
    // Who, and what they wrote first: below each question stands its answer.
    std::string line = "↳ " + lines[0].text;
    if (lines.size() > 2) line += ": " + lines[2].text;
    item.lines.push_back({Line::Style::plain, line});
  }
  return item;
}

void Reporter::keep(Item item, const Message& message, int rank) {
  int place = kChannelPlace;
  const std::string person = listener_of(message);
  for (std::size_t i = 0; i < cast().size(); ++i) {
    if (cast()[i].handle == person) place = static_cast<int>(i);
  }
  waiting_.push_back({item.at, caused_, place, rank, std::move(item)});
}

std::vector<Item> Reporter::take() {
  std::stable_sort(waiting_.begin(), waiting_.end(), [](const Waiting& a, const Waiting& b) {
    return std::tie(a.at, a.cause, a.place, a.rank) < std::tie(b.at, b.cause, b.place, b.rank);
  });
  std::vector<Item> items;
  for (Waiting& one : waiting_) {
    if (items.empty() || !same_to_another(items.back(), one.item)) {
      items.push_back(std::move(one.item));
      continue;
    }
    // What differs for each is small print: it is left out.
    Item& together = items.back();
    std::erase_if(together.lines, [&](const Line& line) {
      return small(line) &&
             std::find(one.item.lines.begin(), one.item.lines.end(), line) == one.item.lines.end();
    });
    together.where = with(together.where, one.item.where);
    together.zone.clear();
  }
  waiting_.clear();
  return items;
}

int Reporter::heard(const std::string& handle) const {
  const auto found = heard_.find(handle);
  return found == heard_.end() ? 0 : found->second;
}

int Reporter::asked(const std::string& handle) const {
  const auto found = asked_.find(handle);
  return found == asked_.end() ? 0 : found->second;
}

std::string Reporter::newest_to(const std::string& handle) const {
  const auto found = newest_.find(handle);
  return found == newest_.end() ? "" : found->second;
}

const Message* Reporter::prompt(const std::string& handle, LocalDate date) const {
  const auto found = prompts_.find(handle);
  if (found == prompts_.end()) return nullptr;
  for (auto one = found->second.rbegin(); one != found->second.rend(); ++one) {
    if (one->date == date) return &one->message;
  }
  return nullptr;
}

const Message* Reporter::newest_prompt(const std::string& handle) const {
  const auto found = prompts_.find(handle);
  return found == prompts_.end() || found->second.empty() ? nullptr : &found->second.back().message;
}

const Message* Reporter::open_prompt(const std::string& handle) const {
  const Message* newest = newest_prompt(handle);
  return newest != nullptr && what_is_asked(*newest).what == Asks::prompt ? newest : nullptr;
}

std::optional<Reporter::FoundButton> Reporter::button(const std::string& handle, const std::string& action,
                                                      const std::string& near) const {
  std::optional<FoundButton> found;
  for (const Message& message : chat_.messages()) {
    const std::string listener = listener_of(message);
    if (message.deleted || (!listener.empty() && listener != handle)) continue;
    for (const SeenButton& button : message.buttons) {
      const std::size_t at = button.beside.find(near);
      if (button.action != action || at == std::string::npos) continue;
      const std::size_t begins = at == 0 ? 0 : button.beside.rfind('\n', at - 1) + 1;
      std::string topic = button.beside.substr(begins, button.beside.find('\n', at) - begins);
      // "2. ", "• "
      topic.erase(0, std::min(topic.find_first_not_of("0123456789. •"), topic.size()));
      found = FoundButton{message, button, topic};
      break;
    }
  }
  return found;
}

std::optional<Message> Reporter::in_channel(const std::string& words) const {
  std::optional<Message> found;
  for (const Message& message : chat_.messages()) {
    if (message.from_houston || message.deleted || message.direct()) continue;
    if (message.text().find(words) != std::string::npos) found = message;
  }
  return found;
}

Record Reporter::record() const {
  return {posted_, chat_.messages(), edits_};
}

}  // namespace houston::bot::demo
