// A network that is a script: what Slack answers is set by the test, what Houston sent is kept for it. Time
// that would be slept is only noted.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "bot/slack/connect.hpp"

namespace houston::bot::slack {

struct Sent {
  std::string method;  ///< Of the Web API, or the whole URL of anything else.
  std::map<std::string, std::string> parameters;
  std::string body;
  std::string authorization;
};

/// The client's end of a websocket whose other end is the test.
class ScriptLink final : public Link {
 public:
  ScriptLink(boost::asio::any_io_executor executor, std::shared_ptr<struct ScriptSocket> socket);
  boost::asio::awaitable<net::WebSocket::Incoming> read() override;
  void send(std::string text) override;
  void close() override;

 private:
  std::shared_ptr<struct ScriptSocket> socket_;
};

/// The test's end.
struct ScriptSocket {
  explicit ScriptSocket(boost::asio::any_io_executor executor);
  void push(net::WebSocket::Incoming incoming);
  void text(const nlohmann::json& frame) { push(net::WebSocket::Text{frame.dump()}); }
  void hello() { text({{"type", "hello"}, {"debug_info", {{"approximate_connection_time", 3600}}}}); }

  std::deque<net::WebSocket::Incoming> incoming;
  std::vector<nlohmann::json> received;  ///< Acknowledgements.
  bool closing = false;
  std::unique_ptr<class ScriptSignal> signal;
  ~ScriptSocket();
};

class Script {
 public:
  Script();
  ~Script();

  using Answer = net::HttpOutcome;
  /// The next answers to a method, in order; the last one stays.
  void answer(const std::string& method, const nlohmann::json& body,
              std::map<std::string, std::string> headers = {});
  void answer_http(const std::string& method, Answer answer);
  Network network();

  /// Runs the coroutine to its end and gives its result.
  template <class T>
  T run(boost::asio::awaitable<T> work);
  /// Runs what is ready until `done`, at most a few seconds of real time. False when time is up.
  bool until(const std::function<bool()>& done);

  std::vector<Sent> of(const std::string& method) const;

  boost::asio::io_context context;
  std::map<std::string, std::deque<Answer>> answers;
  std::vector<Sent> sent;
  std::vector<std::chrono::milliseconds> slept;
  std::vector<std::shared_ptr<ScriptSocket>> sockets;  ///< In order of connecting.
  std::deque<net::NetError> refuse;                    ///< Connections that fail before one succeeds.
  bool hang = false;                                   ///< Connections neither succeed nor fail.
  int hanging = 0;
  Metrics metrics;
};

template <class T>
T Script::run(boost::asio::awaitable<T> work) {
  std::optional<T> result;
  std::exception_ptr failure;
  boost::asio::co_spawn(context, std::move(work), [&](std::exception_ptr error, T value) {
    failure = error;
    result = std::move(value);
  });
  until([&] { return result.has_value(); });
  if (failure) std::rethrow_exception(failure);
  return std::move(result).value();
}

net::HttpResponse http(int status, std::string body, std::map<std::string, std::string> headers = {});
SlackOptions script_options(const scheduler::Clock& clock);

}  // namespace houston::bot::slack
