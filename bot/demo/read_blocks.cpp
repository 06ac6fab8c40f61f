#include "bot/demo/read_blocks.hpp"

#include <algorithm>

namespace houston::bot::demo {
namespace {

using Json = nlohmann::json;

std::string text_in(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// A line for each line of the text, in one style.
void add_lines(std::vector<Line>& lines, Line::Style style, const std::string& text) {
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    if (end > from) lines.push_back({style, text.substr(from, end - from)});
    from = end + 1;
  }
}

class Reader {
 public:
  explicit Reader(const NameOf& name_of) : name_of_(name_of) {}

  std::vector<Line> read(const Json& blocks) {
    for (const Json& block : blocks) read_block(block);
    return std::move(lines_);
  }

 private:
  std::string object(const Json& holder, const char* key) const {
    const auto found = holder.find(key);
    if (found == holder.end() || !found->is_object()) return "";
    const std::string text = text_in(*found, "text");
    return text_in(*found, "type") == "mrkdwn" ? read_mrkdwn(text, name_of_) : text;
  }

  /// One element of a rich text section.
  std::string span(const Json& element) const {
    const std::string type = text_in(element, "type");
    if (type == "user") return "@" + name_of_(text_in(element, "user_id"));
    if (type == "channel") return "#" + name_of_(text_in(element, "channel_id"));
    if (type == "broadcast") return "@" + text_in(element, "range");
    if (type == "emoji") return ":" + text_in(element, "name") + ":";
    if (type == "date") return text_in(element, "fallback");
    const std::string text = text_in(element, "text");
    return text.empty() ? text_in(element, "url") : text;
  }

  std::string section(const Json& element) const {
    std::string all;
    for (const Json& inner : element.value("elements", Json::array())) all += span(inner);
    return all;
  }

  /// The lines of a paragraph; one that is bold throughout is strong.
  void paragraph(const Json& element) {
    std::string line;
    bool strong = true;
    const auto end_line = [&] {
      if (!line.empty()) lines_.push_back({strong ? Line::Style::strong : Line::Style::plain, line});
      line.clear();
      strong = true;
    };
    for (const Json& inner : element.value("elements", Json::array())) {
      const std::string text = span(inner);
      const bool bold = inner.value("/style/bold"_json_pointer, false);
      std::size_t from = 0;
      while (from <= text.size()) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        if (end > from) {
          line += text.substr(from, end - from);
          strong = strong && bold;
        }
        if (end < text.size()) end_line();
        from = end + 1;
      }
    }
    end_line();
  }

  void rich_text(const Json& element) {
    const std::string type = text_in(element, "type");
    if (type == "rich_text_section") return paragraph(element);
    if (type != "rich_text_list") {
      const bool quote = type == "rich_text_quote";
      return add_lines(lines_, quote ? Line::Style::quote : Line::Style::plain, section(element));
    }
    int number = 0;
    for (const Json& item : element.value("elements", Json::array())) {
      const std::string mark =
          text_in(element, "style") == "ordered" ? std::to_string(++number) + ". " : std::string("• ");
      add_lines(lines_, Line::Style::plain, mark + section(item));
    }
  }

  std::string button(const Json& element) const { return "[" + object(element, "text") + "]"; }

  void read_block(const Json& block) {
    const std::string type = text_in(block, "type");
    if (type == "rich_text") {
      for (const Json& element : block.value("elements", Json::array())) rich_text(element);
    } else if (type == "header") {
      add_lines(lines_, Line::Style::strong, object(block, "text"));
    } else if (type == "context") {
      std::string all;
      for (const Json& element : block.value("elements", Json::array())) {
        const std::string text = text_in(element, "text");
        all += (all.empty() ? "" : " ") +
               (text_in(element, "type") == "mrkdwn" ? read_mrkdwn(text, name_of_) : text);
      }
      add_lines(lines_, Line::Style::small, all);
    } else if (type == "actions") {
      std::string row;
      for (const Json& element : block.value("elements", Json::array())) {
        row += (row.empty() ? "" : " ") + button(element);
      }
      add_lines(lines_, Line::Style::buttons, row);
    } else if (type == "divider") {
      lines_.push_back({Line::Style::small, "────────"});
    } else if (type == "image") {
      lines_.push_back({Line::Style::small, "[" + text_in(block, "alt_text") + "]"});
    } else {
      add_lines(lines_, Line::Style::plain, object(block, "text"));
      for (const Json& field : block.value("fields", Json::array())) {
        add_lines(lines_, Line::Style::plain,
                  text_in(field, "type") == "mrkdwn" ? read_mrkdwn(text_in(field, "text"), name_of_)
                                                     : text_in(field, "text"));
      }
      const auto accessory = block.find("accessory");
      if (accessory != block.end() && text_in(*accessory, "type") == "button") {
        lines_.push_back({Line::Style::buttons, button(*accessory)});
      }
    }
  }

  const NameOf& name_of_;
  std::vector<Line> lines_;
};

/// What stands between < and > in mrkdwn.
std::string control(const std::string& inside, const NameOf& name_of) {
  const std::size_t bar = inside.find('|');
  const std::string label = bar == std::string::npos ? "" : inside.substr(bar + 1);
  const std::string what = inside.substr(0, bar);
  if (what.starts_with("@")) return "@" + name_of(what.substr(1));
  if (what.starts_with("#")) return "#" + name_of(what.substr(1));
  if (what.starts_with("!date^")) return label;
  if (what.starts_with("!")) return "@" + what.substr(1);
  return label.empty() ? what : label;
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

std::string decode(std::string text) {
  replace_all(text, "&lt;", "<");
  replace_all(text, "&gt;", ">");
  replace_all(text, "&amp;", "&");
  return text;
}

/// A marker stands beside a word's edge, as Slack reads it; one between two letters is a letter.
bool is_marker(const std::string& text, std::size_t at) {
  const char c = text[at];
  if (c != '*' && c != '_' && c != '`' && c != '~') return false;
  const auto wordy = [&](std::size_t i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    return std::isalnum(byte) != 0 || byte >= 0x80;
  };
  const bool before = at > 0 && wordy(at - 1);
  const bool after = at + 1 < text.size() && wordy(at + 1);
  return !(before && after);
}

}  // namespace

std::string read_mrkdwn(const std::string& text, const NameOf& name_of) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t end = text[i] == '<' ? text.find('>', i) : std::string::npos;
    if (end != std::string::npos) {
      out += decode(control(text.substr(i + 1, end - i - 1), name_of));
      i = end;
      continue;
    }
    if (is_marker(text, i)) continue;
    const std::size_t stop = std::min(text.find_first_of("<*_`~", i + 1), text.size());
    out += decode(text.substr(i, stop - i));
    i = stop - 1;
  }
  return out;
}

std::vector<Line> read_message(const sandbox::Message& message, const NameOf& name_of) {
  if (message.blocks.is_array() && !message.blocks.empty()) {
    return Reader(name_of).read(message.blocks);
  }
  std::vector<Line> lines;
  add_lines(lines, Line::Style::plain, read_mrkdwn(message.text, name_of));
  return lines;
}

std::vector<SeenButton> buttons_of(const sandbox::Message& message, const NameOf& name_of) {
  const NameOf name = name_of ? name_of : [](const std::string& id) { return id; };
  std::vector<SeenButton> buttons;
  if (!message.blocks.is_array()) return buttons;
  std::string beside;
  for (const Json& block : message.blocks) {
    if (text_in(block, "type") != "actions") {
      for (const Line& line : Reader(name).read(Json::array({block}))) {
        beside += (beside.empty() ? "" : "\n") + line.text;
      }
      continue;
    }
    for (const Json& element : block.value("elements", Json::array())) {
      if (text_in(element, "type") != "button") continue;
      buttons.push_back({element.value("/text/text"_json_pointer, std::string()),
                         text_in(element, "action_id"), text_in(element, "value"), beside});
    }
    beside.clear();
  }
  return buttons;
}

}  // namespace houston::bot::demo
