#include "bot/sandbox/world.hpp"

namespace houston::bot::sandbox {
namespace {

User person(const char* id, const char* handle, const char* name, const char* zone, bool admin = false) {
  User user;
  user.id = id;
  user.handle = handle;
  user.real_name = name;
  user.email = std::string(handle) + "@example.com";
  user.tz = zone;
  user.admin = admin;
  return user;
}

}  // namespace

void make_world(Workspace& workspace, bool people) {
  workspace.team = {"T0ACME0001", "acme", "acme"};
  App& app = workspace.app;
  app.id = "A0HOUSTON1";
  app.name = "Houston";
  app.bot_id = "B0HOUSTON1";
  app.bot_user = "U0HOUSTON1";
  // Shaped like Slack's, and different in each seed's world, so that a leak shows.
  app.bot_token =
      "xoxb-" + workspace.ids.digits(12) + "-" + workspace.ids.digits(13) + "-" + workspace.ids.hex(24);
  app.app_token = "xapp-1-" + app.id + "-" + workspace.ids.digits(13) + "-" + workspace.ids.hex(64);
  app.scopes = {"app_mentions:read", "channels:history", "channels:join", "channels:manage",
                "channels:read",     "chat:write",       "commands",      "groups:history",
                "groups:read",       "im:history",       "im:read",       "im:write",
                "mpim:history",      "mpim:read",        "mpim:write",    "reactions:read",
                "reactions:write",   "team:read",        "users:read",    "users:read.email"};
  User bot = person(app.bot_user.c_str(), "houston", "Houston", "America/Los_Angeles");
  bot.bot = true;
  bot.email.clear();
  workspace.put_user(bot, false);
  if (!people) return;
  Channel vision;
  vision.id = "C0VISION01";
  vision.name = "vision";
  vision.members = {app.bot_user};
  for (const User& user : {person("U0ANA00001", "ana", "Ana Nowak", "Europe/Warsaw", true),
                           person("U0BO000001", "bo", "Bo Miller", "America/New_York"),
                           person("U0CHIDI001", "chidi", "Chidi Okafor", "Africa/Lagos"),
                           person("U0DEVI0001", "devi", "Devi Rao", "Asia/Kolkata"),
                           person("U0EVA00001", "eva", "Eva Reyes", "America/Los_Angeles")}) {
    workspace.put_user(user, false);
    vision.members.push_back(user.id);
  }
  workspace.put_channel(std::move(vision));
}

}  // namespace houston::bot::sandbox
