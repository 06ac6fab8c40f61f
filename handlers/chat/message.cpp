#include "handlers/chat/message.hpp"

namespace houston::chat {
namespace {

using NameOf = std::function<std::string(const PersonId&)>;

struct SpanText {
  const NameOf& name_of;
  std::string operator()(const Plain& span) const { return span.text; }
  std::string operator()(const Link& span) const { return span.text.empty() ? span.url : span.text; }
  std::string operator()(const Mention& span) const {
    return "@" + (name_of ? name_of(span.person) : span.person.value);
  }
  std::string operator()(const RoomLink& span) const { return "#" + span.room.value; }
  std::string operator()(const DateTime& span) const { return span.fallback; }
  std::string operator()(const Invocation& span) const { return "/houston " + span.command; }
};

/// Every line of `text` with `prefix` before it.
std::string prefixed(const std::string& text, const std::string& prefix) {
  std::string out = prefix;
  for (const char c : text) {
    out += c;
    if (c == '\n') out += prefix;
  }
  return out;
}

/// `text` after `marker`, its further lines indented to stand below its first.
std::string item(const std::string& marker, const std::string& text) {
  std::string out = marker;
  for (const char c : text) {
    out += c;
    if (c == '\n') out.append(marker == "• " ? 2 : marker.size(), ' ');
  }
  return out;
}

struct BlockText {
  const NameOf& name_of;
  std::string text_of(const Text& text) const { return plain_text(text, name_of); }

  std::string operator()(const Heading& block) const { return block.text; }
  std::string operator()(const Paragraph& block) const { return text_of(block.text); }
  std::string operator()(const List& block) const {
    std::string out;
    for (std::size_t i = 0; i < block.items.size(); ++i) {
      if (i > 0) out += '\n';
      out += item(block.numbered ? std::to_string(i + 1) + ". " : "• ", text_of(block.items[i]));
    }
    return out;
  }
  std::string operator()(const Quote& block) const { return prefixed(text_of(block.text), "> "); }
  std::string operator()(const Fields& block) const {
    std::string out;
    for (const Field& field : block.fields) {
      if (!out.empty()) out += '\n';
      out += field.label + ": " + text_of(field.value);
    }
    return out;
  }
  std::string operator()(const Buttons& block) const {
    std::string out;
    for (const Button& button : block.buttons) {
      if (!out.empty()) out += ' ';
      out += "[" + button.label + "]";
    }
    return out;
  }
  std::string operator()(const Divider&) const { return "---"; }
  std::string operator()(const Context& block) const { return text_of(block.text); }
  std::string operator()(const Image& block) const { return "[" + block.alt + "]"; }
  std::string operator()(const Poll& block) const {
    std::string out = block.question;
    for (const Poll::Answer& answer : block.answers) out += "\n( ) " + answer.label;
    return out;
  }
};

}  // namespace

void for_each_text(Message& message, const std::function<void(Text&)>& visit) {
  for (Block& block : message.blocks) {
    std::visit(
        [&](auto& one) {
          if constexpr (requires { one.fields; }) {
            for (Field& field : one.fields) visit(field.value);
          } else if constexpr (requires { one.items; }) {
            for (Text& item : one.items) visit(item);
          } else if constexpr (requires { visit(one.text); }) {
            visit(one.text);
          }
        },
        block);
  }
}

Message paragraph(Text text) {
  std::string summary = plain_text(text, nullptr);
  return {std::move(summary), {Paragraph{std::move(text)}}};
}

Message paragraph(std::string text) {
  return paragraph(plain(std::move(text)));
}

std::string plain_text(const Text& text, const NameOf& name_of) {
  std::string out;
  for (const Span& span : text) out += std::visit(SpanText{name_of}, span);
  return out;
}

std::string plain_text(const Message& message, const NameOf& name_of) {
  if (message.blocks.empty()) return message.summary;
  std::string out;
  for (const Block& block : message.blocks) {
    const std::string part = std::visit(BlockText{name_of}, block);
    if (part.empty()) continue;
    if (!out.empty()) out += '\n';
    out += part;
  }
  return out;
}

}  // namespace houston::chat
