// What somebody typed, as the value of a form's field.
#pragma once

#include <string>

#include "handlers/chat/form.hpp"
#include "storage/tables.hpp"

namespace houston::handlers::forms {

struct Value {
  std::string text{};
  std::string wrong{};  ///< Not empty: it is no value of this field, and why.
};

/// As the field wants it: people by their handles where it names people, else as the person would read it.
std::string read(storage::Tables& tables, const WorkspaceId& workspace, const chat::FormField& field,
                 const chat::Text& text);
/// `today`: the person's.
Value value_of(const chat::FormField& field, const std::string& text, LocalDate today);
/// As a person reads it: a choice by its label, a date as "Tue 24 Nov".
std::string shown(const chat::FormField& field, const std::string& value, LocalDate today);

}  // namespace houston::handlers::forms
