#include "bot/sandbox/api/arguments.hpp"

#include <algorithm>

#include "bot/net/url.hpp"

namespace houston::bot::sandbox::api {
namespace {

std::string header(const Request& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? "" : found->second;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

void read_json(const Request& request, Arguments& out) {
  out.as_json = true;
  const Json body = Json::parse(request.body, nullptr, false);
  if (body.is_discarded()) {
    out.error = "invalid_json";
  } else if (!body.is_object()) {
    out.error = "json_not_object";
  } else {
    for (const auto& [key, value] : body.items())
      if (!value.is_null()) out.values[key] = value;  // An explicit null means the default.
  }
}

void read_body(const Request& request, Arguments& out) {
  const std::string type = lower(header(request, "content-type"));
  const std::string kind = type.substr(0, type.find_first_of("; "));
  const auto charset_at = type.find("charset=");
  const std::string charset = charset_at == std::string::npos ? "" : type.substr(charset_at + 8);
  if (kind.empty() && request.body.empty()) return;
  if (!charset.empty() && charset.find("utf-8") == std::string::npos &&
      charset.find("iso-8859-1") == std::string::npos) {
    out.error = "invalid_charset";
  } else if (kind == "application/x-www-form-urlencoded") {
    if (!charset.empty()) out.warnings.push_back("superfluous_charset");
    out.values = read_form(request.body);
    if (!is_utf8(out.values)) out.error = "invalid_form_data";
  } else if (kind == "application/json") {
    if (charset.empty()) out.warnings.push_back("missing_charset");
    read_json(request, out);
  } else {
    out.error = kind.empty() ? "missing_post_type" : "invalid_post_type";
  }
}

}  // namespace

Json read_form(const std::string& text) {
  Json out = Json::object();
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find('&', at), text.size());
    const std::string pair = text.substr(at, end - at);
    const auto equals = pair.find('=');
    if (!pair.empty())
      out[net::form_decode(pair.substr(0, equals))] =
          equals == std::string::npos ? "" : net::form_decode(pair.substr(equals + 1));
    at = end + 1;
  }
  return out;
}

bool is_utf8(const Json& values) {
  try {
    values.dump();
    return true;
  } catch (const Json::type_error&) {  // nlohmann's check of UTF-8 comes only with writing.
    return false;
  }
}

Arguments read_arguments(const Request& request) {
  Arguments out;
  if (request.http_method == "GET") {
    out.values = read_form(request.query);
    if (!is_utf8(out.values)) out.error = "invalid_form_data";
  } else {
    read_body(request, out);
  }
  if (!out.error.empty()) out.values = Json::object();
  const std::string authorization = header(request, "authorization");
  if (lower(authorization.substr(0, 7)) == "bearer ") out.token = authorization.substr(7);
  if (out.values.contains("token")) {
    // In a form it is allowed; in JSON or the query it is not, and Slack acts as if there were none.
    if (out.token.empty() && !out.as_json && request.http_method != "GET" &&
        out.values["token"].is_string()) {
      out.token = out.values["token"].get<std::string>();
      out.token_in_body = true;
    }
    out.values.erase("token");
  }
  return out;
}

}  // namespace houston::bot::sandbox::api
