#include "bot/sandbox/blockkit/inputs.hpp"

#include <algorithm>
#include <cstdlib>

namespace houston::bot::sandbox::blockkit {
namespace {

bool interactive(const Json& element) {
  if (!element.is_object()) return false;
  const std::string type = element.value("type", "");
  return type != "mrkdwn" && type != "plain_text" && type != "image";
}

bool one_of(const std::string& type, std::initializer_list<const char*> names) {
  return std::any_of(names.begin(), names.end(), [&](const char* name) { return type == name; });
}

// The key under which an element's state stands, and the key of its initial value.
struct Keys {
  const char* state;
  const char* initial;
};
Keys keys_of(const std::string& type) {
  if (type == "datepicker") return {"selected_date", "initial_date"};
  if (type == "timepicker") return {"selected_time", "initial_time"};
  if (type == "datetimepicker") return {"selected_date_time", "initial_date_time"};
  if (type == "users_select") return {"selected_user", "initial_user"};
  if (type == "channels_select") return {"selected_channel", "initial_channel"};
  if (type == "conversations_select") return {"selected_conversation", "initial_conversation"};
  if (type == "multi_users_select") return {"selected_users", "initial_users"};
  if (type == "multi_channels_select") return {"selected_channels", "initial_channels"};
  if (type == "multi_conversations_select") return {"selected_conversations", "initial_conversations"};
  if (one_of(type, {"static_select", "external_select", "radio_buttons", "overflow"}))
    return {"selected_option", "initial_option"};
  if (one_of(type, {"multi_static_select", "multi_external_select", "checkboxes"}))
    return {"selected_options", "initial_options"};
  if (type == "rich_text_input") return {"rich_text_value", "initial_value"};
  if (type == "file_input") return {"files", ""};
  return {"value", "initial_value"};
}

bool many(const std::string& type) {
  return type.rfind("multi_", 0) == 0 || type == "checkboxes";
}
bool button(const std::string& type) {
  return one_of(type, {"button", "workflow_button", "icon_button", "feedback_buttons", "overflow"});
}

const Json* option_named(const Json& element, const std::string& value) {
  const auto among = [&](const Json& options) -> const Json* {
    for (const Json& option : options)
      if (option.value("value", "") == value) return &option;
    return nullptr;
  };
  if (element.contains("options"))
    if (const Json* found = among(element["options"])) return found;
  if (element.contains("option_groups"))
    for (const Json& group : element["option_groups"])
      if (const Json* found = among(group["options"])) return found;
  return nullptr;
}

bool takes_options(const Json& element) {
  return element.contains("options") || element.contains("option_groups");
}

Result<Json> one_choice(const Json& element, const Json& value) {
  if (!takes_options(element)) return value;
  const std::string wanted = value.is_object()   ? value.value("value", "")
                             : value.is_string() ? value.get<std::string>()
                                                 : value.dump();
  if (const Json* option = option_named(element, wanted)) return *option;
  return Error{"\"" + wanted + "\" is no option of " + element.value("action_id", "the element") + "."};
}

bool empty_state(const Json& state, const std::string& type) {
  const Json value = state.value(keys_of(type).state, Json());
  return value.is_null() || (value.is_array() && value.empty()) ||
         (value.is_string() && value.get<std::string>().empty());
}

// What Slack's own client would not let through, as a sentence; empty when all is well.
std::string refused(const Json& element, const Json& state) {
  const std::string type = element.value("type", "");
  const std::string name = element.value("action_id", "");
  const Json value = state.value("value", Json());
  if (type == "plain_text_input" && value.is_string()) {
    const auto n = static_cast<double>(length(value.get<std::string>()));
    if (n < element.value("min_length", 0.0)) return name + " is too short.";
    if (n > element.value("max_length", 3000.0)) return name + " is too long.";
  }
  if (type == "number_input" && value.is_string()) {
    const std::string text = value.get<std::string>();
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    if (end != text.c_str() + text.size()) return name + " is not a number.";
    if (!element.value("is_decimal_allowed", false) && text.find('.') != std::string::npos)
      return name + " is not a whole number.";
    if (element.contains("min_value") && number < std::atof(element["min_value"].get<std::string>().c_str()))
      return name + " is too small.";
    if (element.contains("max_value") && number > std::atof(element["max_value"].get<std::string>().c_str()))
      return name + " is too large.";
  }
  if (type == "email_text_input" && value.is_string() &&
      value.get<std::string>().find('@') == std::string::npos)
    return name + " is not an e-mail address.";
  if (type == "url_text_input" && value.is_string() &&
      value.get<std::string>().find("://") == std::string::npos)
    return name + " is not a URL.";
  return {};
}

}  // namespace

std::size_t length(const std::string& utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

Json blocks_with_ids(Json blocks, Ids& ids) {
  const auto name = [&](Json& element) {
    if (interactive(element) && !element.contains("action_id")) element["action_id"] = ids.hex(5);
  };
  for (Json& block : blocks) {
    if (!block.contains("block_id")) block["block_id"] = ids.hex(5);
    if (block.contains("accessory")) name(block["accessory"]);
    if (block.contains("element")) name(block["element"]);
    if (block.value("type", "") == "actions" || block.value("type", "") == "context_actions")
      for (Json& element : block["elements"]) name(element);
  }
  return blocks;
}

Json with_ids(Json body, Ids& ids) {
  body["blocks"] = blocks_with_ids(std::move(body["blocks"]), ids);
  return body;
}

void each_element(const Json& blocks, const std::function<void(const Json&, const Json&)>& visit) {
  for (const Json& block : blocks) {
    if (block.contains("accessory") && interactive(block["accessory"])) visit(block, block["accessory"]);
    if (block.contains("element") && interactive(block["element"])) visit(block, block["element"]);
    const std::string type = block.value("type", "");
    if (type == "actions" || type == "context_actions")
      for (const Json& element : block["elements"])
        if (interactive(element)) visit(block, element);
  }
}

Json initial_values(const Json& blocks) {
  Json values = Json::object();
  each_element(blocks, [&](const Json& block, const Json& element) {
    const std::string type = element.value("type", "");
    if (button(type)) return;
    const Keys keys = keys_of(type);
    Json state = {{"type", type}};
    state[keys.state] = many(type) ? Json::array() : Json();
    if (*keys.initial && element.contains(keys.initial)) state[keys.state] = element[keys.initial];
    values[block.value("block_id", "")][element.value("action_id", "")] = std::move(state);
  });
  return values;
}

Result<Json> choose(const Json& element, const Json& value) {
  const std::string type = element.value("type", "");
  const Keys keys = keys_of(type);
  Json state = {{"type", type}};
  if (value.is_object() && value.value("type", "") == type) return value;
  if (value.is_null()) {
    state[keys.state] = many(type) ? Json::array() : Json();
    return state;
  }
  if (many(type)) {
    Json chosen = Json::array();
    const Json wanted = value.is_array() ? value : Json::array({value});
    for (const Json& one : wanted) {
      auto choice = one_choice(element, one);
      if (!choice) return choice.error();
      chosen.push_back(std::move(*choice));
    }
    state[keys.state] = std::move(chosen);
    return state;
  }
  if (std::string(keys.state) == "value") {
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    state["value"] = text.empty() ? Json() : Json(text);
  } else if (type == "datetimepicker" && value.is_string()) {
    state[keys.state] = std::atoll(value.get<std::string>().c_str());
  } else {
    auto choice = one_choice(element, value);
    if (!choice) return choice.error();
    state[keys.state] = std::move(*choice);
  }
  if (const std::string why = refused(element, state); !why.empty()) return Error{why};
  return state;
}

Json action_fields(const Json& element, const Json& state) {
  Json out = {{"type", element.value("type", "")}};
  for (const char* copied : {"text", "value", "placeholder", "url", "style"})
    if (element.contains(copied)) out[copied] = element[copied];
  for (const auto& [key, value] : state.items()) out[key] = value;
  const Keys keys = keys_of(element.value("type", ""));
  if (*keys.initial && element.contains(keys.initial)) out[keys.initial] = element[keys.initial];
  return out;
}

Result<Json> fill(const Json& blocks, Json state, const Json& values) {
  std::string problem;
  std::set<std::string> used;
  each_element(blocks, [&](const Json& block, const Json& element) {
    const std::string block_id = block.value("block_id", ""), action_id = element.value("action_id", "");
    const std::string type = element.value("type", "");
    if (button(type)) return;
    Json& mine = state[block_id][action_id];
    for (const std::string& key : {block_id, action_id}) {
      if (!values.contains(key)) continue;
      used.insert(key);
      auto chosen = choose(element, values[key]);
      if (chosen)
        mine = std::move(*chosen);
      else if (problem.empty())
        problem = chosen.error().message;
      break;
    }
    if (!problem.empty() || block.value("type", "") != "input") return;
    if (empty_state(mine, type)) {
      if (!block.value("optional", false)) problem = block_id + " must be filled in.";
    } else {
      problem = refused(element, mine);
    }
  });
  for (const auto& [key, value] : values.items())
    if (problem.empty() && !used.count(key)) problem = "The form has no field \"" + key + "\".";
  if (!problem.empty()) return Error{problem};
  return state;
}

}  // namespace houston::bot::sandbox::blockkit
