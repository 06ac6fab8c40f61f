// Small things about UTF-8 text that the settings' readers share. Internal to config/.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace houston::config {

/// `text` in double quotes for a message: control characters escaped, cut at about 60 characters.
std::string quote(std::string_view text);

/// Number of code points in valid UTF-8.
std::size_t code_points(std::string_view text);

/// Offset of the first byte that is not well-formed UTF-8 (RFC 3629 §4), or nothing.
std::optional<std::size_t> bad_utf8(std::string_view text);

/// Holds a byte below 0x20, or DEL.
bool has_control_character(std::string_view text);

std::string lower(std::string_view ascii);
std::string_view trim(std::string_view text);

/// As trim, and also without what cannot be seen at either end: Unicode's spaces, zero-width characters,
/// the byte order mark. What somebody "wrote" may be nothing but these.
std::string_view trim_unseen(std::string_view text);

}  // namespace houston::config
