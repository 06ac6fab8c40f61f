#include "bot/slack/escape.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

#include "bot/slack/text.hpp"
#include "storage/personal.hpp"

namespace houston::bot::slack {
namespace {

std::string unescape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("&amp;")) {
      out += '&';
      at += 5;
    } else if (rest.starts_with("&lt;")) {
      out += '<';
      at += 4;
    } else if (rest.starts_with("&gt;")) {
      out += '>';
      at += 4;
    } else {
      out += text[at++];
    }
  }
  return out;
}

void append_plain(chat::Text& text, std::string words) {
  if (words.empty()) return;
  if (!text.empty()) {
    if (auto* last = std::get_if<chat::Plain>(&text.back())) {
      last->text += words;
      return;
    }
  }
  text.emplace_back(chat::Plain{std::move(words)});
}

std::optional<std::int64_t> whole_number(std::string_view digits) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

// "date^1392734382^{date} at {time}^https://…" with its label as the fallback.
std::optional<chat::Span> date_span(std::string_view command, std::string_view label) {
  const std::string_view after = command.substr(std::string_view("date^").size());
  const auto seconds = whole_number(after.substr(0, after.find('^')));
  constexpr std::int64_t year_9999 = 253402300799;
  if (!seconds || *seconds < 0 || *seconds > year_9999 || label.empty()) return std::nullopt;
  return chat::DateTime{Instant(std::chrono::seconds(*seconds)), unescape(label)};
}

// What stands between '<' and '>'.
void append_control(chat::Text& text, std::string_view inside) {
  const std::size_t bar = inside.find('|');
  const std::string_view head = inside.substr(0, bar);
  const std::string_view label = bar == std::string_view::npos ? std::string_view() : inside.substr(bar + 1);
  if (head.size() > 1 && head[0] == '@' && is_id(head.substr(1))) {
    text.emplace_back(chat::Mention{PersonId{std::string(head.substr(1))}});
    return;
  }
  if (head.size() > 1 && head[0] == '#' && is_id(head.substr(1))) {
    text.emplace_back(chat::RoomLink{RoomId{std::string(head.substr(1))}});
    return;
  }
  if (head.starts_with('!')) {
    const std::string_view command = head.substr(1);
    if (command.starts_with("date^")) {
      if (auto span = date_span(command, label)) {
        text.push_back(std::move(*span));
        return;
      }
    }
    if (!label.empty()) {
      const std::string words = unescape(label);
      const bool group = command.starts_with("subteam^") || command == "here" || command == "channel" ||
                         command == "everyone";
      append_plain(text, (group && !words.starts_with('@') ? "@" : "") + words);
    } else {
      append_plain(text, "@" + unescape(command));
    }
    return;
  }
  const std::string url = unescape(head);
  if (safe_url(url)) {
    text.emplace_back(chat::Link{url, label.empty() ? url : unescape(label)});
    return;
  }
  if (!label.empty()) {
    append_plain(text, unescape(label));
    return;
  }
  append_plain(text, "<" + unescape(inside) + ">");
}

// Plain words as mrkdwn that shows them and does nothing else. `line_start`: nothing stands before them in
// the line.
std::string inert(std::string_view raw, bool& line_start) {
  const std::string words = clean(raw);
  std::string out;
  out.reserve(words.size() + 16);
  for (const char c : words) {
    const bool first = line_start;
    line_start = c == '\n' || (line_start && c == ' ');
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += first ? "›" : "&gt;";  // even "&gt;" begins a quote
        line_start = first;           // and ">>>" begins a long one
        break;
      case '*':
        out += "∗";
        break;
      case '_':
        out += "＿";
        break;
      case '~':
        out += "∼";
        break;
      case '`':
        out += "ˋ";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// Marks go around each line by itself, inside of its blanks: Slack formats nothing else.
std::string styled(const chat::Plain& span, bool& line_start) {
  std::string open;
  if (span.bold) open += '*';
  if (span.italic) open += '_';
  if (span.code) open += '`';
  const std::string close(open.rbegin(), open.rend());
  std::string out;
  const std::string words = inert(span.text, line_start);
  for (std::size_t at = 0; at <= words.size();) {
    const std::size_t end = std::min(words.find('\n', at), words.size());
    const std::string_view line = std::string_view(words).substr(at, end - at);
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos || open.empty()) {
      out += line;
    } else {
      const std::size_t last = line.find_last_not_of(" \t");
      out += line.substr(0, first);
      out += open;
      out += line.substr(first, last - first + 1);
      out += close;
      out += line.substr(last + 1);
    }
    if (end < words.size()) out += '\n';
    at = end + 1;
  }
  return out;
}

std::string label_of(std::string_view raw) {
  bool line_start = false;
  std::string words = inert(one_line(raw), line_start);
  for (char& c : words) {
    if (c == '|' || c == '^') c = '/';
  }
  return words;
}

struct Mrkdwn {
  bool& line_start;
  std::string operator()(const chat::Plain& span) const { return styled(span, line_start); }
  std::string operator()(const chat::Link& span) const {
    const std::string words = span.text.empty() ? span.url : span.text;
    if (!safe_url(span.url)) return inert(words, line_start);
    line_start = false;
    return "<" + escape(span.url) + "|" + label_of(words) + ">";
  }
  std::string operator()(const chat::Mention& span) const {
    if (storage::is_former(span.person)) return storage::kFormerName;
    if (!is_id(span.person.value)) return inert("@" + span.person.value, line_start);
    line_start = false;
    return "<@" + span.person.value + ">";
  }
  std::string operator()(const chat::RoomLink& span) const {
    if (!is_id(span.room.value)) return inert("#" + span.room.value, line_start);
    line_start = false;
    return "<#" + span.room.value + ">";
  }
  std::string operator()(const chat::DateTime& span) const {
    line_start = false;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(span.at).time_since_epoch().count();
    return "<!date^" + std::to_string(seconds) + "^{date_short_pretty}, {time}|" + label_of(span.fallback) +
           ">";
  }
  std::string operator()(const chat::Invocation& span) const {
    return styled(slash_command(span), line_start);
  }
};

}  // namespace

chat::Plain slash_command(const chat::Invocation& invocation) {
  return chat::code("/houston " + invocation.command);
}

std::string escape(std::string_view raw) {
  const std::string words = clean(raw);
  std::string out;
  out.reserve(words.size() + 16);
  for (const char c : words) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string escape_cut(std::string_view raw, std::size_t limit) {
  const std::string words = clean(raw);
  std::size_t keep = std::min(length(words), limit);
  std::string out = escape(cut(words, keep));
  // Each round takes away no more than is too much: an entity is at most five units for one.
  while (length(out) > limit && keep > 0) {
    keep -= std::min(keep, std::max<std::size_t>(1, (length(out) - limit) / 5));
    out = escape(cut(words, keep));
  }
  return out;
}

chat::Text decode(std::string_view escaped) {
  chat::Text text;
  const std::string cleaned = clean(escaped);
  const std::string_view words = cleaned;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t open = words.find('<', at);
    append_plain(text, unescape(words.substr(at, open == std::string_view::npos ? open : open - at)));
    if (open == std::string_view::npos) break;
    const std::size_t stop = words.find_first_of("<>\n", open + 1);
    if (stop == std::string_view::npos || words[stop] != '>' || stop == open + 1) {
      append_plain(text, "<");
      at = open + 1;
      continue;
    }
    append_control(text, words.substr(open + 1, stop - open - 1));
    at = stop + 1;
  }
  return text;
}

std::string mrkdwn(const chat::Text& text) {
  bool line_start = true;
  std::string out;
  for (const chat::Span& span : text) out += std::visit(Mrkdwn{line_start}, span);
  return out;
}

bool would_format(std::string_view raw) {
  bool line_start = true;
  for (const char c : raw) {
    if (c == '*' || c == '_' || c == '~' || c == '`' || (line_start && c == '>')) return true;
    line_start = c == '\n' || (line_start && c == ' ');
  }
  return false;
}

bool safe_url(std::string_view url) {
  const auto starts = [&](std::string_view scheme) {
    return url.size() > scheme.size() &&
           std::equal(scheme.begin(), scheme.end(), url.begin(), [](char a, char b) {
             return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
           });
  };
  if (!starts("http://") && !starts("https://") && !starts("mailto:")) return false;
  if (length(url) > 3000) return false;
  return std::none_of(url.begin(), url.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '<' || c == '>' || c == '|' || c == '"';
  });
}

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= 40 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

}  // namespace houston::bot::slack
