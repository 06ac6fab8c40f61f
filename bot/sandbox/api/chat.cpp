// chat.postMessage, chat.update, chat.delete, chat.postEphemeral.
#include "bot/sandbox/api/chat_content.hpp"
#include "bot/sandbox/api/methods.hpp"
#include "bot/sandbox/shapes.hpp"

namespace houston::bot::sandbox::api {
namespace {

// Where a post goes: a conversation's id, "#name", or a U… id, which means the direct message with the app.
Channel* destination(Call& call, std::string& error) {
  Workspace& workspace = call.workspace;
  const std::string name = call.text("channel");
  Channel* channel = nullptr;
  if (const User* person = workspace.user(name)) {
    if (!person->deleted && !person->bot) channel = &workspace.open_dm(person->id);
  } else {
    channel = visible_channel(call, name);
  }
  if (!channel) {
    error = "channel_not_found";
  } else if (channel->archived) {
    error = "is_archived";
  } else if (channel->im && !workspace.app.messages_tab) {
    error = "messages_tab_disabled";
  } else if (!channel->has(workspace.app.bot_user) &&
             !(workspace.scope("chat:write.public") && !channel->is_private)) {
    error = "not_in_channel";
  }
  return error.empty() ? channel : nullptr;
}

// The head of the thread a reply belongs to: a reply to a reply goes to the same thread.
std::string thread_of(Call& call, const std::string& channel, std::string& error) {
  const std::string ts = call.text("thread_ts");
  if (ts.empty()) return {};
  const Message* head = call.workspace.message(channel, ts);
  if (!head || !head->ephemeral_to.empty() || !head->subtype.empty()) {
    error = "cannot_reply_to_message";
    return {};
  }
  return head->thread_ts.empty() ? ts : head->thread_ts;
}

Message draft_of(Call& call, const Content& content, const std::string& channel) {
  Message draft;
  draft.channel = channel;
  draft.user = call.workspace.app.bot_user;
  draft.from_bot = true;
  apply(content, draft, call.workspace);
  return draft;
}

// The message that chat.update and chat.delete are about, or why not.
Message* own_message(Call& call, const char* not_ours, std::string& error) {
  const std::string place = call.text("channel");
  Workspace& workspace = call.workspace;
  // Unlike a post, a U… id does not do here.
  Channel* channel = workspace.user(place) ? nullptr : workspace.channel(place);
  if (!channel || ((channel->is_private || channel->im) && !channel->has(workspace.app.bot_user))) {
    error = "channel_not_found";
    return nullptr;
  }
  Message* message = workspace.message(channel->id, call.text("ts"));
  if (!message || message->deleted || !message->ephemeral_to.empty())
    error = "message_not_found";
  else if (channel->archived)
    error = "is_inactive";
  else if (!message->from_bot)
    error = not_ours;
  return error.empty() ? message : nullptr;
}

}  // namespace

Json chat_post_message(Call& call) {
  std::string error;
  Channel* channel = destination(call, error);
  if (!channel) return fail(error);
  Content content;
  if (auto refusal = read_content(call, content, false)) return *refusal;
  if (content.empty()) return fail("no_text");
  const std::string thread = thread_of(call, channel->id, error);
  if (!error.empty()) return fail(error);
  Message draft = draft_of(call, content, channel->id);
  draft.thread_ts = thread;
  draft.broadcast = !thread.empty() && call.flag("reply_broadcast");
  if (draft.broadcast) draft.subtype = "thread_broadcast";
  const Message& posted = call.workspace.post(std::move(draft));
  Json shown = message_json(posted, call.workspace, true);
  return ok({{"channel", posted.channel}, {"ts", posted.ts}, {"message", std::move(shown)}});
}

Json chat_update(Call& call) {
  std::string error;
  Message* message = own_message(call, "cant_update_message", error);
  if (!message) return fail(error);
  Content content;
  if (auto refusal = read_content(call, content, true)) return *refusal;
  if (!content.text && !content.blocks && !content.attachments) {
    if (!content.metadata) return fail("no_text");
  } else if (content.empty() && !content.blocks && !content.attachments) {
    return fail("no_text");
  }
  // Text without blocks removes the blocks; blocks alone keep the text, and leave no "edited" mark.
  const bool drops_blocks = content.text && !content.blocks;
  call.workspace.update(
      *message,
      [&](Message& changed) {
        if (drops_blocks) changed.blocks = Json::array();
        apply(content, changed, call.workspace);
      },
      drops_blocks);
  Json shown = message_json(*message, call.workspace, true);
  return ok({{"channel", message->channel},
             {"ts", message->ts},
             {"text", message->text},
             {"message", std::move(shown)}});
}

Json chat_delete(Call& call) {
  std::string error;
  Message* message = own_message(call, "cant_delete_message", error);
  if (!message) return fail(error);
  call.workspace.erase(*message);
  return ok({{"channel", message->channel}, {"ts", message->ts}});
}

Json chat_post_ephemeral(Call& call) {
  std::string error;
  Channel* channel = destination(call, error);
  if (!channel) return fail(error);
  const User* reader = call.workspace.user(call.text("user"));
  if (!reader) return fail("user_not_found");
  if (!channel->has(reader->id)) return fail("user_not_in_channel");
  Content content;
  if (auto refusal = read_content(call, content, false)) return *refusal;
  if (content.empty()) return fail("no_text");
  Message draft = draft_of(call, content, channel->id);
  draft.thread_ts = call.text("thread_ts");
  draft.ephemeral_to = reader->id;
  return ok({{"message_ts", call.workspace.post(std::move(draft)).ts}});
}

}  // namespace houston::bot::sandbox::api
