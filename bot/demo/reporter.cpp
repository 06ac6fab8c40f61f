#include "bot/demo/reporter.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "bot/demo/cast.hpp"
#include "scheduler/zone.hpp"

namespace houston::bot::demo {
namespace {

using sandbox::Happening;
using sandbox::Message;

// Of one moment and place: what Houston answers at once, then what it posts, then what it edits.
enum Rank { kAnswer, kPost, kChange };
constexpr int kChannelPlace = 100;  // After all direct messages.

bool is_reply(const Message& message) {
  return !message.thread_ts.empty() && message.thread_ts != message.ts;
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

Reporter::Reporter(sandbox::Sandbox& slack) : slack_(slack) {
  for (const sandbox::User& user : slack_.users()) {
    const Member* member = find_member(user.handle);
    names_[user.id] = member != nullptr ? member->name : user.real_name;
    handles_[user.id] = user.handle;
  }
  for (const sandbox::Channel& channel : slack_.channels()) {
    if (channel.im) continue;
    names_[channel.id] = channel.name;
    if (channel.name == "vision") channel_ = channel.id;
  }
  learn_rooms();
  observer_ = slack_.observe([this](const Happening& happening) { see(happening); });
}

Reporter::~Reporter() {
  slack_.forget(observer_);
}

void Reporter::learn_rooms() {
  for (const sandbox::Channel& channel : slack_.channels()) {
    if (!channel.im) continue;
    for (const std::string& member : channel.members) {
      const auto handle = handles_.find(member);
      if (handle != handles_.end() && find_member(handle->second) != nullptr) {
        person_of_room_[channel.id] = handle->second;
      }
    }
  }
}

std::string Reporter::name_of(const std::string& id) const {
  const auto found = names_.find(id);
  return found == names_.end() ? id : found->second;
}

std::string Reporter::person_in(const std::string& room) const {
  const auto found = person_of_room_.find(room);
  return found == person_of_room_.end() ? "" : found->second;
}

std::vector<Line> Reporter::read(const Message& message) const {
  return read_message(message, [this](const std::string& id) { return name_of(id); });
}

void Reporter::see(const Happening& happening) {
  switch (happening.kind) {
    case Happening::Kind::posted:
    case Happening::Kind::ephemeral:
      if (person_in(happening.message.channel).empty()) learn_rooms();
      return posted(happening);
    case Happening::Kind::updated:
      return updated(happening);
    case Happening::Kind::deleted:
      return deleted(happening);
    case Happening::Kind::reaction_added:
      return reacted(happening);
    default:
      return;  // Views, calls and connections are not told.
  }
}

void Reporter::posted(const Happening& happening) {
  const Message& message = happening.message;
  posted_.push_back({happening.at, message});
  std::string listener = person_in(message.channel);
  if (!message.ephemeral_to.empty()) {
    const auto handle = handles_.find(message.ephemeral_to);
    if (handle != handles_.end()) listener = handle->second;
  }
  const bool from_bot = message.from_bot || !message.ephemeral_to.empty();
  if (from_bot) ++changes_;
  if (from_bot && !listener.empty()) {
    ++heard_[listener];
    const Asked what = what_is_asked(message);
    if (what.what != Asks::nothing) ++asked_[listener];
    if (what.what == Asks::prompt) prompts_[listener].push_back({what.date, message});
  }
  keep(item_of(message, happening.at), message, message.ephemeral_to.empty() ? kPost : kAnswer);
}

void Reporter::updated(const Happening& happening) {
  const Message& message = happening.message;
  message.from_bot ? ++changes_ : ++edits_;
  bool is_prompt = false;
  for (auto& [who, prompts] : prompts_) {
    for (Prompt& prompt : prompts) {
      if (prompt.message.channel != message.channel || prompt.message.ts != message.ts) continue;
      prompt.message = message;
      is_prompt = true;
    }
  }
  // A prompt that is ticked off is no news: the person has just done it.
  if (is_prompt) return;
  const auto before = read(happening.before);
  const auto now = read(message);
  if (before == now) return;
  const auto closed = [](const std::vector<Line>& lines) {
    return std::any_of(lines.begin(), lines.end(),
                       [](const Line& line) { return line.text.starts_with("Closed."); });
  };
  if (message.from_bot && message.channel == channel_ && !is_reply(message) && closed(now) &&
      !closed(before)) {
    return keep(summary_of(message, happening.at), message, kChange);
  }
  Item item = item_of(message, happening.at);
  item.kind = Item::Kind::edited;
  item.lines = changed_lines(before, now);
  keep(std::move(item), message, kChange);
}

/// Houston's own; a person's is told as what they did.
void Reporter::reacted(const Happening& happening) {
  if (handles_.contains(happening.user) && find_member(handles_[happening.user]) != nullptr) return;
  ++changes_;
  Item item;
  item.kind = Item::Kind::acted;
  item.at = happening.at;
  item.speaker = "Houston";
  item.headline = "reacts with :" + happening.detail + ":";
  keep(std::move(item), happening.message, kPost);
}

void Reporter::deleted(const Happening& happening) {
  if (!happening.message.from_bot) ++edits_;
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
  const bool only_you = !message.ephemeral_to.empty();
  std::string person = person_in(message.channel);
  if (only_you) {
    const auto handle = handles_.find(message.ephemeral_to);
    if (handle != handles_.end()) person = handle->second;
  }
  Item item = about(person, at);
  const std::string listener = item.speaker;
  const bool houston = message.from_bot || only_you;
  item.speaker = houston ? "Houston" : name_of(message.user);
  if (person.empty()) {
    item.where = "#" + name_of(message.channel);
    item.thread = is_reply(message);
  } else {
    item.where = houston ? listener : "Houston";
    item.only_you = only_you && person_in(message.channel).empty();
  }
  item.lines = read(message);
  return item;
}

Item Reporter::summary_of(const Message& head, Instant at) const {
  Item item;
  item.kind = Item::Kind::summary;
  item.at = at;
  item.headline = "#" + name_of(head.channel) + " at the end of the day";
  item.lines = read(head);
  for (const Message& message : slack_.messages(head.channel)) {
    if (message.deleted || message.thread_ts != head.ts || !is_reply(message)) continue;
    const auto lines = read(message);
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
  const std::string person =
      message.ephemeral_to.empty() ? person_in(message.channel) : handles_[message.ephemeral_to];
  for (std::size_t i = 0; i < cast().size(); ++i) {
    if (cast()[i].handle == person) place = static_cast<int>(i);
  }
  waiting_.push_back({item.at, place, rank, std::move(item)});
}

std::vector<Item> Reporter::take() {
  std::stable_sort(waiting_.begin(), waiting_.end(), [](const Waiting& a, const Waiting& b) {
    return std::tie(a.at, a.place, a.rank) < std::tie(b.at, b.place, b.rank);
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
  const NameOf names = [this](const std::string& id) { return name_of(id); };
  for (const Message& message : slack_.all_messages()) {
    const auto whose = handles_.find(message.ephemeral_to);
    const bool theirs = message.ephemeral_to.empty()
                            ? message.channel == channel_ || person_in(message.channel) == handle
                            : whose != handles_.end() && whose->second == handle;
    if (message.deleted || !theirs || (found && message.ts <= found->message.ts)) continue;
    for (const SeenButton& button : buttons_of(message, names)) {
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
  for (const Message& message : slack_.messages(channel_)) {
    if (!message.from_bot && !message.deleted && message.text.find(words) != std::string::npos)
      found = message;
  }
  return found;
}

Record Reporter::record() const {
  Record record;
  record.posted = posted_;
  record.stand = slack_.all_messages();
  record.edits = edits_;
  record.person_of_room = person_of_room_;
  record.channel = channel_;
  record.name_of = [names = names_](const std::string& id) {
    const auto found = names.find(id);
    return found == names.end() ? id : found->second;
  };
  return record;
}

}  // namespace houston::bot::demo
