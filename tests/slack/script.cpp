#include "tests/slack/script.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bot/net/url.hpp"
#include "tests/support/patience.hpp"

namespace houston::bot::slack {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

const std::string api_url = "https://slack.example/api/";

std::map<std::string, std::string> form(const std::string& body) {
  std::map<std::string, std::string> parameters;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = std::min(body.find('&', at), body.size());
    const std::size_t equals = body.find('=', at);
    parameters[net::form_decode(body.substr(at, equals - at))] =
        net::form_decode(body.substr(equals + 1, end - equals - 1));
    at = end + 1;
  }
  return parameters;
}

}  // namespace

// Wakes the one reader.
class ScriptSignal {
 public:
  explicit ScriptSignal(const asio::any_io_executor& executor) : timer(executor) {}
  asio::steady_timer timer;
};

ScriptSocket::ScriptSocket(asio::any_io_executor executor)
    : signal(std::make_unique<ScriptSignal>(executor)) {}
ScriptSocket::~ScriptSocket() = default;

void ScriptSocket::push(net::WebSocket::Incoming message) {
  incoming.push_back(std::move(message));
  signal->timer.cancel();
}

ScriptLink::ScriptLink(asio::any_io_executor, std::shared_ptr<ScriptSocket> socket)
    : socket_(std::move(socket)) {}

awaitable<net::WebSocket::Incoming> ScriptLink::read() {
  const std::shared_ptr<ScriptSocket> socket = socket_;
  while (socket->incoming.empty()) {
    socket->signal->timer.expires_at(std::chrono::steady_clock::time_point::max());
    co_await socket->signal->timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  net::WebSocket::Incoming next = std::move(socket->incoming.front());
  socket->incoming.pop_front();
  co_return next;
}

void ScriptLink::send(std::string text) {
  socket_->received.push_back(nlohmann::json::parse(text));
}

void ScriptLink::close() {
  if (socket_->closing) return;
  socket_->closing = true;
  socket_->push(net::WebSocket::Closed{1000, "closed", false});
}

Script::Script() = default;
Script::~Script() = default;

net::HttpResponse http(int status, std::string body, std::map<std::string, std::string> headers) {
  net::HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  response.headers = std::move(headers);
  return response;
}

void Script::answer(const std::string& method, const nlohmann::json& body,
                    std::map<std::string, std::string> headers) {
  answers[method].push_back(http(200, body.dump(), std::move(headers)));
}

void Script::answer_http(const std::string& method, Answer answer) {
  answers[method].push_back(std::move(answer));
}

std::vector<Sent> Script::of(const std::string& method) const {
  std::vector<Sent> found;
  for (const Sent& request : sent) {
    if (request.method == method) found.push_back(request);
  }
  return found;
}

bool Script::until(const std::function<bool()>& done) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20 * test::kTimeFactor);
  while (!done() && std::chrono::steady_clock::now() < limit) {
    context.restart();
    context.run_one_for(std::chrono::milliseconds(20));
  }
  return done();
}

namespace {

awaitable<net::HttpOutcome> answer_of(Script& script, net::HttpRequest request) {
  Sent sent;
  const bool api = request.url.starts_with(api_url);
  sent.method = api ? request.url.substr(api_url.size()) : request.url;
  sent.body = request.body;
  for (const auto& [name, value] : request.headers) {
    if (name == "Authorization") sent.authorization = value;
  }
  if (api) sent.parameters = form(request.body);
  const std::string method = sent.method;
  script.sent.push_back(std::move(sent));
  std::deque<net::HttpOutcome>& queue = script.answers[method];
  if (queue.empty()) co_return http(200, R"({"ok":false,"error":"not_in_the_script"})");
  net::HttpOutcome outcome = queue.front();
  if (queue.size() > 1) queue.pop_front();
  co_return outcome;
}

awaitable<SocketModeDoors::Connected> connect_to(Script& script, std::string) {
  if (script.hang) {
    ++script.hanging;
    asio::steady_timer never(script.context, std::chrono::steady_clock::time_point::max());
    co_await never.async_wait(asio::use_awaitable);
  }
  if (!script.refuse.empty()) {
    net::NetError error = script.refuse.front();
    script.refuse.pop_front();
    co_return error;
  }
  auto socket = std::make_shared<ScriptSocket>(script.context.get_executor());
  script.sockets.push_back(socket);
  std::unique_ptr<Link> link = std::make_unique<ScriptLink>(script.context.get_executor(), socket);
  co_return std::move(link);
}

awaitable<void> note_sleep(Script& script, std::chrono::milliseconds time) {
  script.slept.push_back(time);
  co_return;
}

}  // namespace

Network Script::network() {
  Network network;
  network.http = [this](net::HttpRequest request) { return answer_of(*this, std::move(request)); };
  network.websocket = [this](std::string url) { return connect_to(*this, std::move(url)); };
  network.sleep = [this](std::chrono::milliseconds time) { return note_sleep(*this, time); };
  return network;
}

SlackOptions script_options(const scheduler::Clock& clock) {
  SlackOptions options;
  options.workspace.name = WorkspaceId{"acme"};
  options.workspace.api_url = api_url;
  options.bot_token = Secret("xoxb-1-script-bot");
  options.app_token = Secret("xapp-1-script-app");
  options.channels = {"#vision"};
  options.seed = 1;
  options.clock = &clock;
  return options;
}

}  // namespace houston::bot::slack
