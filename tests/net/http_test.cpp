// The HTTP client against Houston's own server, over real TLS on loopback.
#include <boost/asio/ssl/context.hpp>

#include "tests/net/support.hpp"

namespace houston::net::test {
namespace {

asio::awaitable<ServerResponse> echo(ServerRequest request) {
  ServerResponse response;
  response.body = request.method + " " + request.target + " " + request.body;
  response.headers["X-Seen"] = request.headers["x-sent"];
  if (request.target == "/hang-up") response.hang_up = true;
  if (request.target == "/throw") throw std::runtime_error("inside");
  co_return response;
}

struct World {
  asio::io_context io{1};
  std::unique_ptr<Server> server;
  std::unique_ptr<HttpClient> client;
  bool tls;

  explicit World(bool secure, ServerOptions options = {}, HttpLimits limits = {}) : tls(secure) {
    if (tls) options.tls = server_context();
    ServerHandlers handlers;
    handlers.http = echo;
    server = Server::start(io.get_executor(), options, handlers).value();
    client = std::make_unique<HttpClient>(io.get_executor(), trusting(), ProxySettings{}, limits);
  }
  std::string url(const std::string& target) const {
    return std::string(tls ? "https" : "http") + "://localhost:" + std::to_string(server->port()) + target;
  }
  HttpOutcome send(HttpRequest request) { return run(io, client->send(std::move(request))); }
};

}  // namespace

TEST_CASE("requests are answered, plain and over TLS") {
  World world(GENERATE(false, true));
  auto request = post(world.url("/a?b=c"), "body");
  request.headers.emplace_back("X-Sent", "yes");
  const auto outcome = world.send(request);
  CHECK(good(outcome).status == 200);
  CHECK(good(outcome).body == "POST /a?b=c body");
  CHECK(good(outcome).headers.at("x-seen") == "yes");
  CHECK(good(outcome).headers.at("content-type") == "application/json; charset=utf-8");
  CHECK(good(world.send(get(world.url("/again")))).body == "GET /again ");
  auto head = get(world.url("/"));
  head.method = "HEAD";
  CHECK(good(world.send(head)).body.empty());
  CHECK(good(world.send(get(world.url("/after-head")))).body == "GET /after-head ");
}

TEST_CASE("a body over the server's limit gets 413, however much of it is still on its way") {
  ServerOptions options;
  options.body_limit = 1000;
  World world(GENERATE(false, true), options);
  CHECK(good(world.send(post(world.url("/"), std::string(1000, 'x')))).status == 200);
  CHECK(good(world.send(post(world.url("/"), std::string(3000000, 'x')))).status == 413);
  CHECK(good(world.send(post(world.url("/"), "y"))).status == 200);
}

TEST_CASE("an answer over the client's limit is an error") {
  HttpLimits limits;
  limits.body = 1000;
  World world(false, {}, limits);
  const auto outcome = world.send(post(world.url("/"), std::string(2000, 'x')));
  CHECK(bad(outcome).stage == NetError::Stage::protocol);
  CHECK(bad(outcome).may_have_arrived);
  CHECK(bad(outcome).message.find("1000") != std::string::npos);
}

TEST_CASE("a handler that throws gives 500, one that hangs up gives no answer") {
  World world(GENERATE(false, true));
  CHECK(good(world.send(get(world.url("/throw")))).status == 500);
  const auto outcome = world.send(post(world.url("/hang-up"), "x"));
  CHECK(bad(outcome).stage == NetError::Stage::receive);
  CHECK(bad(outcome).may_have_arrived);
  CHECK_FALSE(bad(outcome).timed_out);
  CHECK(bad(outcome).message.find("localhost") != std::string::npos);
}

}  // namespace houston::net::test
