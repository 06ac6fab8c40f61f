// One account on a homeserver of the demo's own, by the plain client-server API: calls that wait, and a /sync
// that goes on in between. Nothing of bot/matrix is in it.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "bot/demo/pump.hpp"
#include "bot/net/http_client.hpp"
#include "config/result.hpp"

namespace houston::bot::demo {

class MatrixClient {
 public:
  using Json = nlohmann::json;

  /// `url`: "http://127.0.0.1:PORT". `token`: of the account, "" for none. Pump and http must outlive it.
  MatrixClient(Pump& pump, net::HttpClient& http, std::string url, std::string token = {});
  ~MatrixClient();
  MatrixClient(const MatrixClient&) = delete;
  MatrixClient& operator=(const MatrixClient&) = delete;

  /// Serves the pump until the answer is there. The error names call and errcode. Throws Left.
  Result<Json> call(const std::string& method, const std::string& path, const Json& body = nullptr);
  /// Nobody waits for the answer.
  void begin(const std::string& method, const std::string& path, const Json& body);
  /// Polls /sync from the first of `batches` on, which get each answer, for as long as this lives.
  void follow(const Json& filter, std::function<void(const Json& batch)> batches);

 private:
  struct Following;
  net::HttpRequest request(const std::string& method, const std::string& path, const Json& body) const;

  Pump& pump_;
  net::HttpClient& http_;
  std::string url_, token_;
  std::shared_ptr<Following> following_;
};

}  // namespace houston::bot::demo
