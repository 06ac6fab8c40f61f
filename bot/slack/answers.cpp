#include "bot/slack/answers.hpp"

#include <nlohmann/json.hpp>

#include "bot/slack/render_form.hpp"
#include "bot/slack/text.hpp"

namespace houston::bot::slack {
namespace {

using nlohmann::json;

// Slack drops large acknowledgement payloads without a word, from a few kB on (slack-go/slack#1196).
constexpr std::size_t payload_limit = 3000;

// `blocks` is JSON already.
std::string only_to_them(const Rendered& message) {
  std::string body = R"({"response_type":"ephemeral","replace_original":false,"text":)" +
                     json(message.text).dump(-1, ' ', false, json::error_handler_t::replace);
  if (message.blocks != "[]") body += ",\"blocks\":" + message.blocks;
  return body + "}";
}

std::string payload_of(const Rendered& message) {
  std::string body = R"({"response_type":"ephemeral","text":)" +
                     json(message.text).dump(-1, ' ', false, json::error_handler_t::replace);
  if (message.blocks != "[]") body += ",\"blocks\":" + message.blocks;
  return body + "}";
}

void plan_reply(const Rendered& message, const Answering& answering, bool takes_payload, AnswerPlan& plan) {
  if (answering.by == Answering::By::command) {
    if (std::string payload = payload_of(message); takes_payload && payload.size() <= payload_limit) {
      plan.payload = std::move(payload);
      return;
    }
    if (!answering.response_url.empty()) {
      plan.respond = AnswerPlan::Respond{answering.response_url, only_to_them(message)};
      return;
    }
  }
  plan.tell = AnswerPlan::Tell{answering.room, answering.thread, message};
}

}  // namespace

AnswerPlan plan_answer(const handlers::Immediate& immediate, const Answering& answering, bool takes_payload) {
  AnswerPlan plan;
  if (!immediate.refused.empty() && answering.by == Answering::By::submission && takes_payload) {
    plan.payload = render_refused(immediate.refused);
  }
  if (immediate.form && !answering.trigger.empty()) {
    plan.open = AnswerPlan::OpenView{answering.trigger, render(*immediate.form)};
  }
  if (immediate.reply) plan_reply(render(*immediate.reply), answering, takes_payload, plan);
  return plan;
}

chat::Message try_again() {
  return chat::paragraph("The form did not open in time. Please try once more.");
}

}  // namespace houston::bot::slack
