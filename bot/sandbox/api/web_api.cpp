#include "bot/sandbox/api/web_api.hpp"

#include <algorithm>

#include "bot/sandbox/api/methods.hpp"

namespace houston::bot::sandbox::api {
namespace {

template <class Range>
std::string joined(const Range& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ",") + part;
  return out;
}

void too_many(Reply& reply, int seconds) {
  reply.status = 429;
  reply.headers["retry-after"] = std::to_string(seconds);
}

// The channel whose post bucket is meant: a person's direct message is one place, by U or by D id.
std::string post_bucket(Workspace& workspace, const Json& arguments) {
  const std::string name = arguments.contains("channel") && arguments["channel"].is_string()
                               ? arguments["channel"].get<std::string>()
                               : "";
  if (workspace.user(name)) return workspace.open_dm(name).id;
  const auto id = name == "dm" ? Result<std::string>(name) : workspace.place_id(name, {});
  return id ? *id : name;
}

// Faults that keep the request from being done. True: the reply is made.
bool fault_before(const Fault& fault, Reply& reply, std::string& logged) {
  switch (fault.kind) {
    case Fault::Kind::ratelimit:
      too_many(reply, fault.retry_after);
      reply.body = fail("ratelimited").dump();
      logged = "http_429";
      return true;
    case Fault::Kind::http_500:
      reply.status = 500;
      reply.body = fail("internal_error").dump();
      logged = "http_500";
      return true;
    case Fault::Kind::html_502:
      reply.status = 502;
      reply.content_type = "text/html";
      reply.body = "<html><body><h1>502 Bad Gateway</h1></body></html>";
      logged = "http_502";
      return true;
    case Fault::Kind::drop_before:
      reply.hang_up = true;
      logged = "dropped";
      return true;
    case Fault::Kind::api_error:
      logged = fault.error.empty() ? "fatal_error" : fault.error;
      reply.body = fail(logged).dump();
      return true;
    default:
      return false;
  }
}

void fault_after(const Fault& fault, Reply& reply, std::string& logged) {
  if (fault.kind == Fault::Kind::drop_after) {
    reply.hang_up = true;
    logged = "dropped";
  } else if (fault.kind == Fault::Kind::delay) {
    reply.delay = std::chrono::milliseconds(fault.delay_ms);
  } else if (fault.kind == Fault::Kind::internal_error) {
    reply.body = fail("internal_error").dump();
    logged = "internal_error";
  }
}

}  // namespace

WebApi::WebApi(Workspace& workspace, const blockkit::Validator& validator, Faults& faults,
               std::function<std::string(const std::string&)> socket_mode_url)
    : workspace_(workspace),
      validator_(validator),
      faults_(faults),
      socket_mode_url_(std::move(socket_mode_url)) {}

Reply WebApi::answer(const Request& request) {
  Reply reply;
  reply.headers["x-slack-req-id"] = workspace_.ids.hex(32);
  ApiCall call;
  call.number = ++calls_;
  call.at = workspace_.now();
  call.method = request.method;
  const Arguments arguments = read_arguments(request);
  call.arguments = arguments.values;
  const auto fault = faults_.meet(request.method);
  if (!fault || !fault_before(*fault, reply, call.error)) {
    const Json answer = perform(request, arguments, reply, call.error);
    reply.body = answer.dump();
    call.done = answer.value("ok", false);
    if (fault) fault_after(*fault, reply, call.error);
  }
  if (called) called(call);
  return reply;
}

Json WebApi::perform(const Request& request, const Arguments& arguments, Reply& reply, std::string& logged) {
  const auto refused = [&](Json answer) {
    logged = answer.value("error", "");
    return answer;
  };
  const Method* method = find_method(request.method);
  if (!method) {
    Json answer = fail("unknown_method");
    answer["req_method"] = request.method;
    return refused(std::move(answer));
  }
  if (!arguments.error.empty()) return refused(fail(arguments.error));
  if (Json refusal = authorized(*method, arguments, reply); !refusal.is_null())
    return refused(std::move(refusal));
  const std::string bucket = method->tier == Tier::post ? post_bucket(workspace_, arguments.values) : "";
  if (const auto wait = limits.take(*method, bucket, workspace_.now())) {
    too_many(reply, *wait);
    return refused(fail("ratelimited"));
  }
  // Reads have long ignored a JSON body; the cautious client sends them forms.
  static const Json nothing = Json::object();
  std::vector<std::string> warnings = arguments.warnings;
  const auto host = request.headers.find("host");
  const std::string host_name = host == request.headers.end() ? "" : host->second;
  Call call{workspace_, validator_, method->reads && arguments.as_json ? nothing : arguments.values,
            warnings,   host_name,  [&] { return socket_mode_url_(host_name); }};
  Json answer = method->run(call);
  if (!warnings.empty()) {
    answer["warning"] = joined(warnings);
    answer["response_metadata"]["warnings"] = warnings;
  }
  return answer.value("ok", false) ? answer : refused(std::move(answer));
}

// Null, or the refusal.
Json WebApi::authorized(const Method& method, const Arguments& arguments, Reply& reply) const {
  const App& app = workspace_.app;
  const std::string& token = arguments.token;
  if (token.empty()) return fail("not_authed");
  const bool app_level = token == app.app_token, bot = token == app.bot_token;
  if (!app_level && !bot) return fail("invalid_auth");
  if (app_level && arguments.token_in_body) return fail("not_allowed_token_type");
  if (app.token_revoked) return fail("token_revoked");
  if ((method.token == Method::Token::bot && !bot) || (method.token == Method::Token::app && !app_level))
    return fail("not_allowed_token_type");
  if (app_level) {
    reply.headers["x-oauth-scopes"] = "connections:write";
    return {};
  }
  const std::string provided = joined(app.scopes);
  reply.headers["x-oauth-scopes"] = provided;
  if (method.scopes.empty()) return {};
  reply.headers["x-accepted-oauth-scopes"] = joined(method.scopes);
  if (std::any_of(method.scopes.begin(), method.scopes.end(),
                  [&](const std::string& scope) { return app.scopes.count(scope) > 0; }))
    return {};
  Json refusal = fail("missing_scope");
  refusal["needed"] = joined(method.scopes);
  refusal["provided"] = provided;
  return refusal;
}

}  // namespace houston::bot::sandbox::api
