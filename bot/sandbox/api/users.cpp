// users.info, users.list.
#include "bot/sandbox/api/methods.hpp"
#include "bot/sandbox/shapes.hpp"

namespace houston::bot::sandbox::api {
namespace {

// Slackbot is in every workspace, is no bot by its flag, and has no zone.
Json slackbot(const Workspace& workspace) {
  User user;
  user.id = "USLACKBOT";
  user.handle = "slackbot";
  user.real_name = "Slackbot";
  Json out = user_json(user, workspace);
  out["tz"] = out["tz_label"] = nullptr;
  out["tz_offset"] = 0;
  return out;
}

}  // namespace

Json users_info(Call& call) {
  if (call.text("user") == "USLACKBOT") return ok({{"user", slackbot(call.workspace)}});
  const User* user = call.workspace.user(call.text("user"));
  return user ? ok({{"user", user_json(*user, call.workspace)}}) : fail("user_not_found");
}

Json users_list(Call& call) {
  std::vector<std::string> keys = {"user:USLACKBOT"};
  std::vector<const User*> found = {nullptr};
  for (const auto& [id, user] : call.workspace.users()) {
    keys.push_back("user:" + id);
    found.push_back(&user);
  }
  if (!call.has("limit") && keys.size() > 1000) return fail("limit_required");
  const Page shown = page(call, keys, 1000, 1000);
  if (!shown.error.empty()) return fail(shown.error);
  Json members = Json::array();
  for (const auto i : shown.items)
    members.push_back(found[i] ? user_json(*found[i], call.workspace) : slackbot(call.workspace));
  return ok({{"members", members},
             {"cache_ts", call.workspace.unix_now()},
             {"response_metadata", {{"next_cursor", shown.next_cursor}}}});
}

}  // namespace houston::bot::sandbox::api
