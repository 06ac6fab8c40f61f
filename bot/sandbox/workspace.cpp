#include "bot/sandbox/workspace.hpp"

#include <algorithm>

#include "bot/sandbox/shapes.hpp"

namespace houston::bot::sandbox {
namespace {

template <class Map, class Name>
std::string names(const Map& map, Name name) {
  std::string out;
  for (const auto& [id, item] : map) {
    if (name(item).empty()) continue;
    out += (out.empty() ? "" : ", ") + name(item);
  }
  return out.empty() ? "none" : out;
}

}  // namespace

Workspace::Workspace(const scheduler::Clock& clock, std::function<Real()> real, std::uint64_t seed,
                     Listener& listener)
    : ids(seed), clock_(clock), real_(std::move(real)), listener_(listener) {}

std::int64_t Workspace::unix_now() const {
  return std::chrono::duration_cast<std::chrono::seconds>(now().time_since_epoch()).count();
}

User* Workspace::user(const std::string& id) {
  const auto found = users_.find(id);
  return found == users_.end() ? nullptr : &found->second;
}

Channel* Workspace::channel(const std::string& id) {
  const auto found = channels_.find(id);
  return found == channels_.end() ? nullptr : &found->second;
}

User* Workspace::find_user(const std::string& who) {
  if (User* by_id = user(who)) return by_id;
  const std::string handle = who.rfind('@', 0) == 0 ? who.substr(1) : who;
  for (auto& [id, user] : users_)
    if (user.handle == handle || (!user.email.empty() && user.email == who)) return &user;
  return nullptr;
}

Result<std::string> Workspace::user_id(const std::string& who) {
  if (const User* user = find_user(who)) return user->id;
  return Error{"There is nobody called \"" + who +
               "\" here; known are: " + names(users_, [](const User& user) { return user.handle; }) + "."};
}

Result<std::string> Workspace::place_id(const std::string& place, const std::string& who) {
  if (place == "dm") {
    const auto person = user_id(who);
    if (!person) return person.error();
    return open_dm(*person).id;
  }
  if (channels_.count(place)) return place;
  const std::string name = place.rfind('#', 0) == 0 ? place.substr(1) : place;
  for (const auto& [id, channel] : channels_)
    if (!channel.name.empty() && channel.name == name) return id;
  return Error{"There is no channel \"" + place + "\" here; known are: " +
               names(channels_, [](const Channel& channel) { return channel.name; }) + ", and \"dm\"."};
}

User& Workspace::put_user(User changed, bool tell_app) {
  if (changed.id.empty()) changed.id = ids.id("U");
  changed.updated = unix_now();
  const bool fresh = !users_.count(changed.id);
  User& stored = users_[changed.id] = std::move(changed);
  if (tell_app)
    send_event({{"type", fresh ? "team_join" : "user_change"},
                {"user", user_json(stored, *this)},
                {"cache_ts", stored.updated},
                {"event_ts", next_ts()}},
               "users:read");
  return stored;
}

Channel& Workspace::put_channel(Channel changed) {
  if (changed.id.empty()) changed.id = ids.id(changed.im ? "D" : changed.is_private ? "G" : "C");
  return channels_[changed.id] = std::move(changed);
}

Channel& Workspace::open_dm(const std::string& user) {
  for (auto& [id, channel] : channels_)
    if (channel.im && channel.has(user)) return channel;
  Channel dm;
  dm.im = true;
  dm.members = {user, app.bot_user};
  return put_channel(std::move(dm));
}

Channel& Workspace::open_mpim(std::vector<std::string> users) {
  users.push_back(app.bot_user);
  std::sort(users.begin(), users.end());
  users.erase(std::unique(users.begin(), users.end()), users.end());
  for (auto& [id, channel] : channels_) {
    auto members = channel.members;
    std::sort(members.begin(), members.end());
    if (channel.mpim && members == users) return channel;
  }
  Channel group;
  group.mpim = group.is_private = true;
  group.name = "mpdm-" + std::to_string(channels_.size());
  group.members = std::move(users);
  return put_channel(std::move(group));
}

void Workspace::join(Channel& channel, const std::string& user, bool with_message) {
  if (channel.has(user)) return;
  channel.members.push_back(user);
  if (app_hears(channel))
    send_event({{"type", "member_joined_channel"},
                {"user", user},
                {"channel", channel.id},
                {"channel_type", channel.is_private ? "G" : "C"},
                {"team", team.id},
                {"event_ts", next_ts()}},
               channel.is_private ? "groups:read" : "channels:read");
  if (!with_message) return;
  Message notice;
  notice.channel = channel.id;
  notice.user = user;
  notice.subtype = "channel_join";
  notice.text = "<@" + user + "> has joined the channel";
  post(std::move(notice));
}

void Workspace::leave(Channel& channel, const std::string& user) {
  if (!channel.has(user)) return;
  const bool heard = app_hears(channel);
  channel.members.erase(std::find(channel.members.begin(), channel.members.end(), user));
  if (heard)
    send_event({{"type", "member_left_channel"},
                {"user", user},
                {"channel", channel.id},
                {"channel_type", channel.is_private ? "G" : "C"},
                {"team", team.id},
                {"event_ts", next_ts()}},
               channel.is_private ? "groups:read" : "channels:read");
}

void Workspace::send_event(const Json& inner, const std::string& needed) {
  if (needed.empty() || scope(needed)) listener_.event(inner);
}

std::string Workspace::channel_type(const Channel& channel) const {
  return channel.im ? "im" : channel.mpim ? "mpim" : channel.is_private ? "group" : "channel";
}

std::string Workspace::message_scope(const Channel& channel) const {
  return channel.im           ? "im:history"
         : channel.mpim       ? "mpim:history"
         : channel.is_private ? "groups:history"
                              : "channels:history";
}

void Workspace::tell(Happening happening) {
  happening.at = now();
  listener_.happened(happening);
}

}  // namespace houston::bot::sandbox
