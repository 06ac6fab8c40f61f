#include "bot/hooks/pages.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "bot/hooks/signature.hpp"

namespace houston::bot::hooks {
namespace {

using net::ServerResponse;

constexpr auto kWindow = std::chrono::minutes(5);
constexpr const char* kSigned = "x-houston-signature";
constexpr const char* kTime = "x-houston-timestamp";
constexpr const char* kDelivery = "x-houston-delivery";
constexpr const char* kGithubSigned = "x-hub-signature-256";
constexpr const char* kGithubDelivery = "x-github-delivery";

ServerResponse plain(int status, std::string text) {
  ServerResponse response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(text) + "\n";
  response.headers["Cache-Control"] = "no-store";
  return response;
}

ServerResponse too_often(Bucket& bucket, Bucket::Time now) {
  ServerResponse response = plain(429, "Too many requests: try again later.");
  response.headers["Retry-After"] = std::to_string(bucket.wait(now).count());
  return response;
}

std::string header(const net::ServerRequest& request, const char* name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? "" : found->second;
}

/// Seconds since 1970, or nothing.
std::optional<Instant> timestamp(const std::string& text) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || text.size() > 11 || text.front() == '-' || error != std::errc() ||
      end != text.data() + text.size()) {
    return std::nullopt;
  }
  return Instant(std::chrono::seconds(seconds));
}

}  // namespace

Pages::Pages(std::vector<Door> doors, const scheduler::Clock& clock, Metrics& metrics, Celebrate celebrate)
    : clock_(clock),
      metrics_(metrics),
      celebrate_(std::move(celebrate)),
      decoy_("no hook has this secret, and no signature opens it") {
  for (Door& door : doors) {
    std::string digest = sha256(door.settings.name);
    entrances_.push_back({std::move(door), std::move(digest)});
  }
}

void Pages::count(const std::string& hook, const char* result) {
  metrics_.count("hooks", {{"hook", hook}, {"result", result}});
}

/// Looks at every name whichever is asked for.
Pages::Entrance* Pages::find(const std::string& name) {
  const std::string digest = sha256(name);
  Entrance* found = nullptr;
  for (Entrance& entrance : entrances_) {
    if (CRYPTO_memcmp(entrance.digest.data(), digest.data(), digest.size()) == 0) found = &entrance;
  }
  return found;
}

bool Pages::proven(const Entrance* entrance, const net::ServerRequest& request) const {
  const Secret& secret = entrance == nullptr ? decoy_ : entrance->door.secret;
  if (entrance != nullptr && entrance->door.settings.kind == config::HookKind::github) {
    return is_signed(secret, request.body, header(request, kGithubSigned));
  }
  return is_signed(secret, header(request, kTime) + "." + request.body, header(request, kSigned));
}

net::ServerResponse Pages::stranger(const std::string& hook, const char* result, ServerResponse response) {
  count(hook, result);
  const auto now = std::chrono::steady_clock::now();
  if (strangers_.take(now)) return response;
  count(hook, "limited");
  return too_often(strangers_, now);
}

boost::asio::awaitable<ServerResponse> Pages::answer(net::ServerRequest request) {
  if (request.method != "POST") {
    ServerResponse response = plain(405, "A hook is told things: POST is all there is.");
    response.headers["Allow"] = "POST";
    co_return response;
  }
  const std::string path = request.target.substr(0, request.target.find('?'));
  Entrance* entrance = find(path.substr(std::string("/hooks/").size()));
  const bool right = proven(entrance, request);
  if (entrance == nullptr) co_return stranger("", "unknown", plain(404, "There is no such hook."));
  const config::Hook& hook = entrance->door.settings;
  const bool github = hook.kind == config::HookKind::github;
  if (!github && request.body.size() > kLargestSigned) {
    co_return stranger(hook.name, "too_large",
                       plain(413, "The body is larger than " + std::to_string(kLargestSigned) + " bytes."));
  }
  if (!right) {
    co_return stranger(
        hook.name, "wrong_signature",
        plain(
            401,
            github
                ? "The signature in X-Hub-Signature-256 is missing or wrong: is the webhook's secret the "
                  "one that Houston reads?"
                : "The signature is missing or wrong. It is X-Houston-Signature: sha256=HEX, where HEX is "
                  "the HMAC-SHA256 with the hook's secret of the X-Houston-Timestamp, a dot and the body."));
  }

  std::string delivery;
  std::set<std::string> deliveries;
  if (github) {
    delivery = header(request, kGithubDelivery);
    if (!is_delivery_id(delivery)) {
      count(hook.name, "malformed");
      co_return plain(400, "There is no X-GitHub-Delivery by which to know this one again.");
    }
  } else {
    const std::string when = header(request, kTime);
    const auto at = timestamp(when);
    if (!at) {
      count(hook.name, "malformed");
      co_return plain(400,
                      "X-Houston-Timestamp is not the time in seconds since 1970, as date +%s tells it.");
    }
    const auto now = clock_.now();
    if (*at < now - kWindow || *at > now + kWindow) {
      co_return stranger(
          hook.name, "stale",
          plain(401,
                "X-Houston-Timestamp is more than five minutes off: sign it afresh, and set the "
                "sender's clock if it is wrong."));
    }
    // Who overhears a delivery can repeat it under another id, but not under another signature.
    const std::string digest = sha256(when + "." + request.body);
    deliveries.insert(hook.name + "/" + digest);
    delivery = header(request, kDelivery);
    if (delivery.empty()) {
      delivery = digest;
    } else if (!is_delivery_id(delivery)) {
      count(hook.name, "malformed");
      co_return plain(400, "X-Houston-Delivery is no id: 1 to 200 characters of ASCII without blanks.");
    }
  }

  Reading reading = github ? read_github(hook, request.headers, request.body) : read_signed(request.body);
  if (const auto* malformed = std::get_if<Malformed>(&reading)) {
    count(hook.name, "malformed");
    co_return plain(400, malformed->why);
  }
  if (std::holds_alternative<Ping>(reading)) {
    count(hook.name, "ping");
    co_return plain(200, "Houston is here.");
  }
  if (std::holds_alternative<Ignored>(reading)) {
    count(hook.name, "ignored");
    co_return plain(204, "");
  }
  const auto steady = std::chrono::steady_clock::now();
  if (!entrance->often.take(steady)) {
    count(hook.name, "limited");
    co_return too_often(entrance->often, steady);
  }
  auto celebration = std::move(std::get<handlers::Celebration>(reading));
  celebration.team = entrance->door.team;
  celebration.source = hook.name + "/" + (celebration.source.empty() ? delivery : celebration.source);
  deliveries.insert(hook.name + "/" + delivery);
  celebration.deliveries = std::move(deliveries);
  const std::string name = hook.name;
  auto work = celebrate_(std::move(celebration));
  const Taken taken = co_await std::move(work);
  switch (taken) {
    case Taken::kept:
    case Taken::known:
      count(name, taken == Taken::kept ? "celebrated" : "known");
      co_return plain(202, "Thank you: the team will hear of it.");
    case Taken::not_kept:
      break;
    case Taken::failed:
      count(name, "failed");
      co_return plain(500, "Something went wrong here: Houston's log says what.");
  }
  count(name, "not_kept");
  ServerResponse response = plain(503, "Houston cannot keep anything now: send it again later.");
  response.headers["Retry-After"] = "30";
  co_return response;
}

}  // namespace houston::bot::hooks
