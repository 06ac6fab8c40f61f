#include "bot/sandbox/interactions.hpp"

#include "bot/sandbox/api/response_url.hpp"
#include "bot/sandbox/blockkit/inputs.hpp"
#include "bot/sandbox/shapes.hpp"

namespace houston::bot::sandbox {
namespace {

constexpr const char* kToken = "sandbox-verification-token";  // Deprecated by Slack, still in every payload.

struct Found {
  Json block, element;
};

/// The first with this action_id. They are unique only within a block: among buttons, one whose value this is
/// goes before.
std::optional<Found> find_element(const Json& blocks, const std::string& action_id,
                                  const std::string& value) {
  std::optional<Found> found;
  bool exact = false;
  blockkit::each_element(blocks, [&](const Json& block, const Json& element) {
    if (element.value("action_id", "") != action_id) return;
    const bool named =
        element.value("type", "") == "button" && !value.empty() && element.value("value", "") == value;
    if (found && (exact || !named)) return;
    found = Found{block, element};
    exact = named;
  });
  return found;
}

std::string choices(const Json& blocks) {
  std::string out;
  blockkit::each_element(blocks, [&](const Json&, const Json& element) {
    out += (out.empty() ? "" : ", ") + element.value("action_id", "");
  });
  return out.empty() ? "nothing" : out;
}

Error no_such_element(const std::string& action_id, const Json& blocks) {
  return Error{"There is nothing with the action_id \"" + action_id +
               "\" to click; there is: " + choices(blocks) + "."};
}

// A button's state is nothing; another element's is what was chosen.
Result<Json> chosen_state(const Json& element, const std::string& value) {
  const std::string type = element.value("type", "");
  if (type == "button" || type == "workflow_button" || type == "icon_button") return Json::object();
  return blockkit::choose(element, value.empty() ? Json() : Json(value));
}

Json action_of(const Found& found, const Json& state, const std::string& ts) {
  Json action = blockkit::action_fields(found.element, state);
  action["action_id"] = found.element.value("action_id", "");
  action["block_id"] = found.block.value("block_id", "");
  action["action_ts"] = ts;
  return action;
}

Answer answered(bool acknowledged, const Json& payload) {
  Answer answer;
  answer.acknowledged = acknowledged;
  answer.payload = payload;
  if (!acknowledged) answer.problem = "The app did not respond in time (or is not connected).";
  return answer;
}

}  // namespace

void Interactions::event(const Json& inner) {
  const App& app = workspace_.app;
  Json authorization = {{"enterprise_id", nullptr},
                        {"team_id", workspace_.team.id},
                        {"user_id", app.bot_user},
                        {"is_bot", true},
                        {"is_enterprise_install", false}};
  Json payload = {{"token", kToken},
                  {"team_id", workspace_.team.id},
                  {"api_app_id", app.id},
                  {"event", inner},
                  {"type", "event_callback"},
                  {"event_id", workspace_.ids.id("Ev")},
                  {"event_time", workspace_.unix_now()},
                  {"is_ext_shared_channel", false},
                  {"event_context", "4-" + workspace_.ids.hex(40)},
                  {"context_team_id", workspace_.team.id},
                  {"context_enterprise_id", nullptr}};
  payload["authorizations"].push_back(std::move(authorization));
  hub_.deliver_event(std::move(payload), moment());
}

Json Interactions::common(const std::string& type, const std::string& user) const {
  const auto found = workspace_.users().find(user);
  const std::string handle = found == workspace_.users().end() ? "" : found->second.handle;
  return {{"type", type},
          {"token", kToken},
          {"team", {{"id", workspace_.team.id}, {"domain", workspace_.team.domain}}},
          {"user", {{"id", user}, {"username", handle}, {"name", handle}, {"team_id", workspace_.team.id}}},
          {"api_app_id", workspace_.app.id},
          {"is_enterprise_install", false},
          {"enterprise", nullptr},
          {"trigger_id", workspace_.make_trigger(user)}};
}

Json Interactions::channel_part(const std::string& channel) const {
  const auto found = workspace_.channels().find(channel);
  const bool im = found != workspace_.channels().end() && found->second.im;
  return {{"id", channel},
          {"name", im || found == workspace_.channels().end() ? "directmessage" : found->second.name}};
}

void Interactions::plain_answer(const std::string& type, Json payload, OnAnswer done) {
  hub_.deliver(
      type, std::move(payload),
      [done](bool acknowledged, const Json& answer) {
        if (done) done(answered(acknowledged, answer));
      },
      moment());
}

Result<void> Interactions::command(const std::string& user, const std::string& channel,
                                   const std::string& command, const std::string& text, OnAnswer done) {
  const Json place = channel_part(channel);
  const Json payload = {{"token", kToken},
                        {"team_id", workspace_.team.id},
                        {"team_domain", workspace_.team.domain},
                        {"channel_id", channel},
                        {"channel_name", place["name"]},
                        {"user_id", user},
                        {"user_name", workspace_.users().at(user).handle},
                        {"command", command},
                        {"text", escape_typed(text)},
                        {"api_app_id", workspace_.app.id},
                        {"is_enterprise_install", "false"},
                        {"response_url", workspace_.make_response_url(user, channel, "")},
                        {"trigger_id", workspace_.make_trigger(user)}};
  hub_.deliver(
      "slash_commands", payload,
      [this, user, channel, done](bool acknowledged, const Json& reply) {
        Answer answer = answered(acknowledged, reply);
        if (acknowledged && reply.is_object() && !reply.empty()) {
          std::vector<std::string> warnings;
          api::Call call{workspace_, validator_, reply, warnings, {}, {}};
          if (const auto refusal = api::respond(call, user, channel)) {
            answer.outcome = "refused";
            answer.problem = "Slack would not show this acknowledgement: " + refusal->dump();
          }
        }
        if (done) done(answer);
      },
      moment());
  return {};
}

Result<void> Interactions::click_message(const std::string& user, const std::string& channel,
                                         const std::string& ts, const std::string& action_id,
                                         const std::string& value, OnAnswer done) {
  const Message* message = workspace_.message(channel, ts);
  if (!message || message->deleted || (!message->ephemeral_to.empty() && message->ephemeral_to != user))
    return Error{"There is no message " + ts + " to be seen in " + channel + "."};
  const auto found = find_element(message->blocks, action_id, value);
  if (!found) return no_such_element(action_id, message->blocks);
  auto state = chosen_state(found->element, value);
  if (!state) return state.error();
  Json& values = message_states_[channel + " " + ts + " " + user];
  if (values.is_null()) values = blockkit::initial_values(message->blocks);
  const std::string block_id = found->block.value("block_id", "");
  if (!state->empty() && found->element.value("type", "") != "overflow") values[block_id][action_id] = *state;
  Json payload = common("block_actions", user);
  const bool ephemeral = !message->ephemeral_to.empty();
  payload["container"] = {
      {"type", "message"}, {"message_ts", ts}, {"channel_id", channel}, {"is_ephemeral", ephemeral}};
  payload["channel"] = channel_part(channel);
  payload["message"] = message_json(*message, workspace_, true);
  payload["state"]["values"] = values;
  payload["response_url"] = workspace_.make_response_url(user, channel, ts);
  payload["actions"].push_back(action_of(*found, *state, workspace_.next_ts()));
  plain_answer("interactive", std::move(payload), std::move(done));
  return {};
}

View* Interactions::open_modal(const std::string& user, const std::string& view) {
  auto& stack = workspace_.stack(user);
  if (view.empty()) return stack.empty() ? nullptr : &stack.back();
  for (View& open : stack)
    if (open.id == view) return &open;
  return nullptr;
}

Result<void> Interactions::click_view(const std::string& user, const std::string& view_id,
                                      const std::string& action_id, const std::string& value, OnAnswer done) {
  View* home = workspace_.home(user);
  const bool at_home = view_id == "home" || (home && home->id == view_id);
  View* view = at_home ? home : open_modal(user, view_id);
  if (!view) return Error{at_home ? "The home tab was not published." : "No such form is open."};
  const auto found = find_element(view->body["blocks"], action_id, value);
  if (!found) return no_such_element(action_id, view->body["blocks"]);
  auto state = chosen_state(found->element, value);
  if (!state) return state.error();
  const std::string block_id = found->block.value("block_id", "");
  if (!state->empty() && found->element.value("type", "") != "overflow")
    view->values[block_id][action_id] = *state;
  Json payload = common("block_actions", user);
  payload["container"] = {{"type", "view"}, {"view_id", view->id}};
  payload["view"] = view_json(*view, workspace_);
  payload["actions"].push_back(action_of(*found, *state, workspace_.next_ts()));
  plain_answer("interactive", std::move(payload), std::move(done));
  return {};
}

Result<void> Interactions::shortcut(const std::string& user, const std::string& callback_id,
                                    const std::string& channel, const std::string& ts, OnAnswer done) {
  Json payload = common(ts.empty() ? "shortcut" : "message_action", user);
  payload["callback_id"] = callback_id;
  payload["action_ts"] = workspace_.next_ts();
  if (!ts.empty()) {
    const Message* message = workspace_.message(channel, ts);
    if (!message || message->deleted) return Error{"There is no message " + ts + " in " + channel + "."};
    payload["channel"] = channel_part(channel);
    payload["message"] = message_json(*message, workspace_, true);
    payload["message_ts"] = ts;
    payload["response_url"] = workspace_.make_response_url(user, channel, "");
  }
  plain_answer("interactive", std::move(payload), std::move(done));
  return {};
}

Result<void> Interactions::open_home(const std::string& user, const std::string& tab) {
  if (tab != "home" && tab != "messages") return Error{"The tab is \"home\" or \"messages\"."};
  Json inner = {{"type", "app_home_opened"},
                {"user", user},
                {"channel", workspace_.open_dm(user).id},
                {"tab", tab},
                {"event_ts", workspace_.next_ts()}};
  const View* home = workspace_.home(user);
  if (tab == "home" && home) inner["view"] = view_json(*home, workspace_);
  event(inner);
  return {};
}

}  // namespace houston::bot::sandbox
