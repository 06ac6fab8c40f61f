// Modals: submitting and closing them, and what the app's acknowledgement does to the stack.
#include "bot/sandbox/blockkit/inputs.hpp"
#include "bot/sandbox/interactions.hpp"
#include "bot/sandbox/shapes.hpp"

namespace houston::bot::sandbox {
namespace {

constexpr std::size_t kStack = 3;

std::string listed(const std::vector<std::string>& faults) {
  std::string out;
  for (const std::string& fault : faults) out += (out.empty() ? "" : "; ") + fault;
  return out;
}

bool has_input(const Json& blocks, const std::string& block_id) {
  for (const Json& block : blocks)
    if (block.value("type", "") == "input" && block.value("block_id", "") == block_id) return true;
  return false;
}

Answer refused(Answer answer, const std::string& why) {
  answer.outcome = "refused";
  answer.problem = "Slack would say it had trouble connecting: " + why;
  return answer;
}

}  // namespace

Result<void> Interactions::submit(const std::string& user, const std::string& view_id, const Json& values,
                                  OnAnswer done) {
  View* view = open_modal(user, view_id);
  if (!view) return Error{"No form is open for this person."};
  if (!view->body.contains("submit")) return Error{"This form has no submit button."};
  auto filled =
      blockkit::fill(view->body["blocks"], view->values, values.is_null() ? Json::object() : values);
  if (!filled) return filled.error();
  view->values = std::move(*filled);
  Json payload = common("view_submission", user);
  payload["view"] = view_json(*view, workspace_);
  payload["response_urls"] = Json::array();
  hub_.deliver(
      "interactive", std::move(payload),
      [this, user, id = view->id, done](bool acknowledged, const Json& reply) {
        const Answer answer = submitted(user, id, acknowledged, reply);
        if (done) done(answer);
      },
      moment());
  return {};
}

Answer Interactions::submitted(const std::string& user, const std::string& view_id, bool acknowledged,
                               const Json& payload) {
  Answer answer;
  answer.acknowledged = acknowledged;
  answer.payload = payload;
  if (!acknowledged) {
    answer.problem = "The app did not respond in time (or is not connected); the form stays open.";
    return answer;
  }
  View* view = open_modal(user, view_id);
  if (!view) return refused(answer, "the form is not open any more.");
  if (!payload.is_object() || payload.empty()) {
    // The topmost closes; whatever was pushed above it meanwhile goes as well.
    while (!workspace_.stack(user).empty()) {
      const bool last = workspace_.stack(user).back().id == view_id;
      workspace_.close_views(user, false);
      if (last) break;
    }
    answer.outcome = "closed";
    return answer;
  }
  if (const auto faults = validator_.submission_ack(payload); !faults.empty())
    return refused(answer, listed(faults));
  const std::string action = payload.value("response_action", "");
  if (action == "errors") {
    for (const auto& [block, text] : payload["errors"].items())
      if (!has_input(view->body["blocks"], block))
        return refused(answer, "there is no input block \"" + block + "\".");
    answer.errors = payload["errors"];
    answer.outcome = "errors";
  } else if (action == "update") {
    workspace_.update_view(*view, payload["view"]);
    answer.outcome = "updated";
  } else if (action == "push") {
    if (workspace_.stack(user).size() >= kStack) return refused(answer, "three forms are open already.");
    workspace_.push_view(user, payload["view"]);
    answer.outcome = "pushed";
  } else {
    workspace_.close_views(user, true);
    answer.outcome = "cleared";
  }
  return answer;
}

Result<void> Interactions::close_view(const std::string& user, const std::string& view_id, OnAnswer done) {
  View* view = open_modal(user, view_id);
  if (!view) return Error{"No form is open for this person."};
  const View closed = *view;
  while (!workspace_.stack(user).empty()) {
    const bool last = workspace_.stack(user).back().id == closed.id;
    workspace_.close_views(user, false);
    if (last) break;
  }
  if (!closed.body.value("notify_on_close", false)) {
    Answer answer;
    answer.acknowledged = true;
    if (done) done(answer);
    return {};
  }
  Json payload = common("view_closed", user);
  payload.erase("trigger_id");
  payload["view"] = view_json(closed, workspace_);
  payload["is_cleared"] = false;
  plain_answer("interactive", std::move(payload), std::move(done));
  return {};
}

}  // namespace houston::bot::sandbox
