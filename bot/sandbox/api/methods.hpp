// The table of methods: what each needs, how often it may be called, what it does.
#pragma once

#include <string>
#include <vector>

#include "bot/sandbox/api/call.hpp"

namespace houston::bot::sandbox::api {

enum class Tier {
  two = 20,
  three = 50,
  four = 100,
  test = 300,
  post = 0
};  ///< Calls a minute; post: see RateLimits.

struct Method {
  const char* name;
  Json (*run)(Call&);
  enum class Token { bot, app, any } token;
  std::vector<std::string> scopes;  ///< Any one of these is enough; empty: none needed.
  Tier tier;
  bool reads = false;  ///< A read: arguments in a JSON body are not looked at.
};

const Method* find_method(const std::string& name);
const std::vector<Method>& methods();

// One file a family.
Json auth_test(Call&);
Json apps_connections_open(Call&);
Json team_info(Call&);
Json chat_post_message(Call&);
Json chat_update(Call&);
Json chat_delete(Call&);
Json chat_post_ephemeral(Call&);
Json conversations_open(Call&);
Json conversations_info(Call&);
Json conversations_list(Call&);
Json conversations_members(Call&);
Json conversations_join(Call&);
Json conversations_history(Call&);
Json conversations_replies(Call&);
Json users_info(Call&);
Json users_list(Call&);
Json views_open(Call&);
Json views_push(Call&);
Json views_update(Call&);
Json views_publish(Call&);
Json reactions_add(Call&);
Json reactions_remove(Call&);

}  // namespace houston::bot::sandbox::api
