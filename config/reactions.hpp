// Reactions go by a name in some chats ("trophy") and by the emoji itself in others (🏆). Houston knows them
// by name; an emoji outside this table goes by itself.
#pragma once

#include <string>
#include <string_view>

namespace houston::config {

/// "trophy" of "🏆", with or without variation selector and skin tone; what is no emoji of the table comes
/// back as it is, without these two.
std::string reaction_name(std::string_view reaction);

/// "🏆" of "trophy", as people's own clients send it; "" when the table has no such name.
std::string reaction_emoji(std::string_view name);

/// By name or emoji, whichever: "+1", "thumbsup" and "👍" are one.
bool same_reaction(std::string_view one, std::string_view other);

/// Looks like an emoji and not like a name: nothing in it but what is not ASCII.
bool is_emoji(std::string_view text);

/// Without variation selectors and skin tones: for comparing.
std::string bare_emoji(std::string_view text);

}  // namespace houston::config
