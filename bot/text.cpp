#include "bot/text.hpp"

#include <cstdint>

namespace houston::bot {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t bytes = 0;  // 0: not valid UTF-8 here
};

// The code point that begins at `at` (RFC 3629: no surrogates, nothing overlong, at most U+10FFFF).
CodePoint decode_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  std::size_t bytes = 0;
  std::uint32_t value = 0;
  if (first >= 0xC2 && first <= 0xDF) {
    bytes = 2;
    value = first & 0x1FU;
  } else if (first >= 0xE0 && first <= 0xEF) {
    bytes = 3;
    value = first & 0x0FU;
  } else if (first >= 0xF0 && first <= 0xF4) {
    bytes = 4;
    value = first & 0x07U;
  } else {
    return {};
  }
  if (text.size() - at < bytes) return {};
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  const bool overlong = (bytes == 3 && value < 0x800) || (bytes == 4 && value < 0x10000);
  if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {};
  return {value, bytes};
}

std::size_t units(const CodePoint& point) {
  return point.value >= 0x10000 ? 2 : 1;
}

// What must not begin a piece: it belongs to the character before it.
bool clings(std::uint32_t value) {
  return value == 0x200D || (value >= 0xFE00 && value <= 0xFE0F) || (value >= 0x0300 && value <= 0x036F) ||
         (value >= 0x1F3FB && value <= 0x1F3FF) || (value >= 0xE0020 && value <= 0xE007F) || value == 0x20E3;
}

// Bytes of the longest beginning of `text` that has at most `limit` units.
std::size_t bytes_within(std::string_view text, std::size_t limit) {
  std::size_t at = 0;
  std::size_t used = 0;
  while (at < text.size()) {
    CodePoint point = decode_at(text, at);
    if (point.bytes == 0) point.bytes = 1;
    if (used + units(point) > limit) break;
    used += units(point);
    at += point.bytes;
  }
  return at;
}

// The nearest place at or before `at` where a piece may end without tearing a cluster; 0 when there is none
// within a few characters.
std::size_t cluster_end(std::string_view text, std::size_t at) {
  for (int step = 0; step < 16 && at > 0; ++step) {
    const bool next_clings = at < text.size() && clings(decode_at(text, at).value);
    const bool after_joiner = at >= 3 && text.substr(at - 3, 3) == "\xE2\x80\x8D";
    if (!next_clings && !after_joiner) return at;
    do {
      --at;
    } while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U);
  }
  return 0;
}

}  // namespace

std::string clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_at(text, at);
    if (point.bytes == 0) {
      out += replacement;
      ++at;
      continue;
    }
    const bool control = (point.value < 0x20 && point.value != '\n' && point.value != '\t') ||
                         (point.value >= 0x7F && point.value < 0xA0);
    if (point.value == '\r' && (at + 1 == text.size() || text[at + 1] != '\n')) {
      out += '\n';
    } else if (!control) {
      out += text.substr(at, point.bytes);
    }
    at += point.bytes;
  }
  return out;
}

std::size_t length(std::string_view text) {
  std::size_t sum = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_at(text, at);
    sum += units(point);
    at += point.bytes == 0 ? 1 : point.bytes;
  }
  return sum;
}

std::string cut(std::string_view text, std::size_t limit) {
  if (length(text) <= limit) return std::string(text);
  if (limit == 0) return {};
  const std::size_t end = bytes_within(text, limit - 1);
  return std::string(text.substr(0, cluster_end(text, end))) + "…";
}

std::pair<std::string, std::string> split(std::string_view text, std::size_t limit) {
  std::size_t end = bytes_within(text, limit);
  if (end == text.size()) return {std::string(text), {}};
  if (end == 0) {  // a limit below one character
    const CodePoint point = decode_at(text, 0);
    end = point.bytes == 0 ? 1 : point.bytes;
    return {std::string(text.substr(0, end)), std::string(text.substr(end))};
  }
  for (const char stop : {'\n', ' '}) {
    const std::size_t found = text.substr(0, end).rfind(stop);
    if (found != std::string_view::npos && found + 1 > end / 2) {
      return {std::string(text.substr(0, found + 1)), std::string(text.substr(found + 1))};
    }
  }
  if (const std::size_t gentle = cluster_end(text, end); gentle > 0) end = gentle;
  return {std::string(text.substr(0, end)), std::string(text.substr(end))};
}

std::string one_line(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c == '\n' || c == '\t' || c == '\r') c = ' ';
  }
  return out;
}

std::string unstopped(std::string_view sentence) {
  if (sentence.ends_with('.')) sentence.remove_suffix(1);
  return std::string(sentence);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace houston::bot
