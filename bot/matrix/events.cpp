#include "bot/matrix/events.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "bot/json_fields.hpp"
#include "bot/matrix/address.hpp"
#include "bot/matrix/ids.hpp"
#include "bot/matrix/polls.hpp"
#include "bot/matrix/read_text.hpp"
#include "bot/text.hpp"
#include "config/reactions.hpp"

namespace houston::bot::matrix {
namespace {

using nlohmann::json;

std::string short_type(const std::string& type) {
  return cut(one_line(clean(type)), 40);
}

struct Relation {
  std::string type;
  std::string event;
  std::string key;
  bool is_reply = false;  // to a message, in a thread or not; not the fallback of a thread
};

Relation relation_of(const json& content) {
  const json& relation = child(content, "m.relates_to");
  Relation result{text_of(relation, "rel_type"), text_of(relation, "event_id"), text_of(relation, "key"),
                  false};
  const bool answers = !text_of(child(relation, "m.in_reply_to"), "event_id").empty();
  result.is_reply = answers && !(result.type == "m.thread" && flag_of(relation, "is_falling_back"));
  return result;
}

std::string words_of(const chat::Text& text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](const chat::Span& span) {
    return std::holds_alternative<chat::Plain>(span);
  });
  return plain ? chat::plain_text(text, nullptr) : std::string();
}

bool is_file(const std::string& type) {
  return type == "m.file" || type == "m.image" || type == "m.video" || type == "m.audio";
}

// What a message says: its words, or a link to the file that it is, below its caption.
chat::Text says(const json& content, bool is_reply, const std::string& id, const Surroundings& around) {
  if (!is_file(text_of(content, "msgtype"))) return read_text(content, is_reply);
  std::string name = text_of(content, "filename");
  const bool caption = !name.empty() && name != text_of(content, "body");
  chat::Text text;
  if (caption) text = read_text(content, is_reply);
  if (name.empty()) name = text_of(content, "body");
  name = one_line(clean(name));
  if (!text.empty()) text.emplace_back(chat::Plain{"\n"});
  text.emplace_back(
      chat::Link{link_to_event(around.room, id, server_of(around.self)), name.empty() ? "file" : name});
  return text;
}

// Of a message: its content after its newest edit, when the server tells.
const json& newest_content(const json& message) {
  const json& replacement = child(child(child(message, "unsigned"), "m.relations"), "m.replace");
  const json& now = child(child(replacement, "content"), "m.new_content");
  const bool own = text_of(replacement, "sender") == text_of(message, "sender");
  return own && now.is_object() ? now : child(message, "content");
}

bool means_something(const std::vector<std::string>& names, const std::string& reaction) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return config::same_reaction(name, reaction); });
}

class Event {
 public:
  Event(const json& event, const Surroundings& around)
      : event_(event),
        around_(around),
        id_(text_of(event, "event_id")),
        type_(text_of(event, "type")),
        sender_(text_of(event, "sender")),
        content_(child(event, "content")) {}

  Reading read() const {
    if (id_.empty() || type_.empty() || sender_.empty()) {
      return PassedOver{"an event without id, type or sender", true};
    }
    if (type_ == "m.room.member") return member();
    if (sender_ == around_.self) return PassedOver{"Houston's own event"};
    if (type_ == "m.room.redaction") return redaction();
    if (event_.contains("state_key")) return PassedOver{"a state event of type " + short_type(type_)};
    if (type_ == "m.room.encrypted") return Unreadable{PersonId{sender_}};
    if (type_ == "m.room.message") return message();
    if (type_ == "m.reaction") return reaction();
    if (is_poll(type_, "response")) return poll_response();
    return PassedOver{"an event of type " + short_type(type_),
                      type_ != "m.sticker" && !is_poll(type_, "start") && !is_poll(type_, "end") &&
                          !type_.starts_with("m.call.")};
  }

 private:
  Incoming incoming(std::string person, decltype(chat::Event::what) what) const {
    Incoming result;
    result.event.workspace = around_.workspace;
    result.event.key = id_;
    result.event.person = PersonId{std::move(person)};
    result.event.at = around_.at;
    result.event.can_ask = true;
    result.event.forms = false;
    result.event.whispers = false;
    result.event.what = std::move(what);
    return result;
  }

  const json* earlier(const std::string& event) const {
    return around_.earlier ? around_.earlier(event) : nullptr;
  }

  Reading message() const {
    if (!content_.is_object() || content_.empty()) return PassedOver{"a message that was redacted"};
    const Relation relation = relation_of(content_);
    if (relation.type == "m.replace") return edit(relation);
    const std::string kind = text_of(content_, "msgtype");
    if (kind == "m.notice") return PassedOver{"a notice: what bots say"};
    if (kind != "m.text" && kind != "m.emote" && !is_file(kind) && kind != "m.location") {
      return PassedOver{"a message of type " + short_type(kind), true};
    }
    chat::Said what;
    what.room = around_.room;
    what.message = id_;
    if (relation.type == "m.thread" && !relation.event.empty()) what.thread = relation.event;
    what.direct = around_.direct;
    what.text = named_by_all(says(content_, relation.is_reply, id_, around_));
    // Whose message is answered is mentioned by every client: that alone is no word to Houston.
    what.mentions_houston = mentions(what.text, around_.self) || (!relation.is_reply && named_in(content_));
    leave_out_own_mention(what.text, around_.self);
    const bool command = take_command_word(what.text);
    Incoming result;
    if (what.direct) {
      const auto choice = command || !around_.offer
                              ? std::nullopt
                              : chosen_by_words(around_.offer->choices, words_of(what.text));
      // The word before it says that it is a command, whatever is being asked.
      if (command) what.text.insert(what.text.begin(), chat::Plain{"houston "});
      if (choice) {
        chat::Clicked clicked{choice->action, choice->value, around_.room, around_.offer->event};
        clicked.typed = what;
        result = incoming(sender_, std::move(clicked));
      } else {
        result = incoming(sender_, what);
      }
    } else if (command) {
      result = incoming(sender_, chat::Command{around_.room, what.text});
    } else if (what.mentions_houston) {
      result = incoming(sender_, what);
    } else {
      return PassedOver{"a room's message that does not mention Houston"};
    }
    result.thread = what.thread.value_or("");
    return result;
  }

  Reading edit(const Relation& relation) const {
    const json& now = child(content_, "m.new_content");
    if (relation.event.empty() || !now.is_object()) {
      return PassedOver{"an edit without an event or new content", true};
    }
    const json* original = earlier(relation.event);
    if (original == nullptr) return Wants{relation.event};
    // Edits of edits point to the original; some point to the edit.
    std::string target = relation.event;
    const Relation before = relation_of(child(*original, "content"));
    if (before.type == "m.replace" && !before.event.empty() && before.event != target) {
      target = before.event;
      original = earlier(target);
      if (original == nullptr) return Wants{target};
    }
    if (text_of(*original, "sender") != sender_) return PassedOver{"an edit of somebody else's message"};
    if (text_of(*original, "type") != "m.room.message") return PassedOver{"an edit of no message"};
    const std::string kind = text_of(now, "msgtype");
    if (kind == "m.notice") return PassedOver{"an edit of a notice"};
    chat::Edited what;
    what.room = around_.room;
    what.message = target;
    what.direct = around_.direct;
    const json& was = child(*original, "content");
    what.text = named_by_all(says(now, false, target, around_));
    if (!what.direct && !mentions(what.text, around_.self) && !mentions_houston(was)) {
      return PassedOver{"a room's message was edited that does not mention Houston"};
    }
    leave_out_own_mention(what.text, around_.self);
    if (take_command_word(what.text)) what.text.insert(what.text.begin(), chat::Plain{"houston "});
    return incoming(sender_, std::move(what));
  }

  Reading redaction() const {
    // Up to room version 10 beside the content, from 11 on inside of it; servers send both.
    std::string target = text_of(content_, "redacts");
    if (target.empty()) target = text_of(event_, "redacts");
    if (target.empty()) return PassedOver{"a redaction without an event", true};
    const json* was = earlier(target);
    if (was == nullptr) return Wants{target};
    const std::string type = text_of(*was, "type");
    const std::string author = text_of(*was, "sender");
    if (author == around_.self) return PassedOver{"something of Houston's was redacted"};
    // Nothing tells what it was on any more: whoever took it up knows it by its id. A choice's reaction
    // nobody knows: what was chosen stays.
    if (type == "m.reaction") return incoming(author, chat::Deleted{around_.room, target, around_.direct});
    if (!type.empty() && type != "m.room.message") return PassedOver{"a redaction of " + short_type(type)};
    // Of an edit: the message reads as before again. Houston has no earlier words, and keeps the newest.
    const json& content = child(*was, "content");
    if (relation_of(content).type == "m.replace") return PassedOver{"an edit was redacted"};
    if (!around_.direct && content.is_object() && content.contains("body") && !mentions_houston(content)) {
      return PassedOver{"a room's message was redacted that does not mention Houston"};
    }
    return incoming(author.empty() ? sender_ : author, chat::Deleted{around_.room, target, around_.direct});
  }

  Reading reaction() const {
    const Relation relation = relation_of(content_);
    if (relation.type != "m.annotation" || relation.event.empty() || relation.key.empty()) {
      return PassedOver{"a reaction without event or key", !content_.empty()};
    }
    const json* message = earlier(relation.event);
    if (message == nullptr) return Wants{relation.event};
    const std::string author = text_of(*message, "sender");
    const json& content = child(*message, "content");
    if (author == around_.self) {
      if (const auto choice = chosen_by_reaction(choices_now(*message), relation.key)) {
        return incoming(sender_, chat::Clicked{choice->action, choice->value, around_.room, relation.event});
      }
    }
    chat::Reacted what{around_.room, relation.event, config::reaction_name(clean(relation.key))};
    if (around_.reactions != nullptr && !means_something(*around_.reactions, what.reaction)) {
      return PassedOver{"a reaction that means nothing to Houston"};
    }
    what.id = id_;
    if (!author.empty() && text_of(*message, "type") == "m.room.message" && content.is_object() &&
        !content.empty()) {
      const json& newest = newest_content(*message);
      what.quoted = chat::Quoted{PersonId{author},
                                 says(newest, relation_of(content).is_reply, relation.event, around_)};
    }
    return incoming(sender_, std::move(what));
  }

  Reading poll_response() const {
    const Relation relation = relation_of(content_);
    if (relation.type != "m.reference" || relation.event.empty()) {
      return PassedOver{"a poll's response without a poll", !content_.empty()};
    }
    const json* poll = earlier(relation.event);
    if (poll == nullptr) return Wants{relation.event};
    if (text_of(*poll, "sender") != around_.self) return PassedOver{"a response to somebody else's poll"};
    auto voted = read_response(content_, newest_content(*poll));
    if (!voted) return PassedOver{"a response to what is no poll", true};
    return incoming(sender_, std::move(*voted));
  }

  Reading member() const {
    const std::string whom = text_of(event_, "state_key");
    if (whom.empty()) return PassedOver{"a membership of nobody", true};
    const std::string now = text_of(content_, "membership");
    const json& previous = child(child(event_, "unsigned"), "prev_content");
    const std::string before = text_of(previous, "membership");
    const std::string name = text_of(content_, "displayname");
    if (now == "join" && before == "join") {
      if (whom == around_.self) return PassedOver{"Houston's own profile"};
      if (text_of(previous, "displayname") == name) return PassedOver{"a member's picture"};
      storage::Person person = person_of(around_.workspace, whom, name);
      if (around_.person) {
        if (auto known = around_.person(PersonId{whom})) {
          known->name = person.name;
          person = std::move(*known);
        }
      }
      return incoming(whom, chat::PersonChanged{std::move(person)});
    }
    if (around_.direct) return PassedOver{"a membership of a direct room"};
    if (now == "join") return incoming(whom, chat::JoinedRoom{around_.room});
    if ((now == "leave" || now == "ban") && (before == "join" || before.empty())) {
      return incoming(whom, chat::LeftRoom{around_.room});
    }
    return PassedOver{"a membership that is neither joining nor leaving"};
  }

  chat::Text named_by_all(const chat::Text& text) const {
    return with_own_name(text, around_.self, around_.self_name);
  }

  bool named_in(const json& content) const {
    const json& ids = child(child(content, "m.mentions"), "user_ids");
    return ids.is_array() && std::any_of(ids.begin(), ids.end(), [&](const json& id) {
             return id.is_string() && id.get_ref<const std::string&>() == around_.self;
           });
  }

  bool mentions_houston(const json& content) const {
    const Relation relation = relation_of(content);
    return (!relation.is_reply && named_in(content)) ||
           mentions(named_by_all(read_text(content, relation.is_reply)), around_.self);
  }

  const json& event_;
  const Surroundings& around_;
  std::string id_;
  std::string type_;
  std::string sender_;
  const json& content_;
};

}  // namespace

Reading read_event(const json& event, const Surroundings& around) {
  if (!event.is_object()) return PassedOver{"what is no event", true};
  return Event(event, around).read();
}

std::vector<Choice> choices_now(const json& event) {
  return read_choices(newest_content(event));
}

storage::Person person_of(const WorkspaceId& workspace, const std::string& user, const std::string& name) {
  storage::Person person;
  person.workspace = workspace;
  person.id = PersonId{user};
  person.handle = lower(clean(localpart(user)));
  person.name = one_line(clean(name));
  if (person.name.find_first_not_of(' ') == std::string::npos) person.name = localpart(user);
  return person;
}

}  // namespace houston::bot::matrix
