#include "bot/sandbox/api/methods.hpp"

namespace houston::bot::sandbox::api {

const std::vector<Method>& methods() {
  using T = Method::Token;
  static const std::vector<std::string> none;
  static const std::vector<std::string> history = {"channels:history", "groups:history", "im:history",
                                                   "mpim:history"};
  static const std::vector<std::string> read = {"channels:read", "groups:read", "im:read", "mpim:read"};
  static const std::vector<std::string> write = {"channels:manage", "groups:write", "im:write", "mpim:write"};
  static const std::vector<Method> all = {
      {"auth.test", auth_test, T::any, none, Tier::test},
      {"apps.connections.open", apps_connections_open, T::app, none, Tier::three},
      {"team.info", team_info, T::bot, {"team:read"}, Tier::three, true},
      {"chat.postMessage", chat_post_message, T::bot, {"chat:write"}, Tier::post},
      {"chat.update", chat_update, T::bot, {"chat:write"}, Tier::three},
      {"chat.delete", chat_delete, T::bot, {"chat:write"}, Tier::three},
      {"chat.postEphemeral", chat_post_ephemeral, T::bot, {"chat:write"}, Tier::four},
      {"conversations.open", conversations_open, T::bot, write, Tier::three},
      {"conversations.info", conversations_info, T::bot, read, Tier::three, true},
      {"conversations.list", conversations_list, T::bot, read, Tier::two, true},
      {"conversations.members", conversations_members, T::bot, read, Tier::four, true},
      {"conversations.join", conversations_join, T::bot, {"channels:join"}, Tier::three},
      {"conversations.history", conversations_history, T::bot, history, Tier::three, true},
      {"conversations.replies", conversations_replies, T::bot, history, Tier::three, true},
      {"users.info", users_info, T::bot, {"users:read"}, Tier::four, true},
      {"users.list", users_list, T::bot, {"users:read"}, Tier::two, true},
      {"views.open", views_open, T::bot, none, Tier::four},
      {"views.push", views_push, T::bot, none, Tier::four},
      {"views.update", views_update, T::bot, none, Tier::four},
      {"views.publish", views_publish, T::bot, none, Tier::four},
      {"reactions.add", reactions_add, T::bot, {"reactions:write"}, Tier::three},
      {"reactions.remove", reactions_remove, T::bot, {"reactions:write"}, Tier::two},
  };
  return all;
}

const Method* find_method(const std::string& name) {
  for (const Method& method : methods())
    if (name == method.name) return &method;
  return nullptr;
}

}  // namespace houston::bot::sandbox::api
