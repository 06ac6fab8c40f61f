#include "config/reactions.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace houston::config {
namespace {

struct Known {
  std::string_view name;
  std::string_view emoji;
};

// The names are Slack's, which most chats share; an emoji's first name is the one it is known by. Chosen for
// what teams use for wins, answers and thanks.
constexpr std::array table{
    Known{"trophy", "🏆"},
    Known{"+1", "👍️"},
    Known{"thumbsup", "👍️"},
    Known{"-1", "👎️"},
    Known{"thumbsdown", "👎️"},
    Known{"white_check_mark", "✅️"},
    Known{"heavy_check_mark", "✔️"},
    Known{"ballot_box_with_check", "☑️"},
    Known{"sparkles", "✨️"},
    Known{"tada", "🎉"},
    Known{"confetti_ball", "🎊"},
    Known{"star", "⭐️"},
    Known{"star2", "🌟"},
    Known{"dizzy", "💫"},
    Known{"rocket", "🚀"},
    Known{"fire", "🔥"},
    Known{"100", "💯"},
    Known{"clap", "👏"},
    Known{"raised_hands", "🙌"},
    Known{"muscle", "💪"},
    Known{"pray", "🙏"},
    Known{"ok_hand", "👌"},
    Known{"handshake", "🤝"},
    Known{"wave", "👋"},
    Known{"raised_hand", "✋️"},
    Known{"hand", "✋️"},
    Known{"point_up", "☝️"},
    Known{"fist", "✊️"},
    Known{"v", "✌️"},
    Known{"crossed_fingers", "🤞"},
    Known{"first_place_medal", "🥇"},
    Known{"second_place_medal", "🥈"},
    Known{"third_place_medal", "🥉"},
    Known{"sports_medal", "🏅"},
    Known{"medal", "🎖️"},
    Known{"crown", "👑"},
    Known{"gem", "💎"},
    Known{"checkered_flag", "🏁"},
    Known{"dart", "🎯"},
    Known{"bulb", "💡"},
    Known{"zap", "⚡️"},
    Known{"boom", "💥"},
    Known{"collision", "💥"},
    Known{"heart", "❤️"},
    Known{"orange_heart", "🧡"},
    Known{"yellow_heart", "💛"},
    Known{"green_heart", "💚"},
    Known{"blue_heart", "💙"},
    Known{"purple_heart", "💜"},
    Known{"sparkling_heart", "💖"},
    Known{"eyes", "👀"},
    Known{"brain", "🧠"},
    Known{"smile", "😄"},
    Known{"smiley", "😃"},
    Known{"grinning", "😀"},
    Known{"grin", "😁"},
    Known{"joy", "😂"},
    Known{"laughing", "😆"},
    Known{"slightly_smiling_face", "🙂"},
    Known{"blush", "😊"},
    Known{"sunglasses", "😎"},
    Known{"heart_eyes", "😍"},
    Known{"star-struck", "🤩"},
    Known{"partying_face", "🥳"},
    Known{"hugging_face", "🤗"},
    Known{"thinking_face", "🤔"},
    Known{"saluting_face", "🫡"},
    Known{"exploding_head", "🤯"},
    Known{"cry", "😢"},
    Known{"sob", "😭"},
    Known{"open_mouth", "😮"},
    Known{"scream", "😱"},
    Known{"balloon", "🎈"},
    Known{"birthday", "🎂"},
    Known{"cake", "🍰"},
    Known{"gift", "🎁"},
    Known{"champagne", "🍾"},
    Known{"clinking_glasses", "🥂"},
    Known{"beers", "🍻"},
    Known{"coffee", "☕️"},
    Known{"pizza", "🍕"},
    Known{"doughnut", "🍩"},
    Known{"cookie", "🍪"},
    Known{"bell", "🔔"},
    Known{"mega", "📣"},
    Known{"loudspeaker", "📢"},
    Known{"pushpin", "📌"},
    Known{"bookmark", "🔖"},
    Known{"memo", "📝"},
    Known{"pencil", "📝"},
    Known{"pencil2", "✏️"},
    Known{"calendar", "📆"},
    Known{"date", "📅"},
    Known{"chart_with_upwards_trend", "📈"},
    Known{"mountain", "⛰️"},
    Known{"rainbow", "🌈"},
    Known{"sunny", "☀️"},
    Known{"palm_tree", "🌴"},
    Known{"seedling", "🌱"},
    Known{"four_leaf_clover", "🍀"},
    Known{"deciduous_tree", "🌳"},
    Known{"unicorn_face", "🦄"},
    Known{"ship", "🚢"},
    Known{"satellite", "🛰️"},
    Known{"robot_face", "🤖"},
    Known{"construction", "🚧"},
    Known{"bug", "🐛"},
    Known{"wrench", "🔧"},
    Known{"hammer_and_wrench", "🛠️"},
    Known{"lock", "🔒"},
    Known{"key", "🔑"},
    Known{"warning", "⚠️"},
    Known{"no_entry", "⛔️"},
    Known{"x", "❌️"},
    Known{"question", "❓️"},
    Known{"exclamation", "❗️"},
    Known{"arrow_up", "⬆️"},
    Known{"recycle", "♻️"},
};

bool starts(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

}  // namespace

std::string bare_emoji(std::string_view text) {
  constexpr std::string_view selector = "\xEF\xB8\x8F";  // U+FE0F
  constexpr std::string_view tone = "\xF0\x9F\x8F";      // U+1F3FB … U+1F3FF end in BB … BF
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (starts(rest, selector)) {
      at += selector.size();
    } else if (at > 0 && starts(rest, tone) && rest.size() > 3 &&
               static_cast<unsigned char>(rest[3]) >= 0xBB && static_cast<unsigned char>(rest[3]) <= 0xBF) {
      at += 4;
    } else {
      out += text[at++];
    }
  }
  return out;
}

std::string reaction_name(std::string_view reaction) {
  std::string bare = bare_emoji(reaction);
  const auto* const found = std::find_if(table.begin(), table.end(),
                                         [&](const Known& known) { return bare_emoji(known.emoji) == bare; });
  return found == table.end() ? bare : std::string(found->name);
}

std::string reaction_emoji(std::string_view name) {
  const auto* const found =
      std::find_if(table.begin(), table.end(), [&](const Known& known) { return known.name == name; });
  return found == table.end() ? std::string() : std::string(found->emoji);
}

bool same_reaction(std::string_view one, std::string_view other) {
  const auto emoji_of = [](std::string_view name) {
    const std::string emoji = reaction_emoji(name);
    return bare_emoji(emoji.empty() ? name : std::string_view(emoji));
  };
  return emoji_of(one) == emoji_of(other);
}

bool is_emoji(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

}  // namespace houston::config
