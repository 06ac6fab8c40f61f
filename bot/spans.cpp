#include "bot/spans.hpp"

#include <algorithm>
#include <utility>

#include "bot/text.hpp"

namespace houston::bot {
namespace {

struct SpanLength {
  std::size_t operator()(const chat::Plain& span) const { return bot::length(std::string_view(span.text)); }
  std::size_t operator()(const chat::Link& span) const {
    return bot::length(std::string_view(span.text.empty() ? span.url : span.text));
  }
  std::size_t operator()(const chat::Mention&) const { return 16; }
  std::size_t operator()(const chat::RoomLink&) const { return 16; }
  std::size_t operator()(const chat::DateTime&) const { return 24; }
  std::size_t operator()(const chat::Invocation& span) const { return bot::length(span.command) + 16; }
};

}  // namespace

std::size_t length(const chat::Text& text) {
  std::size_t sum = 0;
  for (const chat::Span& span : text) sum += std::visit(SpanLength{}, span);
  return sum;
}

std::vector<chat::Text> divide(const chat::Text& text, std::size_t limit) {
  std::vector<chat::Text> parts;
  chat::Text part;
  std::size_t used = 0;
  const auto flush = [&] {
    if (!part.empty()) parts.push_back(std::move(part));
    part.clear();
    used = 0;
  };
  for (const chat::Span& whole : text) {
    chat::Span span = whole;
    while (used + std::visit(SpanLength{}, span) > limit) {
      const auto* plain = std::get_if<chat::Plain>(&span);
      const auto* link = std::get_if<chat::Link>(&span);
      const std::size_t room = limit - std::min(limit, used);
      const bool divisible = plain != nullptr || (link != nullptr && !link->text.empty());
      if (!divisible || (used > 0 && room < limit / 8)) {
        if (used == 0) break;  // cannot be made smaller
        flush();
        continue;
      }
      auto [head, tail] = split(plain != nullptr ? plain->text : link->text, room);
      if (plain != nullptr) {
        chat::Plain first = *plain;
        first.text = std::move(head);
        part.emplace_back(std::move(first));
        chat::Plain rest = *plain;
        rest.text = std::move(tail);
        span = std::move(rest);
      } else {
        part.emplace_back(chat::Link{link->url, std::move(head)});
        span = chat::Link{link->url, std::move(tail)};
      }
      flush();
    }
    used += std::visit(SpanLength{}, span);
    part.push_back(std::move(span));
  }
  flush();
  return parts;
}

bool blank(const chat::Text& text) {
  return std::all_of(text.begin(), text.end(), [](const chat::Span& span) {
    const auto* plain = std::get_if<chat::Plain>(&span);
    return plain != nullptr && clean(plain->text).find_first_not_of(" \t\n") == std::string::npos;
  });
}

}  // namespace houston::bot
