// What a schema cannot say: rules between fields and between blocks.
#include <algorithm>
#include <map>
#include <set>

#include "bot/sandbox/blockkit/validator.hpp"

namespace houston::bot::sandbox::blockkit {
namespace {

struct Walk {
  Faults& faults;
  std::set<std::string> block_ids;
  int focused = 0;

  void add(const std::string& message, const std::string& pointer) {
    faults.push_back(fault(message, pointer));
  }

  std::vector<const Json*> options(const Json& element) {
    std::vector<const Json*> out;
    if (element.contains("options"))
      for (const Json& option : element["options"]) out.push_back(&option);
    if (element.contains("option_groups"))
      for (const Json& group : element["option_groups"])
        for (const Json& option : group["options"]) out.push_back(&option);
    return out;
  }

  void initial_is_an_option(const Json& element, const Json& initial, const std::string& pointer) {
    const auto all = options(element);
    if (std::none_of(all.begin(), all.end(), [&](const Json* option) {
          return option->value("value", Json()) == initial.value("value", Json()) &&
                 option->value("text", Json()).value("text", "") ==
                     initial.value("text", Json()).value("text", "");
        }))
      add("initial option must match one of the options", pointer);
  }

  void element(const Json& element, const std::string& at, std::set<std::string>& action_ids) {
    if (!element.is_object()) return;
    if (element.contains("action_id") && !action_ids.insert(element["action_id"].get<std::string>()).second)
      add("`action_id` must be unique within its block", at + "/action_id");
    if (element.value("focus_on_load", false) && ++focused == 2)
      add("only one element may have focus_on_load", at + "/focus_on_load");
    const std::string type = element.value("type", "");
    const bool own_options = element.contains("options") || element.contains("option_groups");
    if (own_options && element.contains("initial_option"))
      initial_is_an_option(element, element["initial_option"], at + "/initial_option");
    if (own_options && element.contains("initial_options")) {
      if (element["initial_options"].empty()) add("no fewer than 1 items allowed", at + "/initial_options");
      for (std::size_t i = 0; i < element["initial_options"].size(); ++i)
        initial_is_an_option(element, element["initial_options"][i],
                             at + "/initial_options/" + std::to_string(i));
    }
    std::map<Json, int> values;
    for (const Json* option : options(element)) {
      if (++values[option->value("value", Json())] == 2) add("option values must be unique", at + "/options");
      if (option->contains("url") && type != "overflow")
        add("invalid additional property: url", at + "/options");
    }
    if (type == "plain_text_input" && element.contains("min_length") && element.contains("max_length") &&
        element["min_length"] > element["max_length"])
      add("min_length must not be greater than max_length", at + "/min_length");
  }

  void block(const Json& block, const std::string& at) {
    if (block.contains("block_id") && !block_ids.insert(block["block_id"].get<std::string>()).second)
      add("`block_id` must be unique within the message or view", at + "/block_id");
    std::set<std::string> action_ids;
    for (const char* single : {"accessory", "element"})
      if (block.contains(single)) element(block[single], at + "/" + single, action_ids);
    const std::string type = block.value("type", "");
    if (type == "actions" || type == "context_actions")
      for (std::size_t i = 0; i < block["elements"].size(); ++i)
        element(block["elements"][i], at + "/elements/" + std::to_string(i), action_ids);
    if (type == "table" && block.contains("rows"))
      for (const Json& row : block["rows"])
        if (row.is_array() && row.size() > 20) add("no more than 20 items allowed", at + "/rows");
  }
};

}  // namespace

void cross_rules(const Json& blocks, const std::string& pointer, Faults& faults) {
  Walk walk{faults, {}, 0};
  for (std::size_t i = 0; i < blocks.size(); ++i) walk.block(blocks[i], pointer + "/" + std::to_string(i));
}

}  // namespace houston::bot::sandbox::blockkit
