// A workspace with its helpers and nothing around them: clocks that stand still, a wire that writes down.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bot/net/url.hpp"
#include "bot/sandbox/api/web_api.hpp"
#include "bot/sandbox/hub.hpp"
#include "bot/sandbox/interactions.hpp"
#include "bot/sandbox/world.hpp"

namespace houston::bot::sandbox::tests {

struct FakeWire final : Wire {
  std::vector<Json> frames;
  std::vector<std::string> pings;
  std::string ended;
  void send(std::string text) override { frames.push_back(Json::parse(text)); }
  void ping(std::string payload) override { pings.push_back(std::move(payload)); }
  void close(int) override { ended = "closed"; }
  void abort() override { ended = "aborted"; }
  void freeze() override { ended = "frozen"; }
};

struct Fake : Workspace::Listener {
  explicit Fake(bool people = true)
      : clock(
            std::make_shared<scheduler::ManualClock>(Instant(std::chrono::milliseconds(1'795'510'800'000)))),
        workspace(
            *clock, [this] { return real; }, 1, *this),
        faults(2),
        hub_ids(3),
        hub(HubOptions{}, hub_ids),
        interactions(workspace, hub, validator),
        api(workspace, validator, faults,
            [this](const std::string&) { return hub.enabled ? "wss://x/" : ""; }) {
    make_world(workspace, people);
    workspace.base_url = "https://sandbox";
    api.called = [this](const ApiCall& call) { calls.push_back(call); };
  }
  void event(const Json& inner) override {
    events.push_back(inner);
    if (!quiet) interactions.event(inner);
  }
  void happened(const Happening& happening) override { happenings.push_back(happening); }

  /// A Web API call as the SDK makes it: a form, structures as JSON text.
  Json call(const std::string& method, const Json& arguments, std::string token = {}) {
    api::Request request;
    request.method = method;
    request.headers["content-type"] = "application/x-www-form-urlencoded";
    request.headers["authorization"] = "Bearer " + (token.empty() ? workspace.app.bot_token : token);
    for (const auto& [key, value] : arguments.items())
      request.body += (request.body.empty() ? "" : "&") + key + "=" +
                      net::percent_encode(value.is_string() ? value.get<std::string>() : value.dump());
    reply = api.answer(request);
    return Json::parse(reply.body, nullptr, false);
  }
  std::string error(const std::string& method, const Json& arguments) {
    return call(method, arguments).value("error", "");
  }
  Hub::Moment moment() const { return {real, clock->now()}; }
  void pass(std::chrono::milliseconds time) { clock->advance_to(clock->now() + time); }

  std::shared_ptr<scheduler::ManualClock> clock;
  std::chrono::milliseconds real{0};
  Workspace workspace;
  blockkit::Validator validator;
  Faults faults;
  Ids hub_ids;
  Hub hub;
  Interactions interactions;
  api::WebApi api;
  api::Reply reply;
  bool quiet = true;  ///< Events stay here instead of going to the hub.
  std::vector<Json> events;
  std::vector<Happening> happenings;
  std::vector<ApiCall> calls;
};

}  // namespace houston::bot::sandbox::tests
