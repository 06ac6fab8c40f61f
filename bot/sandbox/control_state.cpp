// /control/: what there is to see.
#include "bot/sandbox/control.hpp"

namespace houston::bot::sandbox {
namespace {

Json shown(const Message& message) {
  Json out = {{"channel", message.channel},
              {"ts", message.ts},
              {"thread_ts", message.thread_ts},
              {"user", message.user},
              {"from_bot", message.from_bot},
              {"subtype", message.subtype},
              {"text", message.text},
              {"blocks", message.blocks},
              {"metadata", message.metadata},
              {"reactions", Json::array()},
              {"edited", !message.edited_ts.empty()},
              {"deleted", message.deleted},
              {"ephemeral_to", message.ephemeral_to},
              {"readable", message.readable()}};
  for (const Reaction& reaction : message.reactions)
    out["reactions"].push_back({{"name", reaction.name}, {"users", reaction.users}});
  return out;
}

Json shown(const View& view) {
  return {{"id", view.id},     {"type", view.type},       {"user", view.user},
          {"hash", view.hash}, {"root_id", view.root_id}, {"previous_id", view.previous_id},
          {"view", view.body}, {"values", view.values}};
}

ControlAnswer messages(Sandbox& sandbox, const Json& arguments) {
  const std::string place = argument(arguments, "channel");
  std::vector<Message> found;
  if (place.empty()) {
    found = sandbox.all_messages();
  } else {
    const auto id = sandbox.place_id(place, argument(arguments, "user"));
    if (!id) return bad(id.error().message);
    found = sandbox.messages(*id);
  }
  Json out = Json::array();
  for (const Message& message : found) out.push_back(shown(message));
  return good({{"messages", out}});
}

ControlAnswer views(Sandbox& sandbox, const Json& arguments) {
  const auto who = sandbox.user_id(argument(arguments, "user"));
  if (!who) return bad(who.error().message);
  Json out = Json::array();
  for (const View& view : sandbox.views(*who)) out.push_back(shown(view));
  return good({{"views", out}});
}

ControlAnswer home(Sandbox& sandbox, const Json& arguments) {
  const auto who = sandbox.user_id(argument(arguments, "user"));
  if (!who) return bad(who.error().message);
  const auto view = sandbox.home(*who);
  return good({{"view", view ? shown(*view) : Json()}});
}

ControlAnswer calls(Sandbox& sandbox, const Json& arguments) {
  const std::string method = argument(arguments, "method"), after = argument(arguments, "after");
  Json out = Json::array();
  for (const ApiCall& call : sandbox.calls()) {
    if (!method.empty() && call.method != method) continue;
    if (!after.empty() && call.number <= std::atoll(after.c_str())) continue;
    out.push_back({{"number", call.number},
                   {"at_ms", call.at.time_since_epoch().count()},
                   {"method", call.method},
                   {"arguments", call.arguments},
                   {"error", call.error},
                   {"done", call.done}});
  }
  return good({{"calls", out}});
}

}  // namespace

bool control_state(Sandbox& sandbox, const std::string& name, const Json& arguments,
                   const ControlDone& done) {
  if (name == "messages")
    done(messages(sandbox, arguments));
  else if (name == "views")
    done(views(sandbox, arguments));
  else if (name == "home")
    done(home(sandbox, arguments));
  else if (name == "calls")
    done(calls(sandbox, arguments));
  else
    return false;
  return true;
}

}  // namespace houston::bot::sandbox
