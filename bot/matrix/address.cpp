#include "bot/matrix/address.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "bot/matrix/ids.hpp"
#include "bot/text.hpp"

namespace houston::bot::matrix {
namespace {

void trim_front(chat::Text& text) {
  while (!text.empty()) {
    auto* plain = std::get_if<chat::Plain>(&text.front());
    if (plain == nullptr) return;
    plain->text.erase(0, std::min(plain->text.find_first_not_of(" \t\n"), plain->text.size()));
    if (!plain->text.empty()) return;
    text.erase(text.begin());
  }
}

// The length of "@houston" (or "houston:") at the beginning of `words`, when nothing goes on after it.
std::size_t name_at(std::string_view words, std::string_view name, bool with_colon) {
  if (name.empty()) return 0;
  if (!with_colon) {
    if (!words.starts_with('@')) return 0;
    words.remove_prefix(1);
  }
  if (lower(words.substr(0, name.size())) != lower(name)) return 0;
  const std::string_view after = words.substr(name.size());
  if (with_colon) return after.starts_with(':') ? name.size() : 0;
  const auto goes_on = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  if (!after.empty() && goes_on(after.front())) return 0;
  // "@houston:other.example" and "@houston-2" are somebody else; "@houston: status" is not.
  if (after.size() > 1 && (after[0] == ':' || after[0] == '-' || after[0] == '.') && goes_on(after[1])) {
    return 0;
  }
  return name.size() + 1;
}
}  // namespace

bool mentions(const chat::Text& text, const std::string& self) {
  return std::any_of(text.begin(), text.end(), [&](const chat::Span& span) {
    const auto* mention = std::get_if<chat::Mention>(&span);
    return mention != nullptr && mention->person.value == self;
  });
}
chat::Text with_own_name(const chat::Text& text, const std::string& self, const std::string& self_name) {
  const std::string local = localpart(self);
  chat::Text out;
  bool first = true;
  for (const chat::Span& span : text) {
    const auto* plain = std::get_if<chat::Plain>(&span);
    if (plain == nullptr) {
      out.push_back(span);
      first = false;
      continue;
    }
    const std::string_view words = plain->text;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < words.size();) {
      const std::string_view rest = words.substr(at);
      const bool at_word = at == 0 || words[at - 1] == ' ' || words[at - 1] == '\n' || words[at - 1] == '(';
      std::size_t taken = 0;
      if (at_word) taken = std::max(name_at(rest, self_name, false), name_at(rest, local, false));
      if (first && at == 0) {
        taken = std::max({taken, name_at(rest, self_name, true), name_at(rest, local, true)});
      }
      if (taken == 0) {
        ++at;
        continue;
      }
      if (at > begin) out.emplace_back(chat::Plain{std::string(words.substr(begin, at - begin))});
      out.emplace_back(chat::Mention{PersonId{self}});
      at += taken;
      begin = at;
    }
    if (begin < words.size()) out.emplace_back(chat::Plain{std::string(words.substr(begin))});
    first = false;
  }
  return out;
}

void leave_out_own_mention(chat::Text& text, const std::string& self) {
  trim_front(text);
  while (!text.empty()) {
    const auto* mention = std::get_if<chat::Mention>(&text.front());
    if (mention == nullptr || mention->person.value != self) break;
    text.erase(text.begin());
    if (!text.empty()) {  // "@Houston, status" and "@Houston: status" as well
      if (auto* plain = std::get_if<chat::Plain>(&text.front())) {
        if (plain->text.starts_with(',') || plain->text.starts_with(':')) plain->text.erase(0, 1);
      }
    }
    trim_front(text);
  }
}

bool take_command_word(chat::Text& text) {
  trim_front(text);
  if (text.empty()) return false;
  auto* plain = std::get_if<chat::Plain>(&text.front());
  if (plain == nullptr) return false;
  constexpr std::string_view name = "houston";
  const std::string_view words = plain->text;
  if (!words.starts_with('!') && !words.starts_with('/')) return false;
  if (lower(words.substr(1, name.size())) != name) return false;
  const std::string_view after = words.substr(1 + name.size());
  if (!after.empty() && std::string_view(" \t\n:,").find(after.front()) == std::string_view::npos)
    return false;
  plain->text.erase(0, 1 + name.size());
  if (plain->text.starts_with(':') || plain->text.starts_with(',')) plain->text.erase(0, 1);
  trim_front(text);
  return true;
}

}  // namespace houston::bot::matrix
