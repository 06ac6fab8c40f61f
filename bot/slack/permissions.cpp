#include "bot/slack/permissions.hpp"

namespace houston::bot::slack {

const std::vector<Permission>& permissions() {
  using Kind = Permission::Kind;
  // clang-format off
  static const std::vector<Permission> table{
      // Knowing who is there.
      {"", "auth.test", Kind::method, "who Houston itself is"},
      {"users:read", "users.list", Kind::method, "names and time zones"},
      {"users:read", "user_change", Kind::event, "a zone that changes, a person who is deactivated"},
      {"users:read", "team_join", Kind::event, "new people"},
      {"channels:read", "conversations.list", Kind::method, "teams' public channels"},
      {"groups:read", "conversations.list", Kind::method, "teams' private channels that Houston is in"},
      {"channels:read", "conversations.members", Kind::method, "who is in a team"},
      {"groups:read", "conversations.members", Kind::method, "who is in a team with a private channel"},
      {"channels:read", "member_joined_channel", Kind::event, "who joins a team; Houston being added"},
      {"groups:read", "member_joined_channel", Kind::event, "the same in private channels"},
      {"channels:read", "member_left_channel", Kind::event, "who leaves a team"},
      {"groups:read", "member_left_channel", Kind::event, "the same in private channels"},
      // Saying something.
      {"chat:write", "chat.postMessage", Kind::method, "prompts, reminders, summaries"},
      {"chat:write", "chat.update", Kind::method, "keeping a summary current"},
      {"chat:write", "chat.delete", Kind::method, "taking back an answer that was withdrawn"},
      {"chat:write", "chat.postEphemeral", Kind::method, "answers for one person's eyes"},
      {"im:write", "conversations.open", Kind::method, "direct messages"},
      {"", "views.open", Kind::method, "forms"},
      {"", "views.publish", Kind::method, "the home tab"},
      // Finding out whether a post arrived whose answer was lost.
      {"channels:history", "conversations.history", Kind::method, "posts in doubt in public channels"},
      {"groups:history", "conversations.history", Kind::method, "posts in doubt in private channels"},
      {"im:history", "conversations.history", Kind::method, "posts in doubt in direct messages"},
      {"channels:history", "conversations.replies", Kind::method, "replies in doubt in public channels"},
      {"groups:history", "conversations.replies", Kind::method, "replies in doubt in private channels"},
      {"im:history", "conversations.replies", Kind::method, "replies in doubt in direct messages"},
      // Wins by reaction.
      {"reactions:read", "reaction_added", Kind::event, "a win by reaction (the trophy, or what the settings say)"},
      {"reactions:read", "reaction_removed", Kind::event, "the same taken back"},
      {"channels:history", "conversations.history", Kind::method, "what a message says that is called a win"},
      {"groups:history", "conversations.history", Kind::method, "the same in private channels"},
      {"channels:history", "conversations.replies", Kind::method, "the same in a thread"},
      {"groups:history", "conversations.replies", Kind::method, "the same in a private channel's thread"},
      {"reactions:write", "reactions.add", Kind::method, "noting a win without a word in the channel"},
      {"reactions:write", "reactions.remove", Kind::method, "the note goes when the win is withdrawn"},
      // Hearing what people say to Houston. What they say to each other in channels is not asked for.
      {"im:history", "message.im", Kind::event, "answers in direct messages, their edits and deletions"},
      {"app_mentions:read", "app_mention", Kind::event, "words to Houston in a channel"},
      {"commands", "slash command", Kind::feature, "/houston"},
      {"commands", "message shortcut", Kind::feature, "Log as a win"},
      {"", "app_home_opened", Kind::event, "the home tab"},
      // The app's other token.
      {"", "apps.connections.open", Kind::method, "Socket Mode; connections:write of the app-level token"},
  };
  // clang-format on
  return table;
}

}  // namespace houston::bot::slack
