#include "handlers/subject.hpp"

#include "scheduler/zone.hpp"

namespace houston::handlers {

std::vector<std::string> split_subject(std::string_view text, std::size_t most) {
  std::vector<std::string> pieces;
  while (pieces.size() + 1 < most) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) break;
    pieces.emplace_back(text.substr(0, slash));
    text.remove_prefix(slash + 1);
  }
  pieces.emplace_back(text);
  return pieces;
}

std::string to_string(const Subject& subject) {
  return subject.team.value + "/" + subject.ritual.value + "/" + scheduler::iso_date(subject.date);
}

std::optional<Subject> parse_subject(std::string_view text) {
  const auto pieces = split_subject(text, 3);
  if (pieces.size() != 3) return std::nullopt;
  const auto date = scheduler::parse_iso_date(pieces[2]);
  if (!date) return std::nullopt;
  return Subject{TeamId{pieces[0]}, RitualId{pieces[1]}, *date};
}

}  // namespace houston::handlers
