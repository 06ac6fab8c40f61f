// reactions.add, reactions.remove.
#include <algorithm>

#include "bot/sandbox/api/methods.hpp"

namespace houston::bot::sandbox::api {
namespace {

Message* target(Call& call, std::string& error) {
  const std::string name = call.text("name");
  const Channel* channel = call.workspace.channel(call.text("channel"));
  Message* message = channel ? call.workspace.message(channel->id, call.text("timestamp")) : nullptr;
  const bool well_named = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::islower(c) || std::isdigit(c) ||
           std::string("_-+':").find(static_cast<char>(c)) != std::string::npos;
  });
  // A colon stands only in a skin tone ("wave::skin-tone-2"), not around the name.
  if (!well_named || name.front() == ':' || name.back() == ':')
    error = "invalid_name";
  else if (!call.has("timestamp"))
    error = "no_item_specified";
  else if (!channel || !visible_channel(call, channel->id))
    error = "channel_not_found";
  else if (!message || message->deleted || !message->ephemeral_to.empty())
    error = "message_not_found";
  else if (channel->archived)
    error = "is_archived";
  return error.empty() ? message : nullptr;
}

}  // namespace

Json reactions_add(Call& call) {
  std::string error;
  Message* message = target(call, error);
  if (!message) return fail(error);
  if (message->reactions.size() >= 50) return fail("too_many_emoji");
  const auto done = call.workspace.react(*message, call.workspace.app.bot_user, call.text("name"));
  return done == Workspace::Reacted::already ? fail("already_reacted") : ok();
}

Json reactions_remove(Call& call) {
  std::string error;
  Message* message = target(call, error);
  if (!message) return fail(error);
  const auto done = call.workspace.unreact(*message, call.workspace.app.bot_user, call.text("name"));
  return done == Workspace::Reacted::none ? fail("no_reaction") : ok();
}

}  // namespace houston::bot::sandbox::api
