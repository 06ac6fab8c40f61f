#include "bot/slack/events.hpp"

#include <algorithm>
#include <optional>

#include "bot/json_fields.hpp"
#include "bot/slack/escape.hpp"
#include "bot/slack/text.hpp"

namespace houston::bot::slack {
namespace {

using nlohmann::json;

struct Context {
  const json& payload;
  const Identity& self;
  const WorkspaceId& workspace;
  Instant at;

  Incoming incoming(std::string person, decltype(chat::Event::what) what) const {
    Incoming result;
    result.event.workspace = workspace;
    result.event.key = text_of(payload, "event_id");
    result.event.person = PersonId{std::move(person)};
    result.event.at = at;
    result.event.what = std::move(what);
    return result;
  }
};

bool mentions(const chat::Text& text, const Identity& self) {
  return std::any_of(text.begin(), text.end(), [&](const chat::Span& span) {
    const auto* mention = std::get_if<chat::Mention>(&span);
    return mention != nullptr && mention->person.value == self.user;
  });
}

void trim_front(chat::Text& text) {
  while (!text.empty()) {
    auto* plain = std::get_if<chat::Plain>(&text.front());
    if (plain == nullptr) return;
    plain->text.erase(0, std::min(plain->text.find_first_not_of(" \t\n"), plain->text.size()));
    if (!plain->text.empty()) return;
    text.erase(text.begin());
  }
}

// "@Houston status" is "status".
void leave_out_own_mention(chat::Text& text, const Identity& self) {
  trim_front(text);
  while (!text.empty()) {
    const auto* mention = std::get_if<chat::Mention>(&text.front());
    if (mention == nullptr || mention->person.value != self.user) break;
    text.erase(text.begin());
    if (!text.empty()) {  // "@Houston, status" and "@Houston: status" as well
      if (auto* plain = std::get_if<chat::Plain>(&text.front())) {
        if (plain->text.starts_with(',') || plain->text.starts_with(':')) plain->text.erase(0, 1);
      }
    }
    trim_front(text);
  }
}

bool is_direct(const json& event) {
  const std::string type = text_of(event, "channel_type");
  return type == "im" || type == "app_home" || (type.empty() && text_of(event, "channel").starts_with('D'));
}

bool own(const json& message, const Identity& self) {
  return !text_of(message, "bot_id").empty() || text_of(message, "subtype") == "bot_message" ||
         (!self.user.empty() && text_of(message, "user") == self.user);
}

Reading said(const Context& context, const json& event) {
  if (own(event, context.self)) return PassedOver{"a message of a bot"};
  const std::string subtype = text_of(event, "subtype");
  if (!subtype.empty() && subtype != "file_share" && subtype != "thread_broadcast" &&
      subtype != "me_message") {
    return PassedOver{"a message of subtype " + subtype};
  }
  const std::string room = text_of(event, "channel");
  const std::string message = text_of(event, "ts");
  const std::string person = text_of(event, "user");
  if (room.empty() || message.empty() || person.empty()) {
    return PassedOver{"a message without channel, ts or user", true};
  }
  chat::Said what;
  what.room = RoomId{room};
  what.message = message;
  const std::string thread = text_of(event, "thread_ts");
  if (!thread.empty() && thread != message) what.thread = thread;
  what.direct = is_direct(event);
  what.text = read_words(event);
  what.mentions_houston = mentions(what.text, context.self) || text_of(event, "type") == "app_mention";
  if (!what.direct && !what.mentions_houston)
    return PassedOver{"a channel message that does not mention Houston"};
  leave_out_own_mention(what.text, context.self);
  const bool direct = what.direct;
  Incoming incoming = context.incoming(person, std::move(what));
  // A mention in a channel comes twice, as message and as app_mention, with different event ids but the same
  // ts. A key that both share makes the second one a repeat, whichever socket or replica it comes in by.
  if (!direct) incoming.event.key = "said:" + room + ":" + message;
  incoming.answering.room = room;
  incoming.answering.thread = thread;
  return incoming;
}

Reading deleted(const Context& context, const json& event, const json& before, const std::string& message) {
  if (own(before, context.self)) return PassedOver{"a message of a bot was deleted"};
  const bool direct = is_direct(event);
  if (!direct && !mentions(decode(text_of(before, "text")), context.self)) {
    return PassedOver{"a channel message was deleted that does not mention Houston"};
  }
  const std::string room = text_of(event, "channel");
  if (room.empty() || message.empty()) return PassedOver{"a deletion without channel or ts", true};
  return context.incoming(text_of(before, "user"), chat::Deleted{RoomId{room}, message, direct});
}

Reading edited(const Context& context, const json& event) {
  const json& after = child(event, "message");
  const json& before = child(event, "previous_message");
  const std::string room = text_of(event, "channel");
  const std::string message = text_of(after, "ts");
  if (text_of(after, "subtype") == "tombstone") {  // a thread's head that was deleted
    return deleted(context, event, before, message);
  }
  if (own(after, context.self)) return PassedOver{"a message of a bot was changed"};
  if (before.is_object() && text_of(before, "text") == text_of(after, "text")) {
    return PassedOver{"a message changed, its text did not"};  // unfurled links, pins, thread counts
  }
  const std::string person = text_of(after, "user");
  if (room.empty() || message.empty() || person.empty()) {
    return PassedOver{"an edit without channel, ts or user", true};
  }
  chat::Edited what;
  what.room = RoomId{room};
  what.message = message;
  what.direct = is_direct(event);
  what.text = read_words(after);
  if (!what.direct && !mentions(what.text, context.self) &&
      !mentions(decode(text_of(before, "text")), context.self)) {
    return PassedOver{"a channel message was edited that does not mention Houston"};
  }
  leave_out_own_mention(what.text, context.self);
  return context.incoming(person, std::move(what));
}

Reading message(const Context& context, const json& event) {
  const std::string subtype = text_of(event, "subtype");
  if (subtype == "message_changed") return edited(context, event);
  if (subtype == "message_deleted") {
    return deleted(context, event, child(event, "previous_message"), text_of(event, "deleted_ts"));
  }
  return said(context, event);
}

Reading reacted(const Context& context, const json& event, bool removed) {
  const json& item = child(event, "item");
  const std::string person = text_of(event, "user");
  if (person == context.self.user) return PassedOver{"Houston's own reaction"};
  if (text_of(item, "type") != "message") return PassedOver{"a reaction to something other than a message"};
  const std::string room = text_of(item, "channel");
  const std::string message = text_of(item, "ts");
  std::string name = text_of(event, "reaction");
  name = name.substr(0, name.find("::"));  // "wave::skin-tone-2"
  if (room.empty() || message.empty() || person.empty() || name.empty()) {
    return PassedOver{"a reaction without item, user or name", true};
  }
  return context.incoming(person, chat::Reacted{RoomId{room}, message, name, removed});
}

Reading membership(const Context& context, const json& event, bool joined) {
  const std::string room = text_of(event, "channel");
  const std::string person = text_of(event, "user");
  if (room.empty() || person.empty()) return PassedOver{"a membership without channel or user", true};
  if (joined) return context.incoming(person, chat::JoinedRoom{RoomId{room}});
  return context.incoming(person, chat::LeftRoom{RoomId{room}});
}

Reading person_changed(const Context& context, const json& event) {
  storage::Person person = read_person(child(event, "user"), context.workspace);
  if (person.id.value.empty()) return PassedOver{"a changed user without id", true};
  std::string id = person.id.value;
  return context.incoming(std::move(id), chat::PersonChanged{std::move(person)});
}

Reading home_opened(const Context& context, const json& event) {
  const std::string tab = text_of(event, "tab");
  if (!tab.empty() && tab != "home") return PassedOver{"app_home_opened on the tab " + tab};
  const std::string person = text_of(event, "user");
  if (person.empty()) return PassedOver{"app_home_opened without user", true};
  return context.incoming(person, chat::HomeOpened{});
}

}  // namespace

chat::Text read_words(const json& message) {
  chat::Text text = decode(text_of(message, "text"));
  const json& files = child(message, "files");
  if (!files.is_array()) return text;
  for (const json& file : files) {
    const std::string url = text_of(file, "permalink");
    if (!safe_url(url)) continue;
    std::string name = text_of(file, "title");
    if (name.empty()) name = text_of(file, "name");
    if (!text.empty()) {
      if (auto* last = std::get_if<chat::Plain>(&text.back())) {
        last->text += '\n';
      } else {
        text.emplace_back(chat::Plain{"\n"});
      }
    }
    text.emplace_back(chat::Link{url, name.empty() ? "file" : clean(name)});
  }
  return text;
}

chat::Quoted read_quoted(const json& message) {
  return {PersonId{text_of(message, "user")}, read_words(message)};
}

storage::Person read_person(const json& user, const WorkspaceId& workspace) {
  storage::Person person;
  person.workspace = workspace;
  person.id = PersonId{text_of(user, "id")};
  const json& profile = child(user, "profile");
  person.handle = lower(clean(text_of(user, "name")));
  for (const std::string& name : {text_of(profile, "display_name"), text_of(profile, "real_name"),
                                  text_of(user, "real_name"), text_of(user, "name")}) {
    person.name = one_line(clean(name));
    if (!person.name.empty()) break;
  }
  person.email = lower(text_of(profile, "email"));
  person.time_zone = text_of(user, "tz");
  // Slackbot says of itself that it is no bot.
  person.bot = flag_of(user, "is_bot") || flag_of(user, "is_workflow_bot") || person.id.value == "USLACKBOT";
  person.deactivated = flag_of(user, "deleted");
  person.admin = flag_of(user, "is_admin") || flag_of(user, "is_owner") || flag_of(user, "is_primary_owner");
  return person;
}

Reading read_event(const json& payload, const Identity& self, const WorkspaceId& workspace, Instant at) {
  const json& event = child(payload, "event");
  const std::string outer = text_of(payload, "type");
  if (!event.is_object()) return PassedOver{"a callback of type " + cut(one_line(clean(outer)), 40), true};
  const Context context{payload, self, workspace, at};
  const std::string type = text_of(event, "type");
  if (text_of(payload, "event_id").empty()) return PassedOver{"an event without event_id", true};
  if (type == "message" || type == "app_mention") return message(context, event);
  if (type == "reaction_added") return reacted(context, event, false);
  if (type == "reaction_removed") return reacted(context, event, true);
  if (type == "member_joined_channel") return membership(context, event, true);
  if (type == "member_left_channel") return membership(context, event, false);
  if (type == "user_change" || type == "team_join") return person_changed(context, event);
  if (type == "app_home_opened") return home_opened(context, event);
  return PassedOver{"an event of type " + cut(one_line(clean(type)), 40), true};
}

}  // namespace houston::bot::slack
