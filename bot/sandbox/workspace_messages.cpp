// Messages: posting, editing, deleting, reacting, and the events the app gets of them.
#include <algorithm>
#include <cstdio>

#include "bot/sandbox/shapes.hpp"
#include "bot/sandbox/workspace.hpp"

namespace houston::bot::sandbox {

std::string Workspace::next_ts() {
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(now().time_since_epoch()).count();
  last_ts_ = std::max(last_ts_ + 1, micros);
  char text[40];
  std::snprintf(text, sizeof text, "%lld.%06lld", static_cast<long long>(last_ts_ / 1'000'000),
                static_cast<long long>(last_ts_ % 1'000'000));
  return text;
}

Message* Workspace::message(const std::string& channel, const std::string& ts) {
  const auto place = messages_.find(channel);
  if (place == messages_.end()) return nullptr;
  const auto found = place->second.find(ts);
  return found == place->second.end() ? nullptr : &found->second;
}

const std::map<std::string, Message>* Workspace::history(const std::string& channel) const {
  const auto place = messages_.find(channel);
  return place == messages_.end() ? nullptr : &place->second;
}

std::vector<const Message*> Workspace::replies(const std::string& channel, const std::string& thread) const {
  std::vector<const Message*> out;
  const auto* all = history(channel);
  if (!all) return out;
  for (auto at = all->upper_bound(thread); at != all->end(); ++at) {
    const Message& message = at->second;
    if (message.thread_ts == thread && !message.deleted && message.ephemeral_to.empty())
      out.push_back(&message);
  }
  return out;
}

Message& Workspace::post(Message draft) {
  draft.ts = next_ts();
  if (!draft.thread_ts.empty() && draft.ephemeral_to.empty())
    if (Message* head = message(draft.channel, draft.thread_ts)) head->thread_ts = head->ts;
  Message& stored = messages_[draft.channel][draft.ts] = std::move(draft);
  Happening happening{};
  happening.kind = stored.ephemeral_to.empty() ? Happening::Kind::posted : Happening::Kind::ephemeral;
  happening.user = stored.user;
  happening.message = stored;
  if (stored.ephemeral_to.empty()) tell_message_event(stored);
  tell(std::move(happening));
  return stored;
}

void Workspace::tell_message_event(const Message& message) {
  const Channel* place = channel(message.channel);
  if (!place || !app_hears(*place) || (message.from_bot && !events_for_own_messages)) return;
  Json event = message_json(message, *this, true);
  event["channel"] = message.channel;
  event["channel_type"] = channel_type(*place);
  event["event_ts"] = message.ts;
  send_event(event, message_scope(*place));
  const bool mentioned = message.text.find("<@" + app.bot_user + ">") != std::string::npos ||
                         message.text.find("<@" + app.bot_user + "|") != std::string::npos;
  if (!mentioned || place->im || message.from_bot || !message.subtype.empty()) return;
  event["type"] = "app_mention";
  event.erase("channel_type");
  send_event(event, "app_mentions:read");
}

void Workspace::update(Message& message, const std::function<void(Message&)>& change, bool mark_edited) {
  Happening happening{};
  happening.kind = Happening::Kind::updated;
  happening.before = message;
  const std::string ts = next_ts();
  change(message);
  if (mark_edited) message.edited_ts = ts;
  const Channel* place = channel(message.channel);
  if (message.ephemeral_to.empty() && place && app_hears(*place) &&
      (!message.from_bot || events_for_own_messages))
    send_event({{"type", "message"},
                {"subtype", "message_changed"},
                {"hidden", true},
                {"message", message_json(message, *this, true)},
                {"previous_message", message_json(happening.before, *this, true)},
                {"channel", message.channel},
                {"channel_type", channel_type(*place)},
                {"ts", ts},
                {"event_ts", ts}},
               message_scope(*place));
  happening.user = message.user;
  happening.message = message;
  tell(std::move(happening));
}

void Workspace::erase(Message& message) {
  if (message.deleted) return;
  const Json previous = message_json(message, *this, true);
  message.deleted = true;
  const std::string ts = next_ts();
  const Channel* place = channel(message.channel);
  if (message.ephemeral_to.empty() && place && app_hears(*place) &&
      (!message.from_bot || events_for_own_messages))
    send_event({{"type", "message"},
                {"subtype", "message_deleted"},
                {"hidden", true},
                {"deleted_ts", message.ts},
                {"previous_message", previous},
                {"channel", message.channel},
                {"channel_type", channel_type(*place)},
                {"ts", ts},
                {"event_ts", ts}},
               message_scope(*place));
  Happening happening{};
  happening.kind = Happening::Kind::deleted;
  happening.user = message.user;
  happening.message = message;
  tell(std::move(happening));
}

namespace {

Json reaction_event(const char* type, const Message& message, const std::string& user,
                    const std::string& name, const std::string& ts) {
  return {{"type", type},
          {"user", user},
          {"reaction", name},
          {"item_user", message.user},
          {"item", {{"type", "message"}, {"channel", message.channel}, {"ts", message.ts}}},
          {"event_ts", ts}};
}

Happening reaction_happening(Happening::Kind kind, const Message& message, const std::string& user,
                             const std::string& name) {
  Happening happening{};
  happening.kind = kind;
  happening.message = message;
  happening.user = user;
  happening.detail = name;
  return happening;
}

}  // namespace

Workspace::Reacted Workspace::react(Message& message, const std::string& user, const std::string& name) {
  auto reaction = std::find_if(message.reactions.begin(), message.reactions.end(),
                               [&](const Reaction& r) { return r.name == name; });
  if (reaction == message.reactions.end()) {
    message.reactions.push_back({name, {}});
    reaction = std::prev(message.reactions.end());
  }
  if (std::find(reaction->users.begin(), reaction->users.end(), user) != reaction->users.end())
    return Reacted::already;
  reaction->users.push_back(user);
  const Channel* place = channel(message.channel);
  if (place && app_hears(*place))
    send_event(reaction_event("reaction_added", message, user, name, next_ts()), "reactions:read");
  tell(reaction_happening(Happening::Kind::reaction_added, message, user, name));
  return Reacted::done;
}

Workspace::Reacted Workspace::unreact(Message& message, const std::string& user, const std::string& name) {
  for (auto reaction = message.reactions.begin(); reaction != message.reactions.end(); ++reaction) {
    if (reaction->name != name) continue;
    const auto who = std::find(reaction->users.begin(), reaction->users.end(), user);
    if (who == reaction->users.end()) break;
    reaction->users.erase(who);
    if (reaction->users.empty()) message.reactions.erase(reaction);
    const Channel* place = channel(message.channel);
    if (place && app_hears(*place))
      send_event(reaction_event("reaction_removed", message, user, name, next_ts()), "reactions:read");
    tell(reaction_happening(Happening::Kind::reaction_removed, message, user, name));
    return Reacted::done;
  }
  return Reacted::none;
}

}  // namespace houston::bot::sandbox
