// conversations.open, .info, .list, .members, .join.
#include <algorithm>
#include <sstream>

#include "bot/sandbox/api/methods.hpp"
#include "bot/sandbox/shapes.hpp"

namespace houston::bot::sandbox::api {
namespace {

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> out;
  std::stringstream in(list);
  for (std::string part; std::getline(in, part, ',');) {
    part.erase(0, part.find_first_not_of(' '));
    part.erase(part.find_last_not_of(' ') + 1);
    if (!part.empty()) out.push_back(part);
  }
  return out;
}

std::string kind(const Channel& channel) {
  return channel.im           ? "im"
         : channel.mpim       ? "mpim"
         : channel.is_private ? "private_channel"
                              : "public_channel";
}

}  // namespace

Json conversations_open(Call& call) {
  Workspace& workspace = call.workspace;
  Channel* channel = nullptr;
  bool existed = true;
  if (call.has("channel")) {
    channel = workspace.channel(call.text("channel"));
    if (!channel || !(channel->im || channel->mpim)) return fail("channel_not_found");
  } else {
    std::vector<std::string> users = split(call.text("users"));
    if (users.empty()) return fail("users_list_not_supplied");
    if (users.size() > 8) return fail("too_many_users");
    for (const std::string& id : users) {
      const User* user = workspace.user(id);
      if (!user) return fail("user_not_found");
      if (user->deleted) return fail("user_disabled");
      if (user->bot) return fail("cannot_dm_bot");
    }
    const std::size_t before = workspace.channels().size();
    channel = users.size() == 1 ? &workspace.open_dm(users[0]) : &workspace.open_mpim(users);
    existed = workspace.channels().size() == before;
  }
  Json answer;
  answer["channel"] = call.flag("return_im") ? channel_json(*channel, workspace) : Json{{"id", channel->id}};
  if (existed) answer["no_op"] = answer["already_open"] = true;
  return ok(std::move(answer));
}

Json conversations_info(Call& call) {
  const Channel* channel = call.workspace.channel(call.text("channel"));
  if (!channel || !visible_channel(call, channel->id)) return fail("channel_not_found");
  return ok({{"channel", channel_json(*channel, call.workspace)}});
}

Json conversations_list(Call& call) {
  const std::vector<std::string> types = split(call.has("types") ? call.text("types") : "public_channel");
  for (const std::string& type : types)
    if (type != "im" && type != "mpim" && type != "private_channel" && type != "public_channel")
      return fail("invalid_types");
  std::vector<const Channel*> found;
  std::vector<std::string> keys;
  for (const auto& [id, channel] : call.workspace.channels()) {
    if (std::find(types.begin(), types.end(), kind(channel)) == types.end()) continue;
    if (call.flag("exclude_archived") && channel.archived) continue;
    if (!visible_channel(call, id)) continue;
    found.push_back(&channel);
    keys.push_back("team:" + id);
  }
  const Page shown = page(call, keys, 100, 1000);
  if (!shown.error.empty()) return fail(shown.error);
  Json channels = Json::array();
  for (const auto i : shown.items) channels.push_back(channel_json(*found[i], call.workspace));
  return ok({{"channels", channels}, {"response_metadata", {{"next_cursor", shown.next_cursor}}}});
}

Json conversations_members(Call& call) {
  const Channel* channel = call.workspace.channel(call.text("channel"));
  if (!channel || !visible_channel(call, channel->id)) return fail("channel_not_found");
  const Page shown = page(call, channel->members, 100, 1000);
  if (!shown.error.empty()) return fail(shown.error);
  Json members = Json::array();
  for (const auto i : shown.items) members.push_back(channel->members[i]);
  return ok({{"members", members}, {"response_metadata", {{"next_cursor", shown.next_cursor}}}});
}

Json conversations_join(Call& call) {
  Channel* channel = call.workspace.channel(call.text("channel"));
  if (!channel || !visible_channel(call, channel->id)) return fail("channel_not_found");
  if (channel->is_private || channel->im) return fail("method_not_supported_for_channel_type");
  if (channel->archived) return fail("is_archived");
  if (channel->has(call.workspace.app.bot_user))
    call.warnings.push_back("already_in_channel");
  else
    call.workspace.join(*channel, call.workspace.app.bot_user, true);
  return ok({{"channel", channel_json(*channel, call.workspace)}});
}

}  // namespace houston::bot::sandbox::api
