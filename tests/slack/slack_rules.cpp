#include "tests/slack/slack_rules.hpp"

#include <functional>
#include <map>
#include <set>

#include "bot/slack/text.hpp"

namespace houston::bot::slack {
namespace {

using nlohmann::json;

class Rules {
 public:
  std::vector<std::string> broken;

  void fail(const std::string& where, const std::string& what) { broken.push_back(where + ": " + what); }

  void fields(const std::string& where, const json& object, const std::set<std::string>& required,
              const std::set<std::string>& optional) {
    if (!object.is_object()) return fail(where, "not an object");
    for (const std::string& name : required) {
      if (!object.contains(name)) fail(where, "lacks " + name);
    }
    for (const auto& [name, value] : object.items()) {
      if (!required.count(name) && !optional.count(name)) fail(where, "invalid additional property " + name);
    }
  }

  void string(const std::string& where, const json& value, std::size_t least, std::size_t most) {
    if (!value.is_string()) return fail(where, "not a string");
    const std::size_t size = length(value.get<std::string>());
    if (size < least || size > most) fail(where, "length " + std::to_string(size));
  }

  void text(const std::string& where, const json& object, std::size_t most, bool plain_only) {
    fields(where, object, {"type", "text"}, {"emoji", "verbatim"});
    const std::string type = object.value("type", "");
    if (type != "plain_text" && (plain_only || type != "mrkdwn")) fail(where, "text of type " + type);
    if (type == "mrkdwn" && object.contains("emoji")) fail(where, "emoji in mrkdwn");
    if (type == "plain_text" && object.contains("verbatim")) fail(where, "verbatim in plain_text");
    string(where, object.value("text", json()), 1, most);
  }

  void rich_element(const std::string& where, const json& element) {
    static const std::map<std::string, std::pair<std::set<std::string>, std::set<std::string>>> known{
        {"text", {{"type", "text"}, {"style"}}},
        {"emoji", {{"type", "name"}, {"style", "unicode", "url"}}},
        {"link", {{"type", "url"}, {"text", "style", "unsafe"}}},
        {"user", {{"type", "user_id"}, {"style"}}},
        {"channel", {{"type", "channel_id"}, {"style"}}},
        {"date", {{"type", "timestamp", "format"}, {"fallback", "url", "style"}}}};
    const auto found = known.find(element.value("type", ""));
    if (found == known.end()) return fail(where, "element of type " + element.value("type", ""));
    fields(where, element, found->second.first, found->second.second);
    for (const char* name : {"text", "url", "name", "user_id", "channel_id", "format", "fallback"}) {
      if (element.contains(name)) string(where + "/" + name, element[name], 1, 3000);
    }
    if (element.contains("timestamp") && !element["timestamp"].is_number_integer()) fail(where, "timestamp");
    if (element.contains("style")) {
      fields(where + "/style", element["style"], {}, {"bold", "italic", "strike", "code"});
      if (element["style"].empty()) fail(where, "empty style");
    }
  }

  void rich_children(const std::string& where, const json& parent) {
    if (!parent.contains("elements") || !parent["elements"].is_array() || parent["elements"].empty()) {
      return fail(where, "no elements");
    }
    for (const json& element : parent["elements"]) rich_element(where, element);
  }

  void rich_text(const std::string& where, const json& block) {
    fields(where, block, {"type", "elements"}, {"block_id"});
    if (block["elements"].empty()) fail(where, "empty");
    for (const json& part : block["elements"]) {
      const std::string type = part.value("type", "");
      if (type == "rich_text_section" || type == "rich_text_quote") {
        fields(where, part, {"type", "elements"}, {"border"});
        rich_children(where, part);
      } else if (type == "rich_text_list") {
        fields(where, part, {"type", "elements", "style"}, {"indent", "border"});
        if (part["style"] != "bullet" && part["style"] != "ordered") fail(where, "list style");
        if (part["elements"].empty()) fail(where, "empty list");
        for (const json& item : part["elements"]) {
          if (item.value("type", "") != "rich_text_section") fail(where, "list item");
          rich_children(where, item);
        }
      } else {
        fail(where, "part of type " + type);
      }
    }
  }

  void actions(const std::string& where, const json& block) {
    fields(where, block, {"type", "elements"}, {"block_id"});
    const json& elements = block["elements"];
    if (elements.empty() || elements.size() > 25) fail(where, "buttons: " + std::to_string(elements.size()));
    std::set<std::string> ids;
    for (const json& button : elements) {
      fields(where, button, {"type", "text", "action_id"}, {"value", "style", "url"});
      text(where, button["text"], 75, true);
      string(where + "/action_id", button["action_id"], 1, 255);
      if (!ids.insert(button["action_id"].get<std::string>()).second) fail(where, "action_id twice");
      if (button.contains("value")) string(where + "/value", button["value"], 1, 2000);
      if (button.contains("style") && button["style"] != "primary" && button["style"] != "danger") {
        fail(where, "style");
      }
    }
  }

  void input_element(const std::string& where, const json& element) {
    const std::string type = element.value("type", "");
    if (type == "plain_text_input") {
      fields(where, element, {"type", "action_id"},
             {"multiline", "max_length", "min_length", "initial_value"});
      const int most = element.value("max_length", 3000);
      if (most < 1 || most > 3000) fail(where, "max_length");
      if (element.contains("initial_value")) {
        string(where, element["initial_value"], 1, static_cast<std::size_t>(most));
      }
    } else if (type == "datepicker") {
      fields(where, element, {"type", "action_id"}, {"initial_date"});
    } else if (type == "static_select") {
      fields(where, element, {"type", "action_id", "options"}, {"initial_option"});
      if (element["options"].empty() || element["options"].size() > 100) fail(where, "options");
      bool initial = !element.contains("initial_option");
      for (const json& option : element["options"]) {
        fields(where, option, {"text", "value"}, {});
        text(where, option["text"], 75, true);
        string(where, option["value"], 1, 75);
        initial = initial || option == element["initial_option"];
      }
      if (!initial) fail(where, "initial_option is none of the options");
    } else {
      fail(where, "input of type " + type);
    }
    string(where + "/action_id", element.value("action_id", json()), 1, 255);
  }

  void block(const std::string& where, const json& block, bool modal) {
    const std::string type = block.value("type", "");
    if (type == "header") {
      fields(where, block, {"type", "text"}, {"block_id"});
      text(where, block["text"], 150, true);
    } else if (type == "section") {
      fields(where, block, {"type"}, {"text", "fields", "block_id"});
      if (!block.contains("text") && !block.contains("fields")) fail(where, "empty section");
      if (block.contains("text")) text(where, block["text"], 3000, false);
      if (block.contains("fields")) {
        if (block["fields"].empty() || block["fields"].size() > 10) fail(where, "fields");
        for (const json& field : block["fields"]) text(where, field, 2000, false);
      }
    } else if (type == "context") {
      fields(where, block, {"type", "elements"}, {"block_id"});
      if (block["elements"].empty() || block["elements"].size() > 10) fail(where, "elements");
      for (const json& element : block["elements"]) text(where, element, 3000, false);
    } else if (type == "divider") {
      fields(where, block, {"type"}, {"block_id"});
    } else if (type == "image") {
      fields(where, block, {"type", "image_url", "alt_text"}, {"title", "block_id"});
      string(where, block["image_url"], 1, 3000);
      string(where, block["alt_text"], 1, 2000);
    } else if (type == "actions") {
      actions(where, block);
    } else if (type == "rich_text") {
      rich_text(where, block);
    } else if (type == "input" && modal) {
      fields(where, block, {"type", "label", "element"}, {"block_id", "hint", "optional"});
      text(where, block["label"], 2000, true);
      if (block.contains("hint")) text(where, block["hint"], 2000, true);
      input_element(where, block["element"]);
    } else {
      fail(where, "block of type " + type);
    }
    if (block.contains("block_id")) {
      string(where + "/block_id", block["block_id"], 1, 255);
      if (!block_ids.insert(block["block_id"].get<std::string>()).second) fail(where, "block_id twice");
    }
  }

  void blocks(const json& all, std::size_t most, bool modal) {
    if (!all.is_array()) return fail("blocks", "not an array");
    if (all.size() > most) fail("blocks", std::to_string(all.size()) + " blocks");
    for (std::size_t i = 0; i < all.size(); ++i) block("blocks/" + std::to_string(i), all[i], modal);
  }

 private:
  std::set<std::string> block_ids;
};

void walk(const json& value, const std::function<void(const json&)>& visit) {
  if (value.is_object()) visit(value);
  if (value.is_structured()) {
    for (const json& inner : value) walk(inner, visit);
  }
}

}  // namespace

std::vector<std::string> broken_rules(const json& blocks, std::size_t most_blocks) {
  Rules rules;
  rules.blocks(blocks, most_blocks, false);
  if (most_blocks == 50 && length(blocks.dump()) > 13200) rules.fail("blocks", "msg_blocks_too_long");
  return rules.broken;
}

std::vector<std::string> broken_view_rules(const json& view) {
  Rules rules;
  if (view.value("type", "") == "home") {
    rules.fields("view", view, {"type", "blocks"}, {"private_metadata", "callback_id"});
  } else {
    rules.fields("view", view, {"type", "title", "blocks"},
                 {"submit", "close", "private_metadata", "callback_id"});
    for (const char* name : {"title", "submit", "close"}) {
      if (view.contains(name)) rules.text(name, view[name], 24, true);
    }
    bool inputs = false;
    for (const json& block : view["blocks"]) inputs = inputs || block.value("type", "") == "input";
    if (inputs && !view.contains("submit")) rules.fail("view", "inputs without submit");
  }
  if (view.contains("private_metadata")) rules.string("private_metadata", view["private_metadata"], 0, 3000);
  if (view.contains("callback_id")) rules.string("callback_id", view["callback_id"], 1, 255);
  if (view.dump().size() > 250000) rules.fail("view", "view_too_large");
  rules.blocks(view["blocks"], 100, view.value("type", "") == "modal");
  return rules.broken;
}

std::string shown(const json& blocks) {
  std::string text;
  walk(blocks, [&](const json& object) {
    const std::string type = object.value("type", "");
    if ((type == "text" || type == "plain_text" || type == "mrkdwn") && object.contains("text")) {
      text += object["text"].get<std::string>();
    }
    if (type == "emoji") text += ":" + object["name"].get<std::string>() + ":";
  });
  return text;
}

std::vector<std::string> live_elements(const json& blocks) {
  static const std::set<std::string> live{"user", "usergroup", "channel", "broadcast",
                                          "link", "date",      "team"};
  std::vector<std::string> found;
  walk(blocks, [&](const json& object) {
    const std::string type = object.value("type", "");
    if (live.count(type)) found.push_back(type);
  });
  return found;
}

std::vector<std::string> mrkdwn_texts(const json& value) {
  std::vector<std::string> texts;
  walk(value, [&](const json& object) {
    if (object.value("type", "") == "mrkdwn") texts.push_back(object["text"].get<std::string>());
  });
  return texts;
}

}  // namespace houston::bot::slack
