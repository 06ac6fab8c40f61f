#include "bot/slack/api_errors.hpp"

#include <algorithm>
#include <array>

namespace houston::bot::slack {
namespace {

struct Meaning {
  std::string_view code;
  Verdict verdict;
  std::string_view sentence;  // "" : the general one
};

constexpr std::string_view reinstall =
    "Slack does not accept the token: install the app again, put the new token where the settings say (env: "
    "or file:), "
    "and start Houston again";

// clang-format off
constexpr std::array meanings{
    // The installation.
    Meaning{"not_authed", Verdict::operate, "no token was sent: check bot_token and app_token in the settings"},
    Meaning{"invalid_auth", Verdict::operate, reinstall},
    Meaning{"token_revoked", Verdict::operate, reinstall},
    Meaning{"token_expired", Verdict::operate, reinstall},
    Meaning{"account_inactive", Verdict::operate, "the app was removed from the workspace, or its user was deactivated: install it again"},
    Meaning{"user_removed_from_team", Verdict::operate, "the app's user was removed from the workspace: install the app again"},
    Meaning{"team_disabled", Verdict::operate, "the workspace is disabled"},
    Meaning{"no_permission", Verdict::operate, "the token lacks a permission: install the app again with `houston manifest`"},
    Meaning{"missing_scope", Verdict::operate, "the token lacks a scope: update the app with `houston manifest` and install it again"},
    Meaning{"not_allowed_token_type", Verdict::operate, "this is the wrong kind of token: bot_token begins with xoxb-, app_token with xapp-"},
    Meaning{"access_denied", Verdict::operate, "the workspace denies the app access: ask its administrators"},
    Meaning{"ekm_access_denied", Verdict::operate, "an administrator has suspended posting in this workspace"},
    Meaning{"enterprise_is_restricted", Verdict::operate, "the method is not open to an Enterprise organisation's app"},
    Meaning{"org_login_required", Verdict::retry, "the workspace is being moved into an Enterprise organisation"},
    Meaning{"not_enabled", Verdict::operate, "the app's home tab is switched off: update the app with `houston manifest`"},
    Meaning{"messages_tab_disabled", Verdict::operate, "the app's messages tab is switched off: update the app with `houston manifest`"},
    Meaning{"unknown_method", Verdict::operate, "the server does not know the method: check api_url in the settings"},
    Meaning{"method_deprecated", Verdict::operate, "Slack has withdrawn the method: a newer Houston is needed"},
    // Too fast.
    Meaning{"ratelimited", Verdict::wait, ""},
    Meaning{"rate_limited", Verdict::wait, ""},
    Meaning{"message_limit_exceeded", Verdict::wait, "the workspace has reached its limit of messages"},
    // Slack's own trouble. A write may have been done for all that.
    Meaning{"internal_error", Verdict::doubt, ""},
    Meaning{"fatal_error", Verdict::doubt, ""},
    Meaning{"service_unavailable", Verdict::retry, ""},
    Meaning{"request_timeout", Verdict::retry, ""},
    Meaning{"team_added_to_org", Verdict::retry, ""},
    Meaning{"fetch_members_failed", Verdict::retry, ""},
    Meaning{"invalid_cursor", Verdict::retry, "a list changed while it was read"},
    // The place.
    Meaning{"channel_not_found", Verdict::give_up, "the channel does not exist, or Houston cannot see it: invite Houston to it"},
    Meaning{"not_in_channel", Verdict::give_up, "Houston is not in the channel: type /invite @Houston there"},
    Meaning{"is_archived", Verdict::give_up, "the channel is archived"},
    Meaning{"is_inactive", Verdict::give_up, "the channel is archived"},
    Meaning{"thread_not_found", Verdict::give_up, "the thread's first message is gone"},
    Meaning{"cannot_reply_to_message", Verdict::give_up, "this message cannot be replied to"},
    Meaning{"user_not_in_channel", Verdict::give_up, "the person is not in the channel"},
    Meaning{"restricted_action", Verdict::give_up, "the workspace's settings do not let Houston post here"},
    Meaning{"restricted_action_read_only_channel", Verdict::give_up, "the channel is read-only for Houston"},
    Meaning{"restricted_action_thread_only_channel", Verdict::give_up, "only replies may be posted in the channel"},
    Meaning{"restricted_action_non_threadable_channel", Verdict::give_up, "the channel has no threads"},
    Meaning{"restricted_action_thread_locked", Verdict::give_up, "the thread is locked"},
    // The person.
    Meaning{"user_not_found", Verdict::give_up, "the person does not exist in this workspace"},
    Meaning{"user_not_visible", Verdict::give_up, "the person cannot be seen by the app"},
    Meaning{"user_disabled", Verdict::give_up, "the person's account is deactivated"},
    Meaning{"cannot_dm_bot", Verdict::give_up, "bots take no direct messages from bots"},
    // The message that was to be changed.
    Meaning{"message_not_found", Verdict::drop, "the message was deleted"},
    Meaning{"cant_update_message", Verdict::give_up, "the message is not Houston's to change"},
    Meaning{"cant_delete_message", Verdict::give_up, "the message is not Houston's to delete"},
    Meaning{"edit_window_closed", Verdict::give_up, "the workspace's settings no longer let the message be edited"},
    // The form or home tab.
    Meaning{"expired_trigger_id", Verdict::drop, "it took too long to open the form: please click again"},
    Meaning{"trigger_expired", Verdict::drop, "it took too long to open the form: please click again"},
    Meaning{"exchanged_trigger_id", Verdict::drop, "the form was opened already"},
    Meaning{"trigger_exchanged", Verdict::drop, "the form was opened already"},
    Meaning{"hash_conflict", Verdict::retry, "the view was changed at the same moment"},
    // As it should be.
    Meaning{"already_reacted", Verdict::success, ""},
    Meaning{"no_reaction", Verdict::success, ""},
    Meaning{"already_in_channel", Verdict::success, ""},
    // Houston's own mistakes.
    Meaning{"invalid_blocks", Verdict::give_up, "Slack refuses the message's form: please report this as a bug"},
    Meaning{"invalid_blocks_format", Verdict::give_up, "Slack refuses the message's form: please report this as a bug"},
    Meaning{"msg_blocks_too_long", Verdict::give_up, "the message is too long"},
    Meaning{"msg_too_long", Verdict::give_up, "the message is too long"},
    Meaning{"view_too_large", Verdict::give_up, "the form is too large"},
};
// clang-format on

const Meaning* meaning_of(std::string_view code) {
  const auto found =
      std::find_if(meanings.begin(), meanings.end(), [&](const Meaning& m) { return m.code == code; });
  return found == meanings.end() ? nullptr : &*found;
}

}  // namespace

Verdict verdict(std::string_view method, std::string_view code) {
  // A deleted message is deleted.
  if (method == "chat.delete" && code == "message_not_found") return Verdict::success;
  const Meaning* meaning = meaning_of(code);
  return meaning == nullptr ? Verdict::give_up : meaning->verdict;
}

std::string explain(std::string_view method, std::string_view code, std::string_view needed_scope) {
  std::string text = "Slack answered " + std::string(method) + " with " + std::string(code);
  const Meaning* meaning = meaning_of(code);
  if (meaning != nullptr && !meaning->sentence.empty()) text += ": " + std::string(meaning->sentence);
  if (!needed_scope.empty()) text += " (needed: " + std::string(needed_scope) + ")";
  return text;
}

}  // namespace houston::bot::slack
