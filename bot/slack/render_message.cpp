#include "bot/slack/render_message.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "bot/slack/escape.hpp"
#include "bot/slack/rich_text.hpp"
#include "bot/slack/text.hpp"

namespace houston::bot::slack {
namespace {

using nlohmann::json;

// Slack's limits, a tenth below where it is not known what counts as a character.
constexpr std::size_t text_limit = 3600;    // chat.update refuses 4,000
constexpr std::size_t part_limit = 2700;    // of 3,000 a text object
constexpr std::size_t heading_limit = 135;  // of 150
constexpr std::size_t field_limit = 1800;   // of 2,000
constexpr std::size_t fields_a_section = 10;
constexpr std::size_t buttons_a_block = 25;
constexpr std::size_t button_label_limit = 67;  // of 75
constexpr std::size_t button_value_limit = 2000;
constexpr std::size_t action_limit = 250;  // of 255, with room for "#25"
constexpr std::size_t alt_limit = 1800;    // of 2,000
constexpr std::size_t list_items_a_block = 50;

struct Budget {
  std::size_t blocks;
  std::size_t characters;  // of JSON
};
constexpr Budget message_budget{50, 12000};  // of ~13,200, observed (slackapi/bolt-js#2509)
constexpr Budget view_budget{100, 200000};   // of 250 kB

std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// A block to be, and whether it may be left out when there is no room.
struct Piece {
  json block;
  bool keep = false;
};

json rich_block(json element) {
  return {{"type", "rich_text"}, {"elements", json::array({std::move(element)})}};
}

json section_of(const chat::Text& text) {
  return {{"type", "rich_text_section"}, {"elements", rich_elements(text)}};
}

class Blocks {
 public:
  std::vector<Piece> take() { return std::move(pieces_); }

  void operator()(const chat::Heading& heading) {
    const std::string words = clean(one_line(heading.text));
    if (blank(chat::plain(words))) return;
    if (length(words) > heading_limit) return paragraph({chat::bold(words)});
    add({{"type", "header"}, {"text", {{"type", "plain_text"}, {"text", words}, {"emoji", true}}}});
  }

  void operator()(const chat::Paragraph& block) { paragraph(block.text); }

  void operator()(const chat::Quote& quote) {
    for (const chat::Text& part : divide(quote.text, part_limit)) {
      if (!blank(part)) add(rich_block({{"type", "rich_text_quote"}, {"elements", rich_elements(part)}}));
    }
  }

  void operator()(const chat::List& list) {
    std::vector<chat::Text> items;
    std::size_t total = 0;
    std::size_t longest = 0;
    for (const chat::Text& item : list.items) {
      if (blank(item)) continue;
      const std::size_t size = length(item);
      total += size;
      longest = std::max(longest, size);
      items.push_back(item);
    }
    if (items.empty()) return;
    const bool one_block = total <= part_limit && items.size() <= list_items_a_block;
    if (!one_block && (list.numbered || longest > part_limit)) return spelled_out(items, list.numbered);
    json elements = json::array();
    std::size_t used = 0;
    const auto flush = [&] {
      if (elements.empty()) return;
      add(rich_block({{"type", "rich_text_list"},
                      {"style", list.numbered ? "ordered" : "bullet"},
                      {"elements", std::move(elements)}}));
      elements = json::array();
      used = 0;
    };
    for (const chat::Text& item : items) {
      const std::size_t size = length(item);
      if (used + size > part_limit || elements.size() == list_items_a_block) flush();
      elements.push_back(section_of(item));
      used += size;
    }
    flush();
  }

  void operator()(const chat::Fields& block) {
    json fields = json::array();
    const auto flush = [&] {
      if (fields.empty()) return;
      add({{"type", "section"}, {"fields", std::move(fields)}});
      fields = json::array();
    };
    for (const chat::Field& field : block.fields) {
      const std::string label = clean(one_line(field.label));
      if (blank(chat::plain(label)) && blank(field.value)) continue;
      // Fields take mrkdwn alone. What mrkdwn would change is shown as rich text instead, at full width.
      const bool formats =
          would_format(label) || std::any_of(field.value.begin(), field.value.end(), [](const auto& s) {
            const auto* plain = std::get_if<chat::Plain>(&s);
            return plain != nullptr && would_format(plain->text);
          });
      const std::string value = mrkdwn(field.value);
      const std::string words =
          blank(chat::plain(label)) ? value : "*" + mrkdwn(chat::plain(label)) + "*\n" + value;
      if (formats || length(words) > field_limit) {
        flush();
        chat::Text text{chat::bold(label + "\n")};
        text.insert(text.end(), field.value.begin(), field.value.end());
        paragraph(text);
        continue;
      }
      fields.push_back({{"type", "mrkdwn"}, {"text", words}, {"verbatim", true}});
      if (fields.size() == fields_a_section) flush();
    }
    flush();
  }

  void operator()(const chat::Buttons& block) {
    json elements = json::array();
    std::map<std::string, int> seen;
    const auto flush = [&] {
      if (elements.empty()) return;
      pieces_.push_back({{{"type", "actions"}, {"elements", std::move(elements)}}, true});
      elements = json::array();
      seen.clear();
    };
    for (const chat::Button& button : block.buttons) {
      if (button.action.empty() || button.action.size() > action_limit) {
        throw std::length_error("a button's action must have 1 to 250 characters: " + button.label);
      }
      if (length(button.value) > button_value_limit) {
        throw std::length_error("the value of the button " + button.action + " has over 2,000 characters");
      }
      std::string label = cut(clean(one_line(button.label)), button_label_limit);
      if (blank(chat::plain(label))) label = "…";
      const int repeat = ++seen[button.action];
      json element = {
          {"type", "button"},
          {"text", {{"type", "plain_text"}, {"text", label}, {"emoji", true}}},
          {"action_id", repeat == 1 ? button.action : button.action + "#" + std::to_string(repeat)}};
      if (!button.value.empty()) element["value"] = button.value;
      if (button.style == chat::Button::Style::primary) element["style"] = "primary";
      if (button.style == chat::Button::Style::danger) element["style"] = "danger";
      elements.push_back(std::move(element));
      if (elements.size() == buttons_a_block) flush();
    }
    flush();
  }

  void operator()(const chat::Divider&) { add({{"type", "divider"}}); }

  void operator()(const chat::Context& context) {
    const bool simple = std::all_of(context.text.begin(), context.text.end(), [](const chat::Span& span) {
      const auto* plain = std::get_if<chat::Plain>(&span);
      return plain != nullptr && !plain->bold && !plain->italic && !plain->code;
    });
    // Escapes make mrkdwn up to five times longer.
    for (const chat::Text& part : divide(context.text, simple ? part_limit : part_limit / 5)) {
      if (blank(part)) continue;
      json element;
      if (simple) {
        std::string words;
        for (const chat::Span& span : part) words += std::get<chat::Plain>(span).text;
        element = {{"type", "plain_text"}, {"text", clean(words)}, {"emoji", true}};
      } else {
        element = {{"type", "mrkdwn"}, {"text", mrkdwn(part)}, {"verbatim", true}};
      }
      add({{"type", "context"}, {"elements", json::array({std::move(element)})}});
    }
  }

  void operator()(const chat::Image& image) {
    std::string alt = cut(clean(one_line(image.alt)), alt_limit);
    if (blank(chat::plain(alt))) alt = "image";
    const bool web = image.url.starts_with("https://") || image.url.starts_with("http://");
    if (!web || !safe_url(image.url)) return paragraph(chat::plain(alt));
    add({{"type", "image"}, {"image_url", image.url}, {"alt_text", alt}});
  }

  // Slack has none, and nobody is given one here: it can be read, no more.
  void operator()(const chat::Poll& poll) {
    paragraph(chat::plain(poll.question));
    chat::List answers;
    for (const chat::Poll::Answer& answer : poll.answers) answers.items.push_back(chat::plain(answer.label));
    (*this)(answers);
  }

 private:
  void add(json block) { pieces_.push_back({std::move(block), false}); }

  void paragraph(const chat::Text& text) {
    for (const chat::Text& part : divide(text, part_limit)) {
      if (!blank(part)) add(rich_block(section_of(part)));
    }
  }

  // Each item by itself with its number or bullet written out: a list that goes on in a second block would
  // count from one again.
  void spelled_out(const std::vector<chat::Text>& items, bool numbered) {
    int number = 0;
    chat::Text all;
    for (const chat::Text& item : items) {
      ++number;
      all.emplace_back(chat::Plain{(numbered ? std::to_string(number) + ". " : std::string("• "))});
      all.insert(all.end(), item.begin(), item.end());
      all.emplace_back(chat::Plain{"\n"});
    }
    paragraph(all);
  }

  std::vector<Piece> pieces_;
};

json more_line(std::size_t left_out) {
  const std::string words = "… and " + std::to_string(left_out) + " more " +
                            (left_out == 1 ? "part" : "parts") + ", too long to show here";
  return {{"type", "context"}, {"elements", json::array({{{"type", "plain_text"}, {"text", words}}})}};
}

// Leaves out from the end what exceeds the budget, but no buttons.
json fit(std::vector<Piece> pieces, const Budget& budget) {
  const auto size_of = [](const json& block) { return length(dump(block)) + 1; };
  std::size_t count = 0;
  std::size_t size = 2;
  for (const Piece& piece : pieces) {
    ++count;
    size += size_of(piece.block);
  }
  json blocks = json::array();
  if (count <= budget.blocks && size <= budget.characters) {
    for (Piece& piece : pieces) blocks.push_back(std::move(piece.block));
    return blocks;
  }
  count = 1;  // the line that says so
  size = 2 + size_of(more_line(1000000));
  for (const Piece& piece : pieces) {
    if (!piece.keep) continue;
    ++count;
    size += size_of(piece.block);
  }
  bool full = false;
  std::size_t left_out = 0;
  std::optional<std::size_t> gap;
  for (Piece& piece : pieces) {
    if (!piece.keep) {
      const std::size_t more = size_of(piece.block);
      full = full || count + 1 > budget.blocks || size + more > budget.characters;
      if (full) {
        if (!gap) gap = blocks.size();
        ++left_out;
        continue;
      }
      ++count;
      size += more;
    }
    blocks.push_back(std::move(piece.block));
  }
  const auto where = static_cast<json::difference_type>(gap.value_or(blocks.size()));
  if (left_out > 0) blocks.insert(blocks.begin() + where, more_line(left_out));
  if (blocks.size() > budget.blocks) throw std::length_error("a message has more buttons than Slack shows");
  return blocks;
}

json render_blocks(const std::vector<chat::Block>& blocks, const Budget& budget) {
  Blocks renderer;
  for (const chat::Block& block : blocks) std::visit(renderer, block);
  return fit(renderer.take(), budget);
}

std::string summary_of(const chat::Message& message) {
  std::string text = escape_cut(one_line(message.summary), text_limit);
  return text.find_first_not_of(' ') == std::string::npos ? "A message from Houston" : text;
}

}  // namespace

Rendered render(const chat::Message& message) {
  return {summary_of(message), dump(render_blocks(message.blocks, message_budget))};
}

std::string render_home(const chat::Message& message) {
  json blocks = render_blocks(message.blocks, view_budget);
  if (blocks.empty()) blocks = render_blocks({chat::Paragraph{chat::plain(message.summary)}}, view_budget);
  return dump({{"type", "home"}, {"blocks", std::move(blocks)}});
}

std::string render_intro(const chat::Text& intro, std::size_t most) {
  return dump(render_blocks({chat::Paragraph{intro}}, {most, view_budget.characters / 2}));
}

std::string action_of(const std::string& action_id) {
  const std::size_t mark = action_id.rfind('#');
  if (mark == std::string::npos || mark + 1 == action_id.size()) return action_id;
  const bool digits = std::all_of(action_id.begin() + static_cast<std::ptrdiff_t>(mark) + 1, action_id.end(),
                                  [](char c) { return c >= '0' && c <= '9'; });
  return digits ? action_id.substr(0, mark) : action_id;
}

}  // namespace houston::bot::slack
