// The arguments of a Web API request: form, JSON or query, with Slack's warnings and refusals about the body.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bot/sandbox/model.hpp"

namespace houston::bot::sandbox::api {

struct Request {
  std::string http_method = "POST";
  std::string method;  ///< "chat.postMessage"
  std::string query;
  std::map<std::string, std::string> headers;  ///< Names in lower case.
  std::string body;
};

struct Arguments {
  Json values = Json::object();  ///< Without the token; nulls left out.
  std::string token;             ///< From the Authorization header or the form.
  bool token_in_body = false;
  bool as_json = false;
  std::vector<std::string> warnings;
  std::string error;  ///< Slack's code for a body that cannot be read.
};

Arguments read_arguments(const Request& request);

/// application/x-www-form-urlencoded as an object of strings.
Json read_form(const std::string& text);
bool is_utf8(const Json& values);

}  // namespace houston::bot::sandbox::api
