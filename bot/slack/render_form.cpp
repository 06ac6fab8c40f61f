#include "bot/slack/render_form.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "bot/slack/render_message.hpp"
#include "bot/slack/text.hpp"

namespace houston::bot::slack {
namespace {

using nlohmann::json;

constexpr std::size_t title_limit = 24;
constexpr std::size_t id_limit = 60;
constexpr std::size_t state_limit = 2000;
constexpr std::size_t metadata_limit = 3000;  // private_metadata
constexpr std::size_t blocks_limit = 100;
constexpr std::size_t label_limit = 1800;  // of 2,000
constexpr std::size_t option_limit = 75;
constexpr std::size_t options_limit = 100;
constexpr int input_limit = 3000;

// The one input element of each block.
constexpr const char* input_action = "value";

json plain_text(const std::string& words, std::size_t limit, const std::string& otherwise) {
  std::string shown = cut(clean(one_line(words)), limit);
  if (shown.find_first_not_of(' ') == std::string::npos) shown = cut(otherwise, limit);
  return {{"type", "plain_text"}, {"text", shown}, {"emoji", true}};
}

bool is_date(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i != 4 && i != 7 && (text[i] < '0' || text[i] > '9')) return false;
  }
  return true;
}

json choice_element(const chat::FormField& field) {
  if (field.choices.empty() || field.choices.size() > options_limit) {
    throw std::length_error("the choice " + field.id + " must have 1 to 100 options");
  }
  json options = json::array();
  json element = {{"type", "static_select"}};
  for (const auto& [value, label] : field.choices) {
    if (value.empty() || length(value) > option_limit) {
      throw std::length_error("an option of the choice " + field.id + " needs a value of 1 to 75 characters");
    }
    json option = {{"text", plain_text(label, option_limit, value)}, {"value", value}};
    if (value == field.initial) element["initial_option"] = option;
    options.push_back(std::move(option));
  }
  element["options"] = std::move(options);
  return element;
}

json text_element(const chat::FormField& field) {
  const int most = std::clamp(field.max_length, 1, input_limit);
  json element = {{"type", "plain_text_input"},
                  {"multiline", field.kind == chat::FormField::Kind::lines},
                  {"max_length", most}};
  std::string initial = cut(clean(field.initial), static_cast<std::size_t>(most));
  if (field.kind == chat::FormField::Kind::line) initial = one_line(initial);
  if (!initial.empty()) element["initial_value"] = std::move(initial);
  return element;
}

json element_of(const chat::FormField& field) {
  switch (field.kind) {
    case chat::FormField::Kind::choice:
      return choice_element(field);
    case chat::FormField::Kind::date: {
      json element = {{"type", "datepicker"}};
      if (is_date(field.initial)) element["initial_date"] = field.initial;
      return element;
    }
    case chat::FormField::Kind::line:
    case chat::FormField::Kind::lines:
      break;
  }
  return text_element(field);
}

json input_block(const chat::FormField& field) {
  json element = element_of(field);
  element["action_id"] = input_action;
  json block = {{"type", "input"},
                {"block_id", field.id},
                {"label", plain_text(field.label, label_limit, field.id)},
                {"optional", field.optional},
                {"element", std::move(element)}};
  if (!clean(field.hint).empty()) block["hint"] = plain_text(field.hint, label_limit, "…");
  return block;
}

std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

std::string render(const chat::Form& form) {
  if (form.id.empty() || form.id.size() > id_limit) {
    throw std::length_error("a form's id must have 1 to 60 characters");
  }
  if (length(form.state) > state_limit) {
    throw std::length_error("the state of the form " + form.id + " has over 2,000 characters");
  }
  if (form.fields.size() >= blocks_limit)
    throw std::length_error("the form " + form.id + " has too many fields");
  json blocks =
      json::parse(render_intro(form.intro, std::min<std::size_t>(10, blocks_limit - form.fields.size())));
  std::set<std::string> ids;
  for (const chat::FormField& field : form.fields) {
    if (field.id.empty() || field.id.size() > id_limit || !ids.insert(field.id).second) {
      throw std::length_error("a field's id in the form " + form.id +
                              " must be unique and have 1 to 60 characters: '" + field.id + "'");
    }
    blocks.push_back(input_block(field));
  }
  const std::string metadata = dump({{"form", form.id}, {"state", form.state}});
  if (length(metadata) > metadata_limit)
    throw std::length_error("the state of the form " + form.id + " is too long");
  json view = {{"type", "modal"},
               {"callback_id", form.id},
               {"private_metadata", metadata},
               {"title", plain_text(form.title, title_limit, "Houston")},
               {"close", plain_text("Cancel", title_limit, "Cancel")},
               {"blocks", std::move(blocks)}};
  if (!form.fields.empty()) view["submit"] = plain_text(form.submit, title_limit, "Save");
  return dump(view);
}

std::optional<FormName> read_private_metadata(std::string_view text) {
  const json data = json::parse(text, nullptr, false);
  if (!data.is_object()) return std::nullopt;
  const auto form = data.find("form");
  const auto state = data.find("state");
  if (form == data.end() || state == data.end() || !form->is_string() || !state->is_string())
    return std::nullopt;
  return FormName{form->get<std::string>(), state->get<std::string>()};
}

std::string render_refused(const std::map<std::string, std::string>& refused) {
  json errors = json::object();
  for (const auto& [field, why] : refused) {
    const std::string words = cut(clean(one_line(why)), 500);
    errors[field] = words.empty() ? "This cannot be taken as it is." : words;
  }
  return dump({{"response_action", "errors"}, {"errors", std::move(errors)}});
}

}  // namespace houston::bot::slack
