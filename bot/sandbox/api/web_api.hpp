// A Web API request from first byte to answer: body, token, scopes, rate limit, method, faults. Sans I/O.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>

#include "bot/sandbox/api/arguments.hpp"
#include "bot/sandbox/api/rate_limits.hpp"
#include "bot/sandbox/blockkit/validator.hpp"
#include "bot/sandbox/faults.hpp"
#include "bot/sandbox/workspace.hpp"

namespace houston::bot::sandbox::api {

struct Reply {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::map<std::string, std::string> headers;
  std::string body;
  bool hang_up = false;                ///< Drop the connection instead of answering.
  std::chrono::milliseconds delay{0};  ///< Real time to wait before answering.
};

class WebApi {
 public:
  WebApi(Workspace& workspace, const blockkit::Validator& validator, Faults& faults,
         std::function<std::string(const std::string& host)> socket_mode_url);

  Reply answer(const Request& request);
  RateLimits limits;
  /// Called for every request once it is answered.
  std::function<void(const ApiCall&)> called;

 private:
  Json perform(const Request& request, const Arguments& arguments, Reply& reply, std::string& logged);
  Json authorized(const Method& method, const Arguments& arguments, Reply& reply) const;

  Workspace& workspace_;
  const blockkit::Validator& validator_;
  Faults& faults_;
  std::function<std::string(const std::string&)> socket_mode_url_;
  std::int64_t calls_ = 0;
};

}  // namespace houston::bot::sandbox::api
