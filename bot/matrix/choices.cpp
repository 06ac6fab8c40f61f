#include "bot/matrix/choices.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "bot/json_fields.hpp"
#include "bot/text.hpp"
#include "config/reactions.hpp"
#include "config/text.hpp"

namespace houston::bot::matrix {
namespace {

using nlohmann::json;

constexpr std::size_t label_limit = 100;

// Signs that say what a button does, by its label without "…". None of them means anything else to Houston.
constexpr std::array<std::pair<std::string_view, std::string_view>, 28> fitting{{
    {"as planned", "👍️"},
    {"on track", "👍️"},
    {"yes", "👍️"},
    {"it happened", "👍️"},
    {"write it", "✏️"},
    {"change it", "✏️"},
    {"edit", "✏️"},
    {"add notes", "✏️"},
    {"skip today", "⏭️"},
    {"skipped", "⏭️"},
    {"done", "✅️"},
    {"reached", "🎉"},
    {"needs more time", "⏳️"},
    {"still open", "🔄"},
    {"drop", "🗑️"},
    {"withdraw", "🗑️"},
    {"take it back", "↩️"},
    {"i am away", "🌴"},
    {"i am back", "👋"},
    {"quiet hours", "🌙"},
    {"older", "⏪️"},
    {"send me all of it", "📦"},
    {"keep everything", "🛟"},
    {"keep it as it is", "👌"},
    {"start voting", "🗳️"},
    {"group notes", "🧩"},
    {"moved to", "📅"},
    {"what comes of it", "📝"},
}};

// The others go by their places: digits, then letters, then whatever is easily told apart.
constexpr std::array<std::string_view, 64> by_place{
    "1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣", "7️⃣", "8️⃣", "9️⃣", "🔟",
    "🇦",       "🇧",       "🇨",       "🇩",       "🇪",       "🇫",       "🇬",       "🇭",       "🇮",       "🇯",
    "🇰",       "🇱",       "🇲",       "🇳",       "🇴",       "🇵",       "🇶",       "🇷",       "🇸",       "🇹",
    "🇺",       "🇻",       "🇼",       "🇽",       "🇾",       "🇿",       "🍎",       "🍐",       "🍊",       "🍋",
    "🍌",       "🍉",       "🍇",       "🍓",       "🍒",       "🍑",       "🍍",       "🥝",    "🍅",       "🥕",
    "🌽",       "🥦",    "🐶",       "🐱",       "🐭",       "🦊",    "🐻",       "🐼",       "🐸",       "🐵",
    "🐔",       "🐧",       "🦉",    "🐢"};

std::string plain_label(std::string_view label) {
  std::string words = lower(config::trim_unseen(label));
  for (const std::string_view end : {"…", "...", ".", "!"}) {
    if (words.ends_with(end)) words.erase(words.size() - end.size());
  }
  return std::string(config::trim_unseen(words));
}

std::string_view fitting_sign(const std::string& label) {
  const auto* const found =
      std::find_if(fitting.begin(), fitting.end(), [&](const auto& one) { return one.first == label; });
  return found == fitting.end() ? std::string_view() : found->second;
}

// "3", "3.", "3)", "#3"
std::optional<std::size_t> number_in(std::string_view words) {
  if (words.starts_with('#')) words.remove_prefix(1);
  if (words.ends_with('.') || words.ends_with(')')) words.remove_suffix(1);
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(words.data(), words.data() + words.size(), number);
  if (words.empty() || error != std::errc() || end != words.data() + words.size()) return std::nullopt;
  return number;
}

}  // namespace

std::vector<Choice> choices_of(const chat::Message& message, bool private_too) {
  std::vector<Choice> choices;
  for (const chat::Block& block : message.blocks) {
    const auto* buttons = std::get_if<chat::Buttons>(&block);
    if (buttons == nullptr || (buttons->secret && !private_too)) continue;
    for (const chat::Button& button : buttons->buttons) {
      std::string label = cut(std::string(config::trim_unseen(one_line(clean(button.label)))), label_limit);
      if (label.empty()) label = "…";
      choices.push_back({"", std::move(label), clean(button.action), clean(button.value)});
    }
  }
  std::map<std::string_view, int> signs;
  for (const Choice& choice : choices) ++signs[fitting_sign(plain_label(choice.label))];
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const std::string_view sign = fitting_sign(plain_label(choices[i].label));
    if (!sign.empty() && signs[sign] == 1) {
      choices[i].key = sign;
    } else {
      choices[i].key = i < by_place.size() ? std::string(by_place[i]) : std::to_string(i + 1);
    }
  }
  return choices;
}

json to_json(const std::vector<Choice>& choices) {
  json list = json::array();
  for (const Choice& choice : choices) {
    list.push_back(
        {{"key", choice.key}, {"label", choice.label}, {"action", choice.action}, {"value", choice.value}});
  }
  return list;
}

std::vector<Choice> read_choices(const json& content) {
  const json& now = child(content, "m.new_content");
  std::vector<Choice> choices;
  for (const json& one : objects_of(now.is_object() ? now : content, "dev.houston.buttons")) {
    Choice choice{text_of(one, "key"), text_of(one, "label"), text_of(one, "action"), text_of(one, "value")};
    if (!choice.key.empty() && !choice.action.empty()) choices.push_back(std::move(choice));
  }
  return choices;
}

std::optional<Choice> chosen_by_reaction(const std::vector<Choice>& choices, std::string_view key) {
  const std::string bare = config::bare_emoji(key);
  for (const Choice& choice : choices) {
    if (config::bare_emoji(choice.key) == bare) return choice;
  }
  return std::nullopt;
}

std::optional<Choice> chosen_by_words(const std::vector<Choice>& choices, std::string_view words) {
  const std::string_view bare = config::trim_unseen(words);
  if (bare.empty()) return std::nullopt;
  if (const auto number = number_in(bare)) {
    if (*number == 0 || *number > choices.size()) return std::nullopt;
    return choices[*number - 1];
  }
  if (auto choice = chosen_by_reaction(choices, bare)) return choice;
  const std::string label = plain_label(bare);
  if (label.empty()) return std::nullopt;
  std::optional<Choice> found;
  for (const Choice& choice : choices) {
    if (plain_label(choice.label) != label) continue;
    if (found) return std::nullopt;
    found = choice;
  }
  return found;
}

}  // namespace houston::bot::matrix
