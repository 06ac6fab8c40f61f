#include "bot/demo/read_html.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace houston::bot::demo {
namespace {

constexpr std::string_view kBetween = " · ";
constexpr std::string_view kPerson = "https://matrix.to/#/@";  // Ids are percent-encoded or not: '@' may be.
constexpr std::string_view kEncodedPerson = "https://matrix.to/#/%40";

std::string decoded(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> entities{
      {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&nbsp;", " "}, {"&amp;", "&"}}};
  std::string out;
  while (!text.empty()) {
    const auto* const entity = std::find_if(entities.begin(), entities.end(),
                                            [&](const auto& one) { return text.starts_with(one.first); });
    out += entity == entities.end() ? text.substr(0, 1) : entity->second;
    text.remove_prefix(entity == entities.end() ? 1 : entity->first.size());
  }
  return out;
}

class Reader {
 public:
  std::vector<HtmlLine> read(std::string_view html) {
    while (!html.empty()) {
      const bool tag = html.front() == '<';
      const std::size_t end = std::min(tag ? html.find('>') + 1 : html.find('<'), html.size());
      if (end == 0) break;  // A tag that does not end.
      tag ? read_tag(html.substr(1, end - 2)) : add(decoded(html.substr(0, end)));
      html.remove_prefix(end);
    }
    end_line();
    return std::move(lines_);
  }

 private:
  struct List {
    bool numbered = false;
    int number = 0;
  };

  void read_tag(std::string_view tag) {
    const bool closes = tag.starts_with('/');
    if (closes) tag.remove_prefix(1);
    const std::string_view name = tag.substr(0, tag.find_first_of(" /"));
    const int step = closes ? -1 : 1;
    if (name == "strong" || name == "b") {
      bold_ += step;
    } else if (name == "em" || name == "i") {
      slanted_ += step;
    } else if (name == "code") {
      code_ += step;
    } else if (name == "a") {
      // A pill shows whom it names.
      if (!closes &&
          (tag.find(kPerson) != std::string_view::npos || tag.find(kEncodedPerson) != std::string_view::npos))
        add("@");
    } else if (name == "br") {
      end_line();
    } else if (name == "hr") {
      end_line();
      lines_.push_back({{Line::Style::small, "────────"}});
    } else {
      read_block(name, closes, step);
    }
  }

  void read_block(std::string_view name, bool closes, int step) {
    end_line();
    if (name.size() == 2 && name[0] == 'h') heading_ += step;
    if (name == "blockquote") quote_ += step;
    if (name == "ol" || name == "ul") {
      if (!closes) lists_.push_back({name == "ol", 0});
      if (closes && !lists_.empty()) lists_.pop_back();
    }
    if (name == "li" && !closes && !lists_.empty()) {
      List& list = lists_.back();
      text_ = list.numbered ? std::to_string(++list.number) + ". " : std::string("• ");
    }
  }

  void add(const std::string& words) {
    const bool blank = words.find_first_not_of(" \n") == std::string::npos;
    if (blank && text_.empty()) return;
    if (!blank) {
      all_bold_ = all_bold_ && bold_ > 0;
      all_slanted_ = all_slanted_ && slanted_ > 0;
      all_code_ = all_code_ && (code_ > 0 || words == kBetween);
      if (code_ > 0) code_words_.push_back(words);
      any_ = true;
    }
    text_ += words;
  }

  void end_line() {
    using Style = Line::Style;
    if (any_) {
      const Style style = heading_ > 0   ? Style::strong
                          : quote_ > 0   ? Style::quote
                          : all_slanted_ ? Style::small
                          : all_bold_    ? Style::strong
                                         : Style::plain;
      if (!all_code_) code_words_.clear();
      lines_.push_back({{style, text_}, std::exchange(code_words_, {})});
    }
    text_.clear();
    all_bold_ = all_slanted_ = all_code_ = true;
    any_ = false;
  }

  std::vector<HtmlLine> lines_;
  std::vector<List> lists_;
  std::string text_;
  std::vector<std::string> code_words_;
  int bold_ = 0, slanted_ = 0, code_ = 0, heading_ = 0, quote_ = 0;
  bool all_bold_ = true, all_slanted_ = true, all_code_ = true, any_ = false;
};

/// How many of the signs from `next` on the line is a row of.
std::size_t signs_in(std::string_view line, const std::vector<Sign>& signs, std::size_t next) {
  std::size_t count = 0;
  while (next + count < signs.size()) {
    const std::string shown = signs[next + count].key + " " + signs[next + count].label;
    if (!line.starts_with(shown)) break;
    ++count;
    line.remove_prefix(shown.size());
    if (!line.starts_with(kBetween)) break;
    line.remove_prefix(kBetween.size());
  }
  return line.empty() ? count : 0;
}

/// "retro.vote" of "!houston retro vote 2"
std::string action_of(const std::string& command) {
  std::string words = command.starts_with("!houston ") ? command.substr(9) : command;
  const std::size_t last = words.rfind(' ');
  if (last != std::string::npos) words.resize(last);
  std::replace(words.begin(), words.end(), ' ', '.');
  return words;
}

}  // namespace

std::vector<HtmlLine> read_html(const std::string& html) {
  return Reader().read(html);
}

void read_choices(const std::vector<HtmlLine>& html, const std::vector<Sign>& signs, Message& message) {
  std::string beside;
  std::size_t next = 0;
  for (const HtmlLine& one : html) {
    message.lines.push_back(one.line);
    Line& line = message.lines.back();
    const std::size_t count = signs_in(line.text, signs, next);
    if (count > 0 || !one.code.empty()) line.style = Line::Style::buttons;
    for (std::size_t i = 0; i < count; ++i, ++next) {
      message.buttons.push_back({signs[next].label, signs[next].action, signs[next].value, beside, false});
    }
    for (const std::string& command : one.code) {
      message.buttons.push_back({command, action_of(command), command, beside, true});
    }
    if (line.style == Line::Style::buttons) {
      beside.clear();
    } else {
      beside += (beside.empty() ? "" : "\n") + line.text;
    }
  }
}

}  // namespace houston::bot::demo
