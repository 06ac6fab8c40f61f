#include "bot/sandbox/model.hpp"

#include <algorithm>

namespace houston::bot::sandbox {
namespace {

void add_line(std::string& out, const std::string& line) {
  if (line.empty()) return;
  if (!out.empty()) out += '\n';
  out += line;
}

// The words of rich text run together within a section and stand on lines of their own otherwise.
std::string rich_text(const Json& element) {
  std::string out;
  const std::string type = element.value("type", "");
  if (type == "user") return "<@" + element.value("user_id", "") + ">";
  if (type == "channel") return "<#" + element.value("channel_id", "") + ">";
  if (type == "broadcast") return "@" + element.value("range", "");
  if (type == "emoji") return ":" + element.value("name", "") + ":";
  if (type == "date") return element.value("fallback", "");
  if (type == "link") return element.value("text", element.value("url", ""));
  if (element.contains("text") && element["text"].is_string()) return element["text"].get<std::string>();
  if (!element.contains("elements")) return out;
  const bool lines = type == "rich_text" || type == "rich_text_list";
  for (const Json& inner : element["elements"]) {
    if (lines)
      add_line(out, (type == "rich_text_list" ? "• " : "") + rich_text(inner));
    else
      out += rich_text(inner);
  }
  return out;
}

std::string text_of(const Json& object) {
  return object.is_object() ? object.value("text", std::string()) : std::string();
}

std::string element_line(const Json& element) {
  const std::string type = element.value("type", "");
  if (type == "button" || type == "workflow_button")
    return "[" + text_of(element.value("text", Json())) + "]";
  if (type == "mrkdwn" || type == "plain_text") return element.value("text", "");
  if (element.contains("placeholder")) return "[" + text_of(element["placeholder"]) + " ▾]";
  if (element.contains("alt_text")) return "[" + element.value("alt_text", "") + "]";
  return "[" + type + "]";
}

void block_lines(std::string& out, const Json& block) {
  const std::string type = block.value("type", "");
  if (type == "rich_text") return add_line(out, rich_text(block));
  if (type == "divider") return add_line(out, "────────");
  if (type == "image") return add_line(out, "[" + block.value("alt_text", "") + "]");
  if (block.contains("text"))
    add_line(out, block["text"].is_string() ? block["text"].get<std::string>() : text_of(block["text"]));
  if (block.contains("fields"))
    for (const Json& field : block["fields"]) add_line(out, text_of(field));
  std::string row;
  if (block.contains("elements"))
    for (const Json& element : block["elements"]) row += (row.empty() ? "" : " ") + element_line(element);
  if (block.contains("accessory")) row += (row.empty() ? "" : " ") + element_line(block["accessory"]);
  add_line(out, row);
}

}  // namespace

bool Channel::has(const std::string& user) const {
  return std::find(members.begin(), members.end(), user) != members.end();
}

std::string Message::readable() const {
  std::string out;
  for (const Json& block : blocks) block_lines(out, block);
  if (out.empty()) out = text;
  const std::pair<const char*, const char*> entities[] = {{"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}};
  for (const auto& [from, to] : entities)
    for (std::size_t at = 0; (at = out.find(from, at)) != std::string::npos; ++at)
      out.replace(at, std::char_traits<char>::length(from), to);
  return out;
}

}  // namespace houston::bot::sandbox
