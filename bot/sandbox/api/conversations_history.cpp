// conversations.history and conversations.replies.
#include <algorithm>

#include "bot/sandbox/api/methods.hpp"
#include "bot/sandbox/shapes.hpp"

namespace houston::bot::sandbox::api {
namespace {

// "1732430400", "1732430400.5" → "1732430400.500000": comparable as text, never a double.
std::string whole_ts(std::string ts) {
  auto dot = ts.find('.');
  if (dot == std::string::npos) {
    dot = ts.size();
    ts += '.';
  }
  ts.resize(dot + 7, '0');
  return ts.size() < 17 ? std::string(17 - ts.size(), '0') + ts : ts;
}

Channel* readable(Call& call, std::string& error) {
  Channel* channel = call.workspace.channel(call.text("channel"));
  if (!channel || !visible_channel(call, channel->id))
    error = "channel_not_found";
  else if (!channel->has(call.workspace.app.bot_user))
    error = "not_in_channel";
  return error.empty() ? channel : nullptr;
}

bool within(const Call& call, const std::string& ts) {
  const bool inclusive = call.flag("inclusive");
  const std::string oldest = call.has("oldest") ? whole_ts(call.text("oldest")) : "";
  const std::string latest = call.text("latest").empty() ? "" : whole_ts(call.text("latest"));
  if (!oldest.empty() && (inclusive ? ts < oldest : ts <= oldest)) return false;
  return latest.empty() || (inclusive ? ts <= latest : ts < latest);
}

Json shown(const Call& call, const Message& message) {
  if (!message.deleted) return message_json(message, call.workspace, call.flag("include_all_metadata"));
  return {{"type", "message"},
          {"subtype", "tombstone"},
          {"hidden", true},
          {"user", "USLACKBOT"},
          {"ts", message.ts},
          {"thread_ts", message.ts},
          {"text", "This message was deleted."}};
}

// Deleted messages are gone, but the head of a thread leaves a tombstone while it has replies.
bool listed(const Call& call, const Message& message) {
  if (!message.ephemeral_to.empty()) return false;
  return !message.deleted ||
         (message.thread_ts == message.ts && !call.workspace.replies(message.channel, message.ts).empty());
}

Json answer(Call& call, const std::vector<const Message*>& found, int otherwise) {
  std::vector<std::string> keys;
  for (const Message* message : found) keys.push_back(message->ts);
  const Page part = page(call, keys, otherwise, 999);
  if (!part.error.empty()) return fail(part.error);
  Json messages = Json::array();
  for (const auto i : part.items) messages.push_back(shown(call, *found[i]));
  Json out = {{"messages", messages}, {"has_more", !part.next_cursor.empty()}};
  if (!part.next_cursor.empty()) out["response_metadata"]["next_cursor"] = part.next_cursor;
  return ok(std::move(out));
}

}  // namespace

Json conversations_history(Call& call) {
  std::string error;
  const Channel* channel = readable(call, error);
  if (!channel) return fail(error);
  std::vector<const Message*> found;
  if (const auto* all = call.workspace.history(channel->id))
    for (const auto& [ts, message] : *all) {
      const bool reply = !message.thread_ts.empty() && message.thread_ts != ts && !message.broadcast;
      if (!reply && listed(call, message) && within(call, ts)) found.push_back(&message);
    }
  std::reverse(found.begin(), found.end());  // Newest first.
  Json out = answer(call, found, 100);
  if (out["ok"].get<bool>()) out["pin_count"] = 0;
  return out;
}

Json conversations_replies(Call& call) {
  std::string error;
  const Channel* channel = readable(call, error);
  if (!channel) return fail(error);
  const Message* head = call.workspace.message(channel->id, whole_ts(call.text("ts")));
  if (!head || !listed(call, *head)) return fail("thread_not_found");
  std::vector<const Message*> found = {
      head};  // The head comes first on every first page, whatever the range.
  if (head->thread_ts == head->ts)
    for (const Message* reply : call.workspace.replies(channel->id, head->ts))
      if (within(call, reply->ts)) found.push_back(reply);
  return answer(call, found, 1000);
}

}  // namespace houston::bot::sandbox::api
