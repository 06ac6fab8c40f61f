#include "bot/slack/delivery.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "bot/json_fields.hpp"
#include "bot/slack/events.hpp"
#include "bot/slack/log.hpp"
#include "handlers/chat/json.hpp"

namespace houston::bot::slack {
namespace {

using boost::asio::awaitable;
using nlohmann::json;

constexpr const char* event_type = "houston_post";
constexpr int look_up_page = 15;  // most that some apps may ask for since 2025-05-29
// The machine's clock may be ahead of Slack's: looking further back costs a page, too short a look a double.
constexpr std::chrono::seconds look_back{60};
constexpr std::chrono::milliseconds operator_wait{60000};

std::string metadata_of(const std::string& key) {
  return json{{"event_type", event_type}, {"event_payload", {{"key", key}}}}.dump();
}

std::string key_in(const json& message) {
  const json& metadata = child(message, "metadata");
  if (text_of(metadata, "event_type") != event_type) return {};
  return text_of(child(metadata, "event_payload"), "key");
}

// The row's message rendered, or why not.
std::variant<Rendered, std::string> rendered(const std::string& body) {
  const Result<chat::Message> message = chat::message_from_json(body);
  if (!message.has_value()) return "the stored message cannot be read: " + message.error().message;
  try {
    return render(message.value());
  } catch (const std::length_error& error) {
    return std::string("the message cannot be shown in Slack: ") + error.what();
  }
}

TryLater later(const std::string& method, const ApiFailure& failure) {
  if (failure.verdict == Verdict::wait) return {failure.wait, method, failure.why};
  // Only the operator can mend it (health() tells); the message waits for that.
  if (failure.verdict == Verdict::operate) return {operator_wait, "", failure.why};
  return {std::chrono::milliseconds(0), "", failure.why};
}

SendOutcome outcome_of(const std::string& method, const ApiFailure& failure, bool repeatable) {
  switch (failure.verdict) {
    case Verdict::wait:
    case Verdict::retry:
    case Verdict::operate:
      return later(method, failure);
    case Verdict::doubt:
      if (repeatable) return later(method, failure);
      return InDoubt{failure.why};
    case Verdict::drop:
      if (!repeatable) return Refused{failure.why};  // a post is about nothing that could be gone
      log_info(method + " came to nothing: " + failure.why);
      return Delivered{};
    case Verdict::success:
      return Delivered{};
    case Verdict::give_up:
      break;
  }
  return Refused{failure.why};
}

}  // namespace

std::string timestamp(Instant at) {
  const auto milliseconds = at.time_since_epoch().count();
  char text[40];
  std::snprintf(text, sizeof text, "%lld.%06lld", static_cast<long long>(milliseconds / 1000),
                static_cast<long long>(milliseconds % 1000) * 1000);
  return text;
}

awaitable<Delivery::Opened> Delivery::direct_room(std::string person) {
  if (const auto known = direct_rooms_.find(person); known != direct_rooms_.end()) co_return known->second;
  std::string method = "conversations.open";
  Parameters parameters{{"users", person}};
  ApiOutcome outcome = co_await api_.call(method, parameters);
  if (auto* failure = std::get_if<ApiFailure>(&outcome)) {
    if (failure->verdict == Verdict::doubt)
      failure->verdict = Verdict::retry;  // opening twice is opening once
    co_return std::move(*failure);
  }
  std::string room = text_of(child(std::get<ApiAnswer>(outcome).body, "channel"), "id");
  if (room.empty()) {
    co_return ApiFailure{
        Verdict::retry, "no_channel", "Slack's answer to conversations.open names no channel", {}};
  }
  direct_rooms_[person] = room;
  co_return room;
}

awaitable<SendOutcome> Delivery::post(const storage::OutboxRow& row, const Addressing& addressing,
                                      Rendered message) {
  std::string room = row.place.id;
  if (row.place.kind == storage::Place::Kind::person) {
    Opened opened = co_await direct_room(row.place.id);
    if (const auto* failure = std::get_if<ApiFailure>(&opened)) {
      const std::string opening = "conversations.open";
      co_return outcome_of(opening, *failure, true);
    }
    room = std::get<std::string>(opened);
  }
  Parameters parameters{{"text", message.text},    {"metadata", metadata_of(row.key)},
                        {"mrkdwn", "false"},       {"parse", "none"},
                        {"unfurl_links", "false"}, {"unfurl_media", "false"}};
  if (message.blocks != "[]") parameters["blocks"] = message.blocks;
  if (row.place.thread) {
    if (!addressing.thread) co_return Refused{"the thread's first message was never delivered"};
    room = addressing.thread->room;
    parameters["thread_ts"] = addressing.thread->message;
  }
  parameters["channel"] = room;
  std::string method = "chat.postMessage";
  ApiOutcome outcome = co_await api_.call(method, parameters);
  if (const auto* failure = std::get_if<ApiFailure>(&outcome)) {
    if (failure->code == "channel_not_found" && row.place.kind == storage::Place::Kind::person) {
      direct_rooms_.erase(row.place.id);
    }
    co_return outcome_of(method, *failure, false);
  }
  const json& body = std::get<ApiAnswer>(outcome).body;
  storage::Receipt receipt{text_of(body, "channel"), text_of(body, "ts")};
  if (receipt.room.empty()) receipt.room = room;
  if (receipt.message.empty()) co_return InDoubt{"Slack's answer to chat.postMessage names no message"};
  Delivered delivered;
  delivered.receipt = std::move(receipt);
  co_return delivered;
}

awaitable<SendOutcome> Delivery::send(const storage::OutboxRow& row, const Addressing& addressing) {
  std::string method;
  Parameters parameters;
  if (row.action == storage::Action::update || row.action == storage::Action::remove) {
    if (!addressing.target) co_return Refused{"the message to change was never delivered"};
    parameters["channel"] = addressing.target->room;
    parameters["ts"] = addressing.target->message;
  }
  if (row.action == storage::Action::react) {
    const Result<chat::Reaction> reaction = chat::reaction_from_json(row.body);
    if (!reaction.has_value()) co_return Refused{reaction.error().message};
    method = reaction->remove ? "reactions.remove" : "reactions.add";
    parameters["channel"] = row.place.id;
    parameters["timestamp"] = reaction->message;
    parameters["name"] = reaction->name;
  } else if (row.action == storage::Action::remove) {
    method = "chat.delete";
  } else if (row.action == storage::Action::home) {
    const Result<chat::Message> home = chat::message_from_json(row.body);
    if (!home.has_value()) co_return Refused{"the stored home tab cannot be read: " + home.error().message};
    method = "views.publish";
    parameters["user_id"] = row.place.id;
    std::string problem;
    try {
      parameters["view"] = render_home(home.value());
    } catch (const std::length_error& error) {
      problem = std::string("the home tab cannot be shown in Slack: ") + error.what();
    }
    if (!problem.empty()) co_return Refused{problem};
  } else {
    std::variant<Rendered, std::string> message = rendered(row.body);
    if (const auto* why = std::get_if<std::string>(&message)) co_return Refused{*why};
    Rendered content = std::get<Rendered>(std::move(message));
    if (row.action == storage::Action::post) {
      SendOutcome posted = co_await post(row, addressing, std::move(content));
      co_return posted;
    }
    method = "chat.update";
    parameters["text"] = content.text;
    parameters["blocks"] = content.blocks;  // "[]" clears
    parameters["parse"] = "none";           // its default is "client", which links names
  }
  ApiOutcome outcome = co_await api_.call(method, parameters);
  if (const auto* failure = std::get_if<ApiFailure>(&outcome)) co_return outcome_of(method, *failure, true);
  co_return Delivered{};
}

awaitable<FindOutcome> Delivery::find(const storage::OutboxRow& row, const Addressing& addressing) {
  std::string room = row.place.id;
  std::string method = "conversations.history";
  Parameters parameters{{"include_all_metadata", "true"}, {"inclusive", "true"}};
  if (row.place.thread) {
    if (!addressing.thread) co_return NotThere{};  // nothing can have been posted to it
    room = addressing.thread->room;
    method = "conversations.replies";  // history does not list replies
    parameters["ts"] = addressing.thread->message;
  } else if (row.place.kind == storage::Place::Kind::person) {
    Opened opened = co_await direct_room(row.place.id);
    if (const auto* failure = std::get_if<ApiFailure>(&opened)) {
      const std::string opening = "conversations.open";
      if (failure->verdict == Verdict::give_up) co_return Refused{failure->why};
      co_return later(opening, *failure);
    }
    room = std::get<std::string>(opened);
  }
  parameters["channel"] = room;
  const Instant since = row.sending_since.value_or(row.created) - look_back;
  parameters["oldest"] = timestamp(std::max(since, Instant{}));
  std::optional<storage::Receipt> found;
  std::function<bool(const json&)> each = [&](const json& body) {
    for (const json& message : child(body, "messages")) {
      if (key_in(message) != row.key) continue;
      found = storage::Receipt{room, text_of(message, "ts")};
      return false;
    }
    return true;
  };
  std::optional<ApiFailure> failure = co_await api_.pages(method, parameters, look_up_page, false, each);
  if (found && !found->message.empty()) co_return *found;
  if (!failure) co_return NotThere{};
  // A place that cannot be seen: what is sent there again will be refused with the reason, or arrive.
  if (failure->verdict == Verdict::give_up || failure->verdict == Verdict::drop) co_return NotThere{};
  co_return later(method, *failure);
}

awaitable<std::optional<chat::Quoted>> Delivery::quote(std::string room, std::string message) {
  // The newest message of the channel up to that moment is the one, unless it stands in a thread: history
  // does not list replies, and replies finds one by its own timestamp.
  std::string method = "conversations.history";
  Parameters parameters{{"channel", room}, {"latest", message}, {"inclusive", "true"}, {"limit", "1"}};
  for (int attempt = 0; attempt < 2; ++attempt) {
    ApiOutcome outcome = co_await api_.ask(method, parameters);
    if (const auto* failure = std::get_if<ApiFailure>(&outcome)) {
      log_warning("a message that somebody reacted to could not be read: " + failure->why);
      co_return std::nullopt;
    }
    for (const json& one : child(std::get<ApiAnswer>(outcome).body, "messages")) {
      if (text_of(one, "ts") == message) co_return read_quoted(one);
    }
    method = "conversations.replies";
    parameters = {
        {"channel", room}, {"ts", message}, {"latest", message}, {"inclusive", "true"}, {"limit", "1"}};
  }
  log_warning("a message that somebody reacted to is not there any more");
  co_return std::nullopt;
}

awaitable<void> Delivery::tell(std::string person, std::string room, std::string thread, Rendered message) {
  std::string method = "chat.postEphemeral";
  Parameters parameters{{"text", message.text}, {"parse", "none"}};
  if (message.blocks != "[]") parameters["blocks"] = message.blocks;
  if (room.empty()) {
    Opened opened = co_await direct_room(person);
    if (std::holds_alternative<ApiFailure>(opened)) {
      log_warning("an immediate answer was lost: " + std::get<ApiFailure>(opened).why);
      co_return;
    }
    room = std::get<std::string>(opened);
  }
  if (room.starts_with('D')) {
    method = "chat.postMessage";
    parameters["mrkdwn"] = "false";
    parameters["unfurl_links"] = "false";
    parameters["unfurl_media"] = "false";
  } else {
    parameters["user"] = person;
  }
  parameters["channel"] = room;
  if (!thread.empty()) parameters["thread_ts"] = thread;
  ApiOutcome outcome = co_await api_.call(method, parameters);
  if (const auto* failure = std::get_if<ApiFailure>(&outcome)) {
    log_warning("an immediate answer was lost: " + failure->why);
  }
}

}  // namespace houston::bot::slack
