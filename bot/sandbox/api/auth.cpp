// auth.test, apps.connections.open, team.info.
#include "bot/sandbox/api/methods.hpp"

namespace houston::bot::sandbox::api {

Json auth_test(Call& call) {
  const Workspace& workspace = call.workspace;
  const User* bot = call.workspace.user(workspace.app.bot_user);
  return ok({{"url", "https://" + workspace.team.domain + ".slack.com/"},
             {"team", workspace.team.name},
             {"user", bot ? bot->handle : ""},
             {"team_id", workspace.team.id},
             {"user_id", workspace.app.bot_user},
             {"bot_id", workspace.app.bot_id},
             {"is_enterprise_install", false}});
}

Json apps_connections_open(Call& call) {
  const std::string url = call.socket_mode_url();
  // What Slack says once Socket Mode is off is not documented; the client must in any case stop and tell.
  return url.empty() ? fail("socket_mode_disabled") : ok({{"url", url}});
}

Json team_info(Call& call) {
  const Team& team = call.workspace.team;
  return ok({{"team",
              {{"id", team.id},
               {"name", team.name},
               {"domain", team.domain},
               {"email_domain", ""},
               {"url", "https://" + team.domain + ".slack.com/"},
               {"icon", {{"image_default", true}}}}}});
}

}  // namespace houston::bot::sandbox::api
