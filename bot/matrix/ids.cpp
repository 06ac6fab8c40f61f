#include "bot/matrix/ids.hpp"

#include <algorithm>

#include "bot/text.hpp"

namespace houston::bot::matrix {
namespace {

constexpr std::string_view matrix_to = "https://matrix.to/#/";
constexpr std::size_t longest_id = 255;

bool printable(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F;
  });
}

bool is_alias(std::string_view id) {
  const std::size_t colon = id.find(':');
  return id.starts_with('#') && id.size() <= longest_id && colon != std::string_view::npos && colon > 1 &&
         colon + 1 < id.size() && printable(id);
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size() && hex(text[at + 1]) >= 0 && hex(text[at + 2]) >= 0) {
      out += static_cast<char>(hex(text[at + 1]) * 16 + hex(text[at + 2]));
      at += 2;
    } else {
      out += text[at];
    }
  }
  return out;
}

// The sigils and ':' stay as they are: older clients make a pill of nothing else.
std::string fragment(std::string_view id) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view plain = "@!#$:-._~=+";
  std::string out;
  for (const char c : id) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 0x0FU];
    }
  }
  return out;
}

std::string with_via(std::string link, std::string_view via) {
  return via.empty() ? link : link + "?via=" + fragment(via);
}

}  // namespace

bool is_user(std::string_view id) {
  const std::size_t colon = id.find(':');
  return id.starts_with('@') && id.size() <= longest_id && colon != std::string_view::npos && colon > 1 &&
         colon + 1 < id.size() && printable(id) && clean(id) == id;
}

bool is_room(std::string_view id) {
  return id.starts_with('!') && id.size() > 1 && id.size() <= longest_id && printable(id) && clean(id) == id;
}

std::string localpart(std::string_view user) {
  if (!is_user(user)) return std::string(user);
  return std::string(user.substr(1, user.find(':') - 1));
}

std::string server_of(std::string_view id) {
  const std::size_t colon = id.find(':');
  return colon == std::string_view::npos ? std::string() : std::string(id.substr(colon + 1));
}

std::string link_to(const PersonId& person) {
  return std::string(matrix_to) + fragment(person.value);
}

std::string link_to(const RoomId& room, std::string_view via) {
  return with_via(std::string(matrix_to) + fragment(room.value), via);
}

std::string link_to_event(const RoomId& room, std::string_view event, std::string_view via) {
  return with_via(std::string(matrix_to) + fragment(room.value) + "/" + fragment(event), via);
}

std::optional<std::variant<PersonId, RoomId>> linked(std::string_view url) {
  std::string id;
  if (url.starts_with(matrix_to)) {
    const std::string_view rest = url.substr(matrix_to.size());
    const std::string_view first = rest.substr(0, rest.find('?'));
    if (first.find('/') != std::string_view::npos) return std::nullopt;  // an event's
    id = percent_decoded(first);
  } else if (url.starts_with("matrix:")) {
    std::string_view rest = url.substr(std::string_view("matrix:").size());
    rest = rest.substr(0, rest.find('?'));
    for (const auto& [type, sigil] : {std::pair{"u/", '@'}, {"roomid/", '!'}, {"r/", '#'}}) {
      if (!rest.starts_with(type)) continue;
      const std::string_view bare = rest.substr(std::string_view(type).size());
      if (bare.find('/') != std::string_view::npos) return std::nullopt;
      id = sigil + percent_decoded(bare);
    }
  }
  if (is_user(id)) return PersonId{id};
  if (is_room(id) || is_alias(id)) return RoomId{id};
  return std::nullopt;
}

bool safe_url(std::string_view url) {
  const std::string_view scheme = url.substr(0, url.find(':'));
  const std::string name = lower(scheme);
  if (name != "http" && name != "https" && name != "mailto") return false;
  const std::string_view rest = url.substr(std::min(url.size(), scheme.size() + 1));
  if (name != "mailto" && (!rest.starts_with("//") || rest.size() < 3)) return false;
  return !rest.empty() && length(url) <= 3000 && printable(url) && clean(url) == url;
}

}  // namespace houston::bot::matrix
