#include "bot/matrix/discovery.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "bot/json_fields.hpp"
#include "bot/net/url.hpp"

namespace houston::bot::matrix {
namespace {

using boost::asio::awaitable;
using nlohmann::json;
using Kind = ApiFailure::Kind;

constexpr int kMostRedirects = 5;
constexpr std::chrono::milliseconds kPatience{15000};

ApiFailure failure(Kind kind, std::string errcode, std::string what) {
  ApiFailure failed;
  failed.kind = kind;
  failed.errcode = std::move(errcode);
  failed.what = std::move(what);
  return failed;
}

std::string place(const std::string& server_name) {
  return "https://" + server_name + "/.well-known/matrix/client";
}

/// Unencrypted only where nobody else can listen.
bool trustworthy(const net::Url& url) {
  return url.scheme == "https" || (url.scheme == "http" && url.loopback());
}

}  // namespace

Outcome<std::string> read_well_known(const std::string& server_name, const net::HttpResponse& response) {
  if (response.status == 404) return "https://" + server_name;
  const std::string cure = "; write the homeserver's own address (https://…) as homeserver in the settings";
  if (response.status / 100 == 5) {
    return failure(Kind::retry, "http_" + std::to_string(response.status),
                   server_name + " cannot say at the moment where its homeserver is (" + place(server_name) +
                       " answers " + std::to_string(response.status) + ")" + cure);
  }
  const json body = json::parse(response.body, nullptr, false);
  const std::string base = text_of(child(body, "m.homeserver"), "base_url");
  const auto url = net::parse_url(base);
  if (response.status != 200 || base.empty() || !url || !trustworthy(*url)) {
    return failure(Kind::operate, "not_json",
                   server_name + " does not say where its Matrix homeserver is (" + place(server_name) +
                       " should name it in m.homeserver, base_url)" + cure);
  }
  return base.back() == '/' ? base.substr(0, base.size() - 1) : base;
}

awaitable<Outcome<std::string>> discover(Transport transport, std::string server_name) {
  std::string at = place(server_name);
  for (int redirects = 0; redirects <= kMostRedirects; ++redirects) {
    net::HttpRequest request;
    request.url = at;
    request.repeatable = true;
    request.timeout = kPatience;
    net::HttpOutcome outcome = co_await transport(std::move(request));
    if (const auto* error = std::get_if<net::NetError>(&outcome)) {
      ApiFailure failed = read_failure(*error);
      failed.kind = Kind::retry;
      failed.what = "Where the homeserver of " + server_name + " is could not be asked: " + failed.what +
                    "; check homeserver in the settings, and the network";
      co_return failed;
    }
    const auto& response = std::get<net::HttpResponse>(outcome);
    if (response.status / 100 != 3) co_return read_well_known(server_name, response);
    const auto location = response.headers.find("location");
    std::string next = location == response.headers.end() ? std::string() : location->second;
    if (next.starts_with("/")) {
      const auto here = net::parse_url(at);
      if (here) next = here->scheme + "://" + here->host_header() + next;
    }
    const auto url = net::parse_url(next);
    if (!url || url->scheme != "https") break;
    at = next;
  }
  co_return failure(Kind::operate, "redirect",
                    place(server_name) +
                        " leads nowhere; write the homeserver's own address (https://…) as "
                        "homeserver in the settings");
}

}  // namespace houston::bot::matrix
