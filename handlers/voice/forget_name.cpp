// A name that is to be forgotten leaves the notes that wait for others.
#include <type_traits>

#include "handlers/chat/json.hpp"
#include "handlers/voice/voice.hpp"

namespace houston::handlers::voice {
namespace {

/// Whether it is part of a word: letters, digits, and all that is not ASCII.
bool in_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= 'a' && byte <= 'z');
}

class Forgetting {
 public:
  explicit Forgetting(const storage::Person& person) : person_(person) {}

  void in(std::string& text) const {
    if (!person_.handle.empty()) replace(text, "@" + person_.handle);
    if (!person_.name.empty()) {
      replace(text, "@" + person_.name);
      replace(text, person_.name);
    }
  }

  void in(chat::Text& text) const {
    for (chat::Span& span : text) {
      if (auto* plain = std::get_if<chat::Plain>(&span)) in(plain->text);
      if (auto* link = std::get_if<chat::Link>(&span)) in(link->text);
      if (auto* invocation = std::get_if<chat::Invocation>(&span)) in(invocation->command);
      const auto* mention = std::get_if<chat::Mention>(&span);
      if (mention != nullptr && mention->person == person_.id) span = chat::Plain{storage::kFormerName};
    }
  }

  void in(chat::Block& block) const {
    std::visit(
        [this](auto& one) {
          using Kind = std::decay_t<decltype(one)>;
          if constexpr (std::is_same_v<Kind, chat::List>) {
            for (chat::Text& item : one.items) in(item);
          } else if constexpr (std::is_same_v<Kind, chat::Fields>) {
            for (chat::Field& field : one.fields) {
              in(field.label);
              in(field.value);
            }
          } else if constexpr (std::is_same_v<Kind, chat::Buttons>) {
            for (chat::Button& button : one.buttons) in(button.label);
          } else if constexpr (std::is_same_v<Kind, chat::Image>) {
            in(one.alt);
          } else if constexpr (std::is_same_v<Kind, chat::Poll>) {
            in(one.question);
            for (chat::Poll::Answer& answer : one.answers) in(answer.label);
          } else if constexpr (!std::is_same_v<Kind, chat::Divider>) {
            in(one.text);  // Heading, Paragraph, Quote, Context.
          }
        },
        block);
  }

 private:
  /// Whole words alone: Bo leaves, about stays.
  void replace(std::string& text, const std::string& name) const {
    const std::string instead = storage::kFormerName;
    for (std::size_t at = text.find(name); at != std::string::npos;) {
      const std::size_t end = at + name.size();
      const bool whole = (at == 0 || !in_word(text[at - 1])) && (end == text.size() || !in_word(text[end]));
      if (whole) text.replace(at, name.size(), instead);
      at = text.find(name, whole ? at + instead.size() : at + 1);
    }
  }

  const storage::Person& person_;
};

}  // namespace

void forget_name(Turn& turn, const storage::Person& person, const WorkspaceId& workspace) {
  const Forgetting forgetting(person);
  for (const storage::HeldNote& note : turn.tables().attention.held(workspace)) {
    auto message = chat::message_from_json(note.body);
    if (!message) throw std::logic_error("a held note cannot be read: " + message.error().message);
    forgetting.in(message->summary);
    for (chat::Block& block : message->blocks) forgetting.in(block);
    turn.tables().attention.reword(note.id, chat::to_json(*message));
  }
}

}  // namespace houston::handlers::voice
