#include "bot/sandbox/shapes.hpp"

#include <date/tz.h>

#include <algorithm>

#include "bot/sandbox/workspace.hpp"

namespace houston::bot::sandbox {

bool zone_known(const std::string& zone) {
  try {
    date::locate_zone(zone);
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

int zone_offset(const std::string& zone, Instant at) {
  try {
    return static_cast<int>(date::locate_zone(zone)->get_info(at).offset.count());
  } catch (const std::runtime_error&) {
    return 0;  // A zone the machine does not know; put_user refuses it, so only an old system's data gets
               // here.
  }
}

/// What people let themselves be called: "Ana" of Ana Nowak.
std::string given_name(const User& user) {
  return user.real_name.substr(0, user.real_name.find(' '));
}

Json user_json(const User& user, const Workspace& workspace) {
  Json out = {{"id", user.id},
              {"team_id", workspace.team.id},
              {"name", user.handle},
              {"deleted", user.deleted},
              {"is_bot", user.bot},
              {"is_app_user", false},
              {"updated", user.updated},
              {"profile",
               {{"real_name", user.real_name},
                {"real_name_normalized", user.real_name},
                {"display_name", given_name(user)},
                {"display_name_normalized", given_name(user)},
                {"status_text", ""},
                {"status_emoji", ""},
                {"status_expiration", 0},
                {"team", workspace.team.id}}}};
  if (user.bot) {
    out["profile"]["bot_id"] = workspace.app.bot_id;
    out["profile"]["api_app_id"] = workspace.app.id;
  } else if (!user.email.empty() && workspace.scope("users:read.email")) {
    out["profile"]["email"] = user.email;
  }
  if (user.deleted) return out;
  out["real_name"] = user.real_name;
  out["tz"] = user.tz;
  out["tz_label"] = user.tz;
  out["tz_offset"] = zone_offset(user.tz, workspace.now());
  out["is_admin"] = user.admin;
  out["is_owner"] = false;
  out["is_primary_owner"] = false;
  out["is_restricted"] = false;
  out["is_ultra_restricted"] = false;
  return out;
}

Json channel_json(const Channel& channel, const Workspace& workspace) {
  const bool member = channel.has(workspace.app.bot_user);
  Json out = {{"id", channel.id},    {"created", 1700000000},   {"is_archived", channel.archived},
              {"is_im", channel.im}, {"is_mpim", channel.mpim}, {"context_team_id", workspace.team.id}};
  if (channel.im) {
    for (const std::string& user : channel.members)
      if (user != workspace.app.bot_user) out["user"] = user;
    out["is_open"] = true;
    return out;
  }
  out["name"] = channel.name;
  out["name_normalized"] = channel.name;
  out["is_channel"] = !channel.is_private;
  out["is_group"] = channel.is_private && !channel.mpim;
  out["is_private"] = channel.is_private;
  out["is_member"] = member;
  out["is_general"] = false;
  out["is_shared"] = out["is_ext_shared"] = out["is_org_shared"] = false;
  out["num_members"] = channel.members.size();
  out["topic"] = out["purpose"] = {{"value", ""}, {"creator", ""}, {"last_set", 0}};
  return out;
}

Json message_json(const Message& message, const Workspace& workspace, bool with_metadata) {
  Json out = {{"type", "message"},
              {"user", message.user},
              {"ts", message.ts},
              {"text", message.text},
              {"team", workspace.team.id}};
  if (!message.subtype.empty()) out["subtype"] = message.subtype;
  if (message.from_bot) {
    out["bot_id"] = workspace.app.bot_id;
    out["app_id"] = workspace.app.id;
    out["bot_profile"] = {{"id", workspace.app.bot_id}, {"app_id", workspace.app.id},
                          {"name", workspace.app.name}, {"deleted", false},
                          {"updated", 1700000000},      {"team_id", workspace.team.id}};
  }
  if (!message.client_msg_id.empty()) out["client_msg_id"] = message.client_msg_id;
  if (!message.blocks.empty()) out["blocks"] = message.blocks;
  if (!message.attachments.empty()) out["attachments"] = message.attachments;
  if (!message.edited_ts.empty()) out["edited"] = {{"user", message.user}, {"ts", message.edited_ts}};
  if (with_metadata && message.metadata.is_object()) out["metadata"] = message.metadata;
  for (const Reaction& reaction : message.reactions)
    out["reactions"].push_back(
        {{"name", reaction.name}, {"users", reaction.users}, {"count", reaction.users.size()}});
  if (message.thread_ts.empty()) return out;
  out["thread_ts"] = message.thread_ts;
  if (message.thread_ts != message.ts) {
    if (const auto* history = workspace.history(message.channel))
      if (const auto head = history->find(message.thread_ts); head != history->end())
        out["parent_user_id"] = head->second.user;
    return out;
  }
  Json repliers = Json::array();
  const auto replies = workspace.replies(message.channel, message.ts);
  for (const Message* reply : replies)
    if (std::find(repliers.begin(), repliers.end(), reply->user) == repliers.end())
      repliers.push_back(reply->user);
  out["reply_count"] = replies.size();
  out["reply_users"] = repliers;
  out["reply_users_count"] = repliers.size();
  if (!replies.empty()) out["latest_reply"] = replies.back()->ts;
  return out;
}

Json view_json(const View& view, const Workspace& workspace) {
  Json out = {{"id", view.id},
              {"team_id", workspace.team.id},
              {"type", view.type},
              {"callback_id", ""},
              {"private_metadata", ""},
              {"external_id", ""},
              {"title", {{"type", "plain_text"}, {"text", "View Title"}, {"emoji", true}}},
              {"close", nullptr},
              {"submit", nullptr},
              {"clear_on_close", false},
              {"notify_on_close", false}};
  for (const auto& [key, value] : view.body.items()) out[key] = value;
  out["state"] = {{"values", view.values}};
  out["hash"] = view.hash;
  out["root_view_id"] = view.root_id;
  out["previous_view_id"] = view.previous_id.empty() ? Json() : Json(view.previous_id);
  out["app_id"] = workspace.app.id;
  out["app_installed_team_id"] = workspace.team.id;
  out["bot_id"] = workspace.app.bot_id;
  return out;
}

namespace {

// The length of a control sequence at `at` ("<@U…>", "<!here>", "<https://…>"), 0 if there is none.
std::size_t control_length(const std::string& text, std::size_t at) {
  if (text[at] != '<' || at + 2 >= text.size()) return 0;
  const auto end = text.find('>', at);
  if (end == std::string::npos || text.find_first_of(" \n<", at + 1) < end) return 0;
  const bool known = std::string("@#!").find(text[at + 1]) != std::string::npos ||
                     text.compare(at + 1, 4, "http") == 0 || text.compare(at + 1, 7, "mailto:") == 0;
  return known ? end - at + 1 : 0;
}

std::string unescape(std::string text) {
  const std::pair<const char*, const char*> pairs[] = {{"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}};
  for (const auto& [from, to] : pairs)
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; ++at)
      text.replace(at, std::string(from).size(), to);
  return text;
}

}  // namespace

std::string escape_typed(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (const auto length = control_length(text, i)) {
      out += text.substr(i, length);
      i += length - 1;
    } else if (text[i] == '&') {
      out += "&amp;";
    } else if (text[i] == '<') {
      out += "&lt;";
    } else if (text[i] == '>') {
      out += "&gt;";
    } else {
      out += text[i];
    }
  }
  return out;
}

Json rich_text_of(const std::string& text, const std::string& block_id) {
  Json elements = Json::array();
  std::string plain;
  const auto flush = [&] {
    if (!plain.empty()) elements.push_back({{"type", "text"}, {"text", unescape(plain)}});
    plain.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto length = control_length(text, i);
    if (length == 0) {
      plain += text[i];
      continue;
    }
    flush();
    const std::string inner = text.substr(i + 1, length - 2);
    const std::string target = inner.substr(0, inner.find('|'));
    if (inner[0] == '@')
      elements.push_back({{"type", "user"}, {"user_id", target.substr(1)}});
    else if (inner[0] == '#')
      elements.push_back({{"type", "channel"}, {"channel_id", target.substr(1)}});
    else if (inner[0] == '!')
      elements.push_back({{"type", "broadcast"}, {"range", target.substr(1)}});
    else
      elements.push_back({{"type", "link"}, {"url", target}});
    i += length - 1;
  }
  flush();
  return Json::array(
      {{{"type", "rich_text"},
        {"block_id", block_id},
        {"elements", Json::array({{{"type", "rich_text_section"}, {"elements", elements}}})}}});
}

}  // namespace houston::bot::sandbox
