// The inside of Sandbox: the model and its helpers, tied to a listener and a timer.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <map>
#include <memory>
#include <vector>

#include "bot/net/server.hpp"
#include "bot/net/tls.hpp"
#include "bot/sandbox/api/web_api.hpp"
#include "bot/sandbox/hub.hpp"
#include "bot/sandbox/interactions.hpp"
#include "bot/sandbox/sandbox.hpp"

namespace houston::bot::sandbox {

struct Sandbox::Impl : Workspace::Listener, std::enable_shared_from_this<Sandbox::Impl> {
  Impl(boost::asio::any_io_executor executor, SandboxOptions options);

  Result<void> listen();
  void stop();

  // Workspace::Listener
  void event(const Json& inner) override;
  void happened(const Happening& happening) override;

  Hub::Moment moment() const { return {real(), clock->now()}; }
  std::chrono::milliseconds real() const;
  /// Looks soon at what is due; call after anything that may have changed it.
  void kick();
  void tick();
  void tell_observers();

  boost::asio::awaitable<net::ServerResponse> http(net::ServerRequest request);
  boost::asio::awaitable<net::ServerResponse> web_api(net::ServerRequest request);
  boost::asio::awaitable<net::ServerResponse> control_api(net::ServerRequest request);
  void websocket(std::shared_ptr<net::ServerSocket> socket);

  boost::asio::any_io_executor executor;
  SandboxOptions options;
  std::shared_ptr<scheduler::Clock> clock;
  std::chrono::steady_clock::time_point started;
  Workspace workspace;
  blockkit::Validator validator;
  Faults faults;
  Ids hub_ids;
  Hub hub;
  Interactions interactions;
  api::WebApi api;
  net::ThrowawayCertificate certificate;
  std::unique_ptr<net::Server> server;
  boost::asio::steady_timer timer;
  bool kicked = false, stopped = false;
  int in_flight = 0;
  std::map<const net::ServerSocket*, int> socket_numbers;
  std::vector<ApiCall> calls;
  std::map<int, std::function<void(const Happening&)>> observers;
  int last_observer = 0;
  std::deque<Happening> untold;
  bool telling = false;
  Sandbox* facade = nullptr;  ///< For the control API; null once it is gone.
};

}  // namespace houston::bot::sandbox
