// /control/: who and what there is, time and trouble.
#include <algorithm>

#include "bot/sandbox/control.hpp"
#include "bot/sandbox/faults.hpp"
#include "bot/sandbox/hub.hpp"

namespace houston::bot::sandbox {
namespace {

Json shown(const User& user) {
  return {{"id", user.id},       {"name", user.handle}, {"real_name", user.real_name},
          {"email", user.email}, {"tz", user.tz},       {"deleted", user.deleted},
          {"bot", user.bot},     {"admin", user.admin}};
}

Json shown(const Channel& channel) {
  return {{"id", channel.id},
          {"name", channel.name},
          {"is_private", channel.is_private},
          {"archived", channel.archived},
          {"im", channel.im},
          {"mpim", channel.mpim},
          {"members", channel.members}};
}

std::int64_t milliseconds(const Sandbox& sandbox) {
  return sandbox.now().time_since_epoch().count();
}

ControlAnswer user(Sandbox& sandbox, const Json& arguments) {
  const std::string who = argument(arguments, "user");
  if (who.empty()) return bad("Whose? Give \"user\".");
  Json changes = arguments;
  changes.erase("user");
  if (!sandbox.user_id(who)) {
    User fresh;
    fresh.handle = who;
    fresh.real_name = who;
    const auto made = sandbox.put_user(fresh);
    if (!made) return bad(made.error().message);
    if (changes.empty()) return good({{"user", shown(*made)}});
  }
  const auto changed = sandbox.change_user(who, changes);
  return changed ? good({{"user", shown(*changed)}}) : bad(changed.error().message);
}

ControlAnswer channel(Sandbox& sandbox, const Json& arguments) {
  Channel wanted;
  const std::string named =
      argument(arguments, "id").empty() ? argument(arguments, "name") : argument(arguments, "id");
  if (const auto known = sandbox.place_id(named))
    for (const Channel& channel : sandbox.channels())
      if (channel.id == *known) wanted = channel;
  if (!argument(arguments, "id").empty()) wanted.id = argument(arguments, "id");
  if (!argument(arguments, "name").empty()) wanted.name = argument(arguments, "name");
  wanted.is_private = truth(arguments, "is_private", wanted.is_private);
  wanted.archived = truth(arguments, "archived", wanted.archived);
  if (arguments.contains("members")) {
    wanted.members.clear();
    for (const Json& who : arguments["members"]) {
      const auto id = sandbox.user_id(who.get<std::string>());
      if (!id) return bad(id.error().message);
      wanted.members.push_back(*id);
    }
  }
  const auto put = sandbox.put_channel(std::move(wanted));
  return put ? good({{"channel", shown(*put)}}) : bad(put.error().message);
}

ControlAnswer clock(Sandbox& sandbox, const Json& arguments) {
  Instant to = sandbox.now();
  if (arguments.contains("to_ms"))
    to = Instant(std::chrono::milliseconds(std::stoll(argument(arguments, "to_ms"))));
  if (arguments.contains("advance_ms"))
    to += std::chrono::milliseconds(std::stoll(argument(arguments, "advance_ms")));
  if (to != sandbox.now() && (arguments.contains("to_ms") || arguments.contains("advance_ms")))
    if (const auto moved = sandbox.advance_clock(to); !moved) return bad(moved.error().message);
  return good({{"now_ms", milliseconds(sandbox)}});
}

ControlAnswer fault(Sandbox& sandbox, const Json& arguments) {
  if (truth(arguments, "clear", false)) {
    sandbox.clear_faults();
    return good();
  }
  Fault fault;
  const auto kind = fault_kind(argument(arguments, "kind"));
  if (!kind)
    return bad("There is no fault \"" + argument(arguments, "kind") + "\"; docs/sandbox.md has the list.");
  fault.kind = *kind;
  fault.method = arguments.value("method", "*");
  if (arguments.contains("count"))
    fault.count =
        arguments["count"].is_null() ? std::nullopt : std::optional(std::stoi(argument(arguments, "count")));
  if (arguments.contains("probability")) fault.probability = std::stod(argument(arguments, "probability"));
  if (arguments.contains("retry_after")) fault.retry_after = std::stoi(argument(arguments, "retry_after"));
  if (arguments.contains("delay_ms")) fault.delay_ms = std::stoi(argument(arguments, "delay_ms"));
  fault.error = argument(arguments, "error");
  sandbox.add_fault(std::move(fault));
  return good();
}

ControlAnswer disconnect(Sandbox& sandbox, const Json& arguments) {
  const auto how = socket_fault(argument(arguments, "how"));
  if (!how) return bad("\"how\" is warning, refresh_requested, link_disabled, close, abort or freeze.");
  const int count = argument(arguments, "count").empty() ? 0 : std::stoi(argument(arguments, "count"));
  return good({{"sockets", sandbox.disconnect_sockets(*how, count)}});
}

ControlAnswer settings(Sandbox& sandbox, const Json& arguments) {
  if (arguments.contains("rate_limits")) sandbox.rate_limits(truth(arguments, "rate_limits", true));
  if (arguments.contains("socket_mode")) sandbox.socket_mode(truth(arguments, "socket_mode", true));
  if (arguments.contains("revoked")) sandbox.revoke_token(truth(arguments, "revoked", false));
  if (arguments.contains("scopes")) sandbox.set_scopes(arguments["scopes"].get<std::set<std::string>>());
  return good();
}

ControlAnswer state(Sandbox& sandbox) {
  Json out = {
      {"team", {{"id", sandbox.team().id}, {"name", sandbox.team().name}, {"domain", sandbox.team().domain}}},
      {"app",
       {{"id", sandbox.app().id},
        {"bot_id", sandbox.app().bot_id},
        {"bot_user", sandbox.app().bot_user},
        {"scopes", sandbox.app().scopes}}},
      {"users", Json::array()},
      {"channels", Json::array()},
      {"sockets", sandbox.sockets()},
      {"waiting", sandbox.waiting()},
      {"lost", sandbox.lost()},
      {"idle", sandbox.idle()},
      {"now_ms", milliseconds(sandbox)}};
  for (const User& user : sandbox.users()) out["users"].push_back(shown(user));
  for (const Channel& channel : sandbox.channels()) out["channels"].push_back(shown(channel));
  return good(std::move(out));
}

}  // namespace

bool control_world(Sandbox& sandbox, const std::string& name, const Json& arguments,
                   const ControlDone& done) {
  try {
    if (name == "user")
      done(user(sandbox, arguments));
    else if (name == "channel")
      done(channel(sandbox, arguments));
    else if (name == "clock")
      done(clock(sandbox, arguments));
    else if (name == "fault")
      done(fault(sandbox, arguments));
    else if (name == "disconnect")
      done(disconnect(sandbox, arguments));
    else if (name == "settings")
      done(settings(sandbox, arguments));
    else if (name == "state")
      done(state(sandbox));
    else
      return false;
  } catch (const std::logic_error&) {  // std::stoi and its kin
    done(bad("A number is not one; docs/sandbox.md has the arguments."));
  }
  return true;
}

}  // namespace houston::bot::sandbox
