#include "bot/sandbox/api/response_url.hpp"

#include "bot/sandbox/api/chat_content.hpp"

namespace houston::bot::sandbox::api {
namespace {

ResponseUrlAnswer refusal(int status, const std::string& error) {
  return {status, fail(error).dump()};
}

}  // namespace

std::optional<Json> respond(Call& call, const std::string& user, const std::string& channel) {
  Content content;
  if (auto refused = read_content(call, content, false)) return refused;
  if (content.empty()) return fail("no_text");
  Message draft;
  draft.channel = channel;
  draft.user = call.workspace.app.bot_user;
  draft.from_bot = true;
  draft.thread_ts = call.text("thread_ts");
  if (call.text("response_type") != "in_channel") draft.ephemeral_to = user;
  apply(content, draft, call.workspace);
  call.workspace.post(std::move(draft));
  return std::nullopt;
}

ResponseUrlAnswer post_response_url(Workspace& workspace, const blockkit::Validator& validator,
                                    const std::string& id, const std::string& body) {
  auto* url = workspace.response_url(id);
  if (!url) return refusal(404, "no_service");
  if (url->uses >= 5) return refusal(404, "used_url");
  if (workspace.now() - url->made > std::chrono::minutes(30)) return refusal(404, "expired_url");
  const Json arguments = Json::parse(body, nullptr, false);
  if (arguments.is_discarded() || !arguments.is_object()) return refusal(400, "invalid_payload");
  std::vector<std::string> warnings;
  Call call{workspace, validator, arguments, warnings, {}, {}};
  Message* origin = url->message_ts.empty() ? nullptr : workspace.message(url->channel, url->message_ts);
  if (call.flag("delete_original")) {
    if (!origin) return refusal(404, "message_not_found");
    ++url->uses;
    workspace.erase(*origin);
    return {};
  }
  if (call.flag("replace_original") && origin && !origin->deleted) {
    Content content;
    if (auto refused = read_content(call, content, false)) return {200, refused->dump()};
    if (content.empty()) return refusal(400, "no_text");
    ++url->uses;
    workspace.update(
        *origin,
        [&](Message& changed) {
          changed.blocks = Json::array();
          apply(content, changed, workspace);
        },
        false);
    return {};
  }
  if (auto refused = respond(call, url->user, url->channel)) return {200, refused->dump()};
  ++url->uses;
  return {};
}

}  // namespace houston::bot::sandbox::api
