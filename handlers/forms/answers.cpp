#include "handlers/forms/answers.hpp"

#include <algorithm>
#include <charconv>

#include "config/text.hpp"
#include "handlers/as_typed.hpp"
#include "handlers/commands/dates.hpp"
#include "handlers/words/form_words.hpp"
#include "handlers/words/words.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers::forms {

using chat::FormField;

namespace {

std::string without_stop(std::string text) {
  while (!text.empty() && (text.back() == '.' || text.back() == '!')) text.pop_back();
  return text;
}

/// By number, by the whole label, or by the only label that begins so.
Value choice_of(const FormField& field, const std::string& text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number =
      error == std::errc() && (end == text.data() + text.size() || std::string_view(end) == ")");
  const std::string wanted = config::lower(text);
  const auto picks = [&](auto fits) {
    std::vector<std::string> found;
    for (const auto& [value, label] : field.choices) {
      if (fits(config::lower(label))) found.push_back(value);
    }
    return found;
  };
  const auto whole = picks([&](const std::string& label) { return label == wanted; });
  if (whole.size() == 1) return {whole.front(), ""};
  if (is_number && number >= 1 && number <= field.choices.size()) {
    return {field.choices[number - 1].first, ""};
  }
  const auto begun = picks([&](const std::string& label) { return label.starts_with(wanted); });
  if (begun.size() == 1) return {begun.front(), ""};
  return {"", words::forms::not_a_choice(text, static_cast<int>(field.choices.size()))};
}

}  // namespace

std::string read(storage::Tables& tables, const WorkspaceId& workspace, const FormField& field,
                 const chat::Text& text) {
  if (!field.people) return as_typed(tables, workspace, text);
  chat::Text plain;
  for (const chat::Span& span : text) {
    const auto* mention = std::get_if<chat::Mention>(&span);
    if (mention == nullptr) {
      plain.push_back(span);
      continue;
    }
    const auto known = tables.people.find(workspace, mention->person);
    const std::string handle = known && !known->handle.empty() ? "@" + known->handle : "";
    const auto found = handle.empty() ? std::nullopt : tables.people.look_up(workspace, handle);
    plain.push_back(chat::Plain{found && found->id == mention->person ? handle : mention->person.value});
  }
  return as_typed(tables, workspace, plain);
}

Value value_of(const FormField& field, const std::string& text, LocalDate today) {
  std::string kept(config::trim_unseen(text));
  if (field.kind == FormField::Kind::choice) return choice_of(field, without_stop(kept));
  if (field.kind == FormField::Kind::date) {
    const auto day = commands::parse_day(without_stop(kept), today);
    if (!day) return {"", words::forms::not_a_day(kept)};
    return {scheduler::iso_date(*day), ""};
  }
  if (field.kind == FormField::Kind::line) std::replace(kept.begin(), kept.end(), '\n', ' ');
  const std::size_t length = words::length(kept);
  if (length > static_cast<std::size_t>(field.max_length)) {
    return {"", words::forms::too_long(length, static_cast<std::size_t>(field.max_length))};
  }
  return {kept, ""};
}

std::string shown(const FormField& field, const std::string& value, LocalDate today) {
  if (field.kind == FormField::Kind::choice) {
    for (const auto& [one, label] : field.choices) {
      if (one == value) return label;
    }
  }
  if (field.kind == FormField::Kind::date) {
    if (const auto day = scheduler::parse_iso_date(value)) return words::day(*day, today);
  }
  return value;
}

}  // namespace houston::handlers::forms
