#include "bot/slack/interactions.hpp"

#include "bot/json_fields.hpp"
#include "bot/slack/escape.hpp"
#include "bot/slack/events.hpp"
#include "bot/slack/render_form.hpp"
#include "bot/slack/render_message.hpp"
#include "bot/slack/text.hpp"

namespace houston::bot::slack {
namespace {

using nlohmann::json;

struct Common {
  const json& payload;
  const std::string& key;
  const WorkspaceId& workspace;
  Instant at;

  Incoming incoming(std::string person, Answering::By by, decltype(chat::Event::what) what) const {
    Incoming result;
    result.event.workspace = workspace;
    result.event.key = key;
    result.event.person = PersonId{std::move(person)};
    result.event.at = at;
    result.event.what = std::move(what);
    result.answering.by = by;
    result.answering.trigger = text_of(payload, "trigger_id");
    result.answering.response_url = text_of(payload, "response_url");
    result.event.can_ask = !result.answering.trigger.empty();
    return result;
  }
};

std::string value_of(const json& state) {
  for (const char* name : {"value", "selected_date", "selected_time", "selected_user", "selected_channel",
                           "selected_conversation"}) {
    if (const json& value = child(state, name); value.is_string()) return clean(value.get<std::string>());
  }
  return text_of(child(state, "selected_option"), "value");
}

Reading clicked(const Common& common, const std::string& person) {
  const json& actions = child(common.payload, "actions");
  if (!actions.is_array() || actions.empty()) return PassedOver{"block_actions without an action", true};
  const json& action = actions.front();
  const std::string id = text_of(action, "action_id");
  if (id.empty()) return PassedOver{"block_actions without action_id", true};
  const json& container = child(common.payload, "container");
  const json& message = child(common.payload, "message");
  std::string room = text_of(child(common.payload, "channel"), "id");
  if (room.empty()) room = text_of(container, "channel_id");
  std::string ts = text_of(container, "message_ts");
  if (ts.empty()) ts = text_of(message, "ts");
  chat::Clicked what;
  what.action = action_of(id);
  what.value = value_of(action);
  if (!room.empty()) what.room = RoomId{room};
  if (!ts.empty()) what.message = ts;
  Incoming incoming = common.incoming(person, Answering::By::click, std::move(what));
  incoming.answering.room = room;
  incoming.answering.thread = text_of(message, "thread_ts");
  return incoming;
}

Reading submitted(const Common& common, const std::string& person) {
  const json& view = child(common.payload, "view");
  const auto name = read_private_metadata(text_of(view, "private_metadata"));
  if (!name) return PassedOver{"the submission of a view that is not Houston's", true};
  chat::Submitted what;
  what.form = name->form;
  what.state = name->state;
  const json& values = child(child(view, "state"), "values");
  if (values.is_object()) {
    for (const auto& [field, inputs] : values.items()) {
      if (inputs.is_object() && !inputs.empty()) what.values[field] = value_of(*inputs.begin());
    }
  }
  return common.incoming(person, Answering::By::submission, std::move(what));
}

Reading shortcut(const Common& common, const std::string& person) {
  const std::string id = text_of(common.payload, "callback_id");
  if (id.empty()) return PassedOver{"a shortcut without callback_id", true};
  chat::ShortcutUsed what;
  what.shortcut = id;
  const std::string room = text_of(child(common.payload, "channel"), "id");
  std::string ts = text_of(common.payload, "message_ts");
  if (ts.empty()) ts = text_of(child(common.payload, "message"), "ts");
  if (!room.empty()) what.room = RoomId{room};
  if (!ts.empty()) what.message = ts;
  if (const json& message = child(common.payload, "message"); message.is_object()) {
    what.quoted = read_quoted(message);
  }
  Incoming incoming = common.incoming(person, Answering::By::click, std::move(what));
  incoming.answering.room = room;
  return incoming;
}

}  // namespace

Reading read_command(const json& payload, const std::string& key, const WorkspaceId& workspace, Instant at) {
  const Common common{payload, key, workspace, at};
  const std::string room = text_of(payload, "channel_id");
  const std::string person = text_of(payload, "user_id");
  if (room.empty() || person.empty()) return PassedOver{"a slash command without channel or user", true};
  Incoming incoming = common.incoming(person, Answering::By::command,
                                      chat::Command{RoomId{room}, decode(text_of(payload, "text"))});
  incoming.answering.room = room;
  return incoming;
}

Reading read_interaction(const json& payload, const std::string& key, const WorkspaceId& workspace,
                         Instant at) {
  const Common common{payload, key, workspace, at};
  const std::string type = text_of(payload, "type");
  if (type == "view_closed") return PassedOver{"a form was closed"};
  const std::string person = text_of(child(payload, "user"), "id");
  if (person.empty()) return PassedOver{"an interaction without user", true};
  if (type == "block_actions") return clicked(common, person);
  if (type == "view_submission") return submitted(common, person);
  if (type == "shortcut" || type == "message_action") return shortcut(common, person);
  return PassedOver{"an interaction of type " + cut(one_line(clean(type)), 40), true};
}

Reading read_envelope(const json& envelope, const Identity& self, const WorkspaceId& workspace, Instant at) {
  const std::string type = text_of(envelope, "type");
  const std::string id = text_of(envelope, "envelope_id");
  const json& payload = child(envelope, "payload");
  if (!payload.is_object()) return PassedOver{"an envelope without payload", true};
  const std::string key = id.empty() ? std::string() : "envelope:" + id;
  if (type == "events_api") return read_event(payload, self, workspace, at);
  if (type == "slash_commands") return read_command(payload, key, workspace, at);
  if (type == "interactive") return read_interaction(payload, key, workspace, at);
  return PassedOver{"an envelope of type " + cut(one_line(clean(type)), 40), true};
}

}  // namespace houston::bot::slack
