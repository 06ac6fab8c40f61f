#include "bot/matrix/from_html.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

#include "bot/matrix/ids.hpp"
#include "bot/text.hpp"

namespace houston::bot::matrix {
namespace {

constexpr std::size_t longest_entity = 12;

void append_utf8(std::string& out, std::uint32_t point) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0U | (point >> 6U));
    out += static_cast<char>(0x80U | (point & 0x3FU));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0U | (point >> 12U));
    out += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (point & 0x3FU));
  } else {
    out += static_cast<char>(0xF0U | (point >> 18U));
    out += static_cast<char>(0x80U | ((point >> 12U) & 0x3FU));
    out += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (point & 0x3FU));
  }
}

// What "&…;" stands for; false when it is no entity that clients send.
bool append_entity(std::string& out, std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> named{
      {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}}};
  for (const auto& [known, character] : named) {
    if (name == known) {
      out += character;
      return true;
    }
  }
  if (!name.starts_with('#') || name.size() < 2) return false;
  const bool hex = name[1] == 'x' || name[1] == 'X';
  const std::string_view digits = name.substr(hex ? 2 : 1);
  std::uint32_t point = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), point, hex ? 16 : 10);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return false;
  if (point == 0 || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return false;
  append_utf8(out, point);
  return true;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '&') {
      const std::size_t end = text.substr(at, longest_entity).find(';');
      if (end != std::string_view::npos && append_entity(out, text.substr(at + 1, end - 1))) {
        at += end + 1;
        continue;
      }
    }
    out += text[at++];
  }
  return out;
}

struct Tag {
  std::string name;  // lower case
  bool closing = false;
  std::string href;
};

// The value of href in the attributes of a tag.
std::string href_in(std::string_view attributes) {
  const std::string low = lower(attributes);
  const std::size_t at = low.find("href=");
  if (at == std::string::npos) return {};
  std::string_view rest = attributes.substr(at + 5);
  if (rest.empty()) return {};
  const char mark = rest.front();
  if (mark == '"' || mark == '\'') {
    rest.remove_prefix(1);
    return unescaped(rest.substr(0, rest.find(mark)));
  }
  return unescaped(rest.substr(0, rest.find_first_of(" \t\n>")));
}

// The tag that begins at `at` ('<'), and where it ends; nothing when it is no tag.
std::optional<Tag> tag_at(std::string_view html, std::size_t at, std::size_t& end) {
  std::size_t begin = at + 1;
  Tag tag;
  if (begin < html.size() && html[begin] == '/') {
    tag.closing = true;
    ++begin;
  }
  std::size_t stop = begin;
  while (stop < html.size() && (std::string_view("-").find(html[stop]) != std::string_view::npos ||
                                (lower(html.substr(stop, 1)) >= "a" && lower(html.substr(stop, 1)) <= "z") ||
                                (html[stop] >= '0' && html[stop] <= '9'))) {
    ++stop;
  }
  if (stop == begin) return std::nullopt;
  char mark = 0;  // a '>' in quotes is an attribute's
  std::size_t close = stop;
  for (; close < html.size(); ++close) {
    const char c = html[close];
    if (mark != 0) {
      if (c == mark) mark = 0;
    } else if (c == '"' || c == '\'') {
      mark = c;
    } else if (c == '>') {
      break;
    }
  }
  if (close >= html.size()) return std::nullopt;
  tag.name = lower(html.substr(begin, stop - begin));
  if (tag.name == "a" && !tag.closing) tag.href = href_in(html.substr(stop, close - stop));
  end = close + 1;
  return tag;
}

bool breaks_line(const Tag& tag) {
  if (tag.name == "br") return true;
  constexpr std::array<std::string_view, 14> blocks{"p",  "div", "li", "blockquote", "pre", "tr", "ul",
                                                    "ol", "h1",  "h2", "h3",         "h4",  "h5", "h6"};
  return tag.closing && std::find(blocks.begin(), blocks.end(), tag.name) != blocks.end();
}

class Reader {
 public:
  std::vector<Shown> read(std::string_view html) {
    for (std::size_t at = 0; at < html.size();) {
      std::size_t end = at;
      if (html[at] == '<') {
        if (const auto tag = tag_at(html, at, end)) {
          take(*tag);
          at = end;
          continue;
        }
      }
      end = std::min(html.find('<', at + 1), html.size());
      if (skipping_ == 0) (in_link_ ? link_words_ : words_) += unescaped(html.substr(at, end - at));
      at = end;
    }
    end_link();
    flush();
    return std::move(shown_);
  }

 private:
  void take(const Tag& tag) {
    if (tag.name == "mx-reply") {
      skipping_ = std::max(0, skipping_ + (tag.closing ? -1 : 1));
      return;
    }
    if (skipping_ > 0) return;
    if (tag.name == "a") {
      end_link();
      if (!tag.closing && !tag.href.empty()) {
        in_link_ = true;
        href_ = tag.href;
      }
      return;
    }
    if (breaks_line(tag)) (in_link_ ? link_words_ : words_) += '\n';
  }

  void end_link() {
    if (!in_link_) return;
    in_link_ = false;
    const std::string href = std::exchange(href_, {});
    std::string words = clean(std::exchange(link_words_, {}));
    if (const auto whom = linked(href)) {
      flush();
      std::visit(
          [&](const auto& id) {
            if constexpr (std::is_same_v<std::decay_t<decltype(id)>, PersonId>) {
              shown_.push_back({chat::Mention{id}, std::move(words)});
            } else {
              shown_.push_back({chat::RoomLink{id}, std::move(words)});
            }
          },
          *whom);
    } else if (safe_url(href)) {
      flush();
      shown_.push_back({chat::Link{href, words}, words});
    } else {
      words_ += words;
    }
  }

  void flush() {
    std::string words = clean(std::exchange(words_, {}));
    if (!words.empty()) shown_.push_back({chat::Plain{words}, words});
  }

  std::vector<Shown> shown_;
  std::string words_;
  std::string link_words_;
  std::string href_;
  bool in_link_ = false;
  int skipping_ = 0;
};

}  // namespace

std::vector<Shown> read_html(std::string_view html) {
  return Reader().read(html);
}

}  // namespace houston::bot::matrix
