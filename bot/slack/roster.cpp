#include "bot/slack/roster.hpp"

#include <algorithm>

#include "bot/json_fields.hpp"
#include "bot/slack/events.hpp"
#include "bot/slack/log.hpp"
#include "bot/slack/text.hpp"

namespace houston::bot::slack {
namespace {

using boost::asio::awaitable;
using nlohmann::json;

constexpr int page = 200;  // what Slack advises

storage::Room read_room(const json& channel, const WorkspaceId& workspace) {
  storage::Room room;
  room.workspace = workspace;
  room.id = RoomId{text_of(channel, "id")};
  room.name = lower(text_of(channel, "name"));
  room.archived = flag_of(channel, "is_archived");
  room.joined = flag_of(channel, "is_member");
  return room;
}

}  // namespace

bool names_room(const std::string& channel, const storage::Room& room) {
  if (channel == room.id.value) return true;
  return lower(channel.starts_with('#') ? channel.substr(1) : channel) == room.name;
}

awaitable<RosterOutcome> fetch_roster(WebApi& api, WorkspaceId workspace, std::vector<std::string> channels) {
  chat::RosterLoaded roster;
  std::string method = "users.list";
  Parameters parameters;
  std::function<bool(const json&)> each = [&](const json& body) {
    for (const json& user : child(body, "members")) {
      storage::Person person = read_person(user, workspace);
      if (!person.id.value.empty()) roster.people.push_back(std::move(person));
    }
    return true;
  };
  std::optional<ApiFailure> failure = co_await api.pages(method, parameters, page, true, each);
  if (failure) co_return std::move(*failure);

  method = "conversations.list";
  parameters = {{"types", "public_channel,private_channel"}};
  each = [&](const json& body) {
    for (const json& channel : child(body, "channels")) {
      storage::Room room = read_room(channel, workspace);
      if (room.id.value.empty()) continue;
      const bool wanted = std::any_of(channels.begin(), channels.end(),
                                      [&](const std::string& name) { return names_room(name, room); });
      if (wanted || room.joined) roster.rooms.push_back({std::move(room), std::nullopt});
    }
    return true;
  };
  failure = co_await api.pages(method, parameters, page, true, each);
  if (failure) co_return std::move(*failure);

  method = "conversations.members";
  for (auto& [room, members] : roster.rooms) {
    const storage::Room& which = room;
    const bool wanted = std::any_of(channels.begin(), channels.end(),
                                    [&](const std::string& name) { return names_room(name, which); });
    if (!wanted || !room.joined || room.archived) continue;
    std::vector<PersonId> found;
    parameters = {{"channel", room.id.value}};
    each = [&](const json& body) {
      for (const json& member : child(body, "members")) {
        if (member.is_string()) found.push_back(PersonId{member.get<std::string>()});
      }
      return true;
    };
    failure = co_await api.pages(method, parameters, page, true, each);
    if (failure && failure->verdict == Verdict::give_up) {  // left or archived meanwhile: known next time
      log_warning("the members of #" + room.name + " cannot be read: " + failure->why);
      continue;
    }
    if (failure) co_return std::move(*failure);
    members = std::move(found);
  }
  co_return std::move(roster);
}

}  // namespace houston::bot::slack
