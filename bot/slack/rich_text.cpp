#include "bot/slack/rich_text.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/slack/escape.hpp"
#include "bot/slack/text.hpp"
#include "storage/personal.hpp"

namespace houston::bot::slack {
namespace {

using nlohmann::json;

// One text element's share; the limit of any text object is 3,000.
constexpr std::size_t element_limit = 2700;

json style_of(const chat::Plain& span) {
  json style = json::object();
  if (span.bold) style["bold"] = true;
  if (span.italic) style["italic"] = true;
  if (span.code) style["code"] = true;
  return style;
}

void add_text(json& elements, std::string_view words, const json& style) {
  std::string rest(words);
  while (!rest.empty()) {
    auto [part, after] = split(rest, element_limit);
    json element = {{"type", "text"}, {"text", std::move(part)}};
    if (!style.empty()) element["style"] = style;
    elements.push_back(std::move(element));
    rest = std::move(after);
  }
}

bool name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '+';
}

bool word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// The length of ":tada:" or ":wave::skin-tone-2:" at the beginning of `words`, and the name in it; 0 for
// anything else, such as the ":30:" of a time.
std::size_t emoji_at(std::string_view words, std::string& name) {
  if (words.size() < 4 || words[0] != ':') return 0;
  std::size_t end = 1;
  while (end < words.size() && end < 64 && name_character(words[end])) ++end;
  if (end == 1 || end == words.size() || words[end] != ':') return 0;
  const std::string_view plain = words.substr(1, end - 1);
  const bool letters = std::any_of(plain.begin(), plain.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!letters && plain != "+1" && plain != "-1" && plain != "100") return 0;
  name = std::string(plain);
  std::size_t taken = end + 1;
  constexpr std::string_view tone = ":skin-tone-";
  const std::string_view rest = words.substr(taken);
  if (rest.starts_with(tone) && rest.size() > tone.size() + 1 && rest[tone.size()] >= '2' &&
      rest[tone.size()] <= '6' && rest[tone.size() + 1] == ':') {
    name += ":" + std::string(rest.substr(0, tone.size() + 1));
    taken += tone.size() + 2;
  }
  // Words run into each other ("a:b:c") are not emoji.
  return taken < words.size() && word_character(words[taken]) ? 0 : taken;
}

void add_plain(json& elements, const chat::Plain& span) {
  const std::string words = clean(span.text);
  const json style = style_of(span);
  if (span.code) return add_text(elements, words, style);
  std::size_t begin = 0;
  for (std::size_t at = 0; at < words.size();) {
    std::string name;
    const bool after_word = at > 0 && word_character(words[at - 1]);
    const std::size_t taken = after_word ? 0 : emoji_at(std::string_view(words).substr(at), name);
    if (taken == 0) {
      ++at;
      continue;
    }
    add_text(elements, std::string_view(words).substr(begin, at - begin), style);
    elements.push_back({{"type", "emoji"}, {"name", name}});
    at += taken;
    begin = at;
  }
  add_text(elements, std::string_view(words).substr(begin), style);
}

struct AddElement {
  json& elements;
  void operator()(const chat::Plain& span) const { add_plain(elements, span); }
  void operator()(const chat::Link& span) const {
    const std::string words = clean(span.text);
    if (!safe_url(span.url))
      return add_text(elements, words.empty() ? clean(span.url) : words, json::object());
    json element = {{"type", "link"}, {"url", clean(span.url)}};
    if (!words.empty()) element["text"] = words;
    elements.push_back(std::move(element));
  }
  void operator()(const chat::Mention& span) const {
    // Whoever asked to be forgotten has no id that Slack knows.
    if (storage::is_former(span.person)) return (*this)(chat::Plain{storage::kFormerName});
    if (!is_id(span.person.value)) return add_text(elements, "@" + clean(span.person.value), json::object());
    elements.push_back({{"type", "user"}, {"user_id", span.person.value}});
  }
  void operator()(const chat::RoomLink& span) const {
    if (!is_id(span.room.value)) return add_text(elements, "#" + clean(span.room.value), json::object());
    elements.push_back({{"type", "channel"}, {"channel_id", span.room.value}});
  }
  void operator()(const chat::DateTime& span) const {
    json element = {
        {"type", "date"},
        {"timestamp", std::chrono::floor<std::chrono::seconds>(span.at).time_since_epoch().count()},
        {"format", "{date_short_pretty}, {time}"}};
    if (const std::string fallback = clean(span.fallback); !fallback.empty()) element["fallback"] = fallback;
    elements.push_back(std::move(element));
  }
  void operator()(const chat::Invocation& span) const { add_plain(elements, slash_command(span)); }
};

}  // namespace

json rich_elements(const chat::Text& text) {
  json elements = json::array();
  for (const chat::Span& span : text) std::visit(AddElement{elements}, span);
  return elements;
}

}  // namespace houston::bot::slack
