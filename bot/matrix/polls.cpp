#include "bot/matrix/polls.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "bot/json_fields.hpp"
#include "bot/text.hpp"

namespace houston::bot::matrix {
namespace {

using nlohmann::json;

constexpr const char* stable = "m.poll.";
constexpr const char* unstable = "org.matrix.msc3381.poll.";
constexpr const char* poll_end_type = "org.matrix.msc3381.poll.end";
constexpr const char* text_key = "org.matrix.msc1767.text";
constexpr const char* undisclosed = "org.matrix.msc3381.poll.undisclosed";
/// What the poll means to Houston, as "dev.houston.buttons" does of buttons.
constexpr const char* meaning_key = "dev.houston.poll";
constexpr std::size_t question_limit = 2000;
constexpr std::size_t label_limit = 300;

const chat::Poll* poll_in(const chat::Message& message) {
  for (const chat::Block& block : message.blocks) {
    if (const auto* poll = std::get_if<chat::Poll>(&block)) return poll;
  }
  return nullptr;
}

bool fits(const chat::Poll& poll) {
  return !poll.closed && !poll.answers.empty() && poll.answers.size() <= chat::Poll::kMostAnswers;
}

json start_content(const chat::Message& message, const chat::Poll& poll, const Look& look) {
  const std::string question = cut(clean(poll.question), question_limit);
  json answers = json::array();
  for (const chat::Poll::Answer& answer : poll.answers) {
    answers.push_back({{"id", answer.id}, {text_key, cut(one_line(clean(answer.label)), label_limit)}});
  }
  const json text = render(message, look)["body"];
  return {{poll_start_type,
           {{"kind", undisclosed},
            {"max_selections", std::clamp(poll.most, 1, static_cast<int>(poll.answers.size()))},
            {"question", {{text_key, question}, {"msgtype", "m.text"}, {"body", question}}},
            {"answers", std::move(answers)}}},
          {text_key, text},
          {"body", text},
          {"m.mentions", json::object()},
          {meaning_key, {{"action", clean(poll.action)}, {"value", clean(poll.value)}}}};
}

json end_content(const chat::Message& message, const Look& look, std::string_view event) {
  const json text = render(message, look)["body"];
  return {{poll_end_type, json::object()},
          {text_key, text},
          {"body", text},
          {"m.mentions", json::object()},
          {"m.relates_to", {{"rel_type", "m.reference"}, {"event_id", event}}}};
}

/// The ids of the answers in a list of objects under `key`, or of the response's own list of strings.
std::vector<std::string> strings_of(const json& list) {
  std::vector<std::string> found;
  if (!list.is_array()) return found;
  for (const json& one : list) {
    if (one.is_string()) found.push_back(one.get<std::string>());
  }
  return found;
}

std::vector<std::string> selections_of(const json& response) {
  // The stable form, and both that clients sent before.
  if (response.is_object() && response.contains("m.selections")) return strings_of(response["m.selections"]);
  for (const char* prefix : {unstable, stable}) {
    const json& answers = child(child(response, (std::string(prefix) + "response").c_str()), "answers");
    if (answers.is_array()) return strings_of(answers);
  }
  return {};
}

}  // namespace

bool is_poll(std::string_view type, std::string_view what) {
  for (const std::string_view prefix : {std::string_view(stable), std::string_view(unstable)}) {
    if (type.starts_with(prefix) && type.substr(prefix.size()) == what) return true;
  }
  return false;
}

Outgoing new_event(const chat::Message& message, const Look& look) {
  const chat::Poll* poll = poll_in(message);
  if (poll == nullptr || !fits(*poll)) return {message_type, render(message, look)};
  return {poll_start_type, start_content(message, *poll, look)};
}

Outgoing changing_event(const chat::Message& message, const Look& look, std::string_view event) {
  const chat::Poll* poll = poll_in(message);
  if (poll != nullptr && poll->closed) return {poll_end_type, end_content(message, look, event)};
  if (poll == nullptr || !fits(*poll)) return {message_type, render_edit(message, look, event)};
  json now = start_content(message, *poll, look);
  json content = {{"body", now["body"]},
                  {text_key, now["body"]},
                  {"m.mentions", json::object()},
                  {"m.relates_to", {{"rel_type", "m.replace"}, {"event_id", event}}}};
  content["m.new_content"] = std::move(now);
  return {poll_start_type, std::move(content)};
}

std::optional<chat::Voted> read_response(const json& response, const json& poll) {
  const json& meaning = child(poll, meaning_key);
  chat::Voted voted{text_of(meaning, "action"), text_of(meaning, "value")};
  if (voted.action.empty()) return std::nullopt;
  const json& start = child(poll, poll_start_type);
  std::vector<std::string> offered;
  for (const json& answer : objects_of(start, "answers")) offered.push_back(text_of(answer, "id"));
  const auto most =
      static_cast<std::size_t>(std::max<std::int64_t>(1, number_of(start, "max_selections", 1)));
  const auto in = [](const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  for (std::string& answer : selections_of(response)) {
    if (voted.answers.size() == most) break;
    if (in(offered, answer) && !in(voted.answers, answer)) voted.answers.push_back(std::move(answer));
  }
  return voted;
}

}  // namespace houston::bot::matrix
