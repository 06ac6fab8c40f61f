#include "bot/status_pages.hpp"

#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "config/secret.hpp"

namespace houston::bot {
namespace {

using boost::asio::awaitable;

net::ServerResponse plain(int status, std::string text) {
  net::ServerResponse response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(text);
  return response;
}

class StatusPages {
 public:
  StatusPages(std::function<awaitable<HealthReport>()> look, Metrics& metrics, ReadCalendar read,
              std::unique_ptr<hooks::Pages> hooks)
      : look_(std::move(look)), metrics_(metrics), hooks_(std::move(hooks)) {
    if (read) calendars_.emplace(std::move(read));
  }

  awaitable<net::ServerResponse> answer(net::ServerRequest request) {
    const std::string path = request.target.substr(0, request.target.find('?'));
    if (calendars_ && CalendarPages::owns(path)) {
      net::ServerResponse response = co_await calendars_->answer(std::move(request));
      co_return response;
    }
    if (hooks_ && hooks::Pages::owns(path)) {
      net::ServerResponse response = co_await hooks_->answer(std::move(request));
      co_return response;
    }
    if (path != "/healthz" && path != "/metrics") {
      co_return plain(404, "There is /healthz and /metrics.\n");
    }
    if (request.method != "GET" && request.method != "HEAD") co_return plain(405, "GET is all there is.\n");
    const HealthReport report = co_await look_();
    net::ServerResponse response;
    if (path == "/metrics") {
      response = plain(200, metrics_.text());
      response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    } else {
      response.status = report.status == "ok" ? 200 : 503;
      response.body = to_json(report) + "\n";
    }
    if (request.method == "HEAD") response.body.clear();
    co_return response;
  }

 private:
  std::function<awaitable<HealthReport>()> look_;
  Metrics& metrics_;
  std::optional<CalendarPages> calendars_;
  std::unique_ptr<hooks::Pages> hooks_;
};

}  // namespace

std::string to_json(const HealthReport& report) {
  nlohmann::ordered_json json;
  json["status"] = report.status;
  json["connected"] = report.connected;
  json["due"] = nullptr;
  json["outbox"] = nullptr;
  if (report.due) json["due"] = *report.due;
  if (report.outbox) json["outbox"] = *report.outbox;
  json["problem"] = redact(report.problem);
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Result<std::unique_ptr<net::Server>> serve_status_pages(boost::asio::any_io_executor executor,
                                                        const std::string& address,
                                                        std::function<awaitable<HealthReport>()> look,
                                                        Metrics& metrics, ReadCalendar read,
                                                        std::unique_ptr<hooks::Pages> hooks) {
  net::ServerOptions options;
  const auto colon = address.rfind(':');
  options.host = address.substr(0, colon);
  if (options.host.starts_with('[') && options.host.ends_with(']')) {
    options.host = options.host.substr(1, options.host.size() - 2);
  }
  // config::parse_listen has checked the form.
  std::from_chars(address.data() + colon + 1, address.data() + address.size(), options.port);
  options.connections = 32;
  options.body_limit = hooks ? hooks::kLargestBody : 1024;

  auto pages = std::make_shared<StatusPages>(std::move(look), metrics, std::move(read), std::move(hooks));
  net::ServerHandlers handlers;
  handlers.http = [pages](net::ServerRequest request) { return pages->answer(std::move(request)); };
  return net::Server::start(std::move(executor), std::move(options), std::move(handlers));
}

}  // namespace houston::bot
