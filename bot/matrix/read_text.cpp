#include "bot/matrix/read_text.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/json_fields.hpp"
#include "bot/matrix/from_html.hpp"
#include "bot/matrix/ids.hpp"
#include "bot/text.hpp"

namespace houston::bot::matrix {
namespace {

using nlohmann::json;

void append_plain(chat::Text& text, std::string_view words) {
  if (words.empty()) return;
  if (!text.empty()) {
    if (auto* last = std::get_if<chat::Plain>(&text.back())) {
      last->text += words;
      return;
    }
  }
  text.emplace_back(chat::Plain{std::string(words)});
}

bool word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Lines that begin with "> ", and the empty one after them: the words that are answered.
std::string_view without_answered(std::string_view body) {
  if (!body.starts_with("> ")) return body;
  while (body.starts_with('>')) {
    const std::size_t end = body.find('\n');
    if (end == std::string_view::npos) return {};
    body.remove_prefix(end + 1);
  }
  if (body.starts_with('\n')) body.remove_prefix(1);
  return body;
}

std::optional<chat::Span> span_of(std::string_view address) {
  const auto whom = linked(address);
  if (!whom) return std::nullopt;
  if (const auto* person = std::get_if<PersonId>(&*whom)) return chat::Mention{*person};
  return chat::RoomLink{std::get<RoomId>(*whom)};
}

struct Found {
  chat::Span span;
  std::size_t bytes = 0;
};

// "[Bo](https://matrix.to/#/@bo:example.org)": the source that some clients put into the body.
std::optional<Found> markdown_at(std::string_view rest) {
  if (!rest.starts_with('[')) return std::nullopt;
  const std::size_t middle = rest.find("](");
  const std::size_t line = rest.find('\n');
  if (middle == std::string_view::npos || middle > line) return std::nullopt;
  const std::size_t end = rest.find(')', middle);
  if (end == std::string_view::npos || end > line) return std::nullopt;
  std::string_view address = rest.substr(middle + 2, end - middle - 2);
  if (address.starts_with('<') && address.ends_with('>')) address = address.substr(1, address.size() - 2);
  auto span = span_of(address);
  if (!span) return std::nullopt;
  return Found{std::move(*span), end + 1};
}

std::optional<Found> address_at(std::string_view rest) {
  if (!rest.starts_with("https://matrix.to/#/")) return std::nullopt;
  std::string_view address = rest.substr(0, rest.find_first_of(" \t\n<>()\""));
  while (!address.empty() && std::string_view(".,;:!?").find(address.back()) != std::string_view::npos) {
    address.remove_suffix(1);
  }
  auto span = span_of(address);
  if (!span) return std::nullopt;
  return Found{std::move(*span), address.size()};
}

// "@bo:example.org", as somebody typed it.
std::optional<Found> id_at(std::string_view rest) {
  if (!rest.starts_with('@')) return std::nullopt;
  std::size_t end = 1;
  const auto take = [&](std::string_view more) {
    while (end < rest.size() &&
           ((word_character(rest[end]) && static_cast<unsigned char>(rest[end]) < 0x80) ||
            more.find(rest[end]) != std::string_view::npos)) {
      ++end;
    }
  };
  take("._=-/+");
  if (end >= rest.size() || rest[end] != ':') return std::nullopt;
  ++end;
  take(".:-[]");
  while (end > 1 && std::string_view(".:-").find(rest[end - 1]) != std::string_view::npos) --end;
  const std::string_view id = rest.substr(0, end);
  if (!is_user(id)) return std::nullopt;
  return Found{chat::Mention{PersonId{std::string(id)}}, end};
}

// How much of `rest` shows the pill; 0 when it is not here. Clients differ in whether they write the '@'.
std::size_t pill_at(std::string_view rest, const Shown& pill) {
  std::string_view words = pill.words;
  for (int i = 0; i < 2; ++i) {
    if (!words.empty() && rest.starts_with(words) &&
        (rest.size() == words.size() || !word_character(rest[words.size()]))) {
      return words.size();
    }
    if (!words.starts_with('@') && !words.starts_with('#')) break;
    words.remove_prefix(1);
  }
  return 0;
}

}  // namespace

chat::Text read_text(const json& content, bool is_reply) {
  std::string whole = clean(text_of(content, "body"));
  const std::string_view body = is_reply ? without_answered(whole) : std::string_view(whole);
  std::vector<Shown> html;
  if (text_of(content, "format") == "org.matrix.custom.html") {
    html = read_html(text_of(content, "formatted_body"));
  }
  std::vector<Shown> pills;
  for (const Shown& one : html) {
    if (std::holds_alternative<chat::Mention>(one.span) || std::holds_alternative<chat::RoomLink>(one.span)) {
      pills.push_back(one);
    }
  }
  // The body is what was typed; the HTML only tells which words in it are pills.
  chat::Text text;
  std::size_t next = 0;
  for (std::size_t at = 0; at < body.size();) {
    const std::string_view rest = body.substr(at);
    const bool at_word = at == 0 || !word_character(body[at - 1]);
    auto found = markdown_at(rest);
    if (!found && at_word) found = address_at(rest);
    if (!found && at_word && next < pills.size()) {
      if (const std::size_t bytes = pill_at(rest, pills[next]); bytes > 0) {
        found = Found{pills[next].span, bytes};
      }
    }
    if (!found && at_word) found = id_at(rest);
    if (!found) {
      append_plain(text, rest.substr(0, 1));
      ++at;
      continue;
    }
    if (next < pills.size() && pills[next].span == found->span) ++next;
    text.push_back(std::move(found->span));
    at += found->bytes;
  }
  if (next == pills.size()) return text;
  // The body does not show every pill: then the HTML says it all.
  text.clear();
  for (const Shown& one : html) {
    if (const auto* plain = std::get_if<chat::Plain>(&one.span)) {
      append_plain(text, plain->text);
    } else {
      text.push_back(one.span);
    }
  }
  return text;
}

}  // namespace houston::bot::matrix
