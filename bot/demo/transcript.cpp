#include "bot/demo/transcript.hpp"

#include <algorithm>
#include <array>

#include "bot/demo/wrap.hpp"
#include "scheduler/zone.hpp"

namespace houston::bot::demo {
namespace {

constexpr int kNarrow = 40;
constexpr std::string_view kIndent = "        ";  // Below the time.

std::string long_date(LocalDate date) {
  static constexpr std::array days{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                   "Friday", "Saturday", "Sunday"};
  static constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
  return std::string(days[static_cast<std::size_t>(scheduler::weekday_index(date))]) + " " +
         std::to_string(static_cast<unsigned>(date.day())) + " " +
         months[static_cast<unsigned>(date.month()) - 1];
}

std::string clock_in(Instant at, const std::string& zone) {
  return scheduler::clock_time(scheduler::to_local(at, zone).time);
}

// Numbered questions come with every prompt; in full they are told once, for as long as they stay the same.
bool is_question(const Line& line) {
  return line.style == Line::Style::plain && line.text.size() > 3 && line.text[0] >= '1' &&
         line.text[0] <= '9' && line.text[1] == '.' && line.text.back() == '?';
}

// A line longer than this is told in full once.
constexpr int kLong = 60;

/// How a line that was told before begins.
std::string beginning(const std::string& text) {
  const std::size_t end = std::min({text.find(". "), text.find(": "), text.find("? "), text.size() - 1});
  return text.substr(0, end) + " …";
}

/// Said by Houston to somebody, or to the channel outside of threads.
bool from_houston(const Item& item) {
  return item.kind == Item::Kind::said && item.speaker == "Houston" && !item.thread;
}

/// Whether it says nothing that was not said before: "Thank you, that is in."
bool told_before(const Item& item, const std::set<std::string>& told) {
  return from_houston(item) && !item.lines.empty() &&
         std::all_of(item.lines.begin(), item.lines.end(),
                     [&](const Line& line) {
                       return line.style == Line::Style::small || told.contains(line.text);
                     }) &&
         std::none_of(item.lines.begin(), item.lines.end(),
                      [](const Line& line) { return line.style == Line::Style::buttons; });
}

/// Small print and lists of questions that were told before are not told again; for a reader rows of buttons
/// are left out as well, and long sentences of Houston's only begun.
std::vector<Line> briefly(const Item& item, bool reader, std::set<std::string>& told) {
  std::string questions;
  int count = 0;
  for (const Line& line : item.lines) {
    if (!is_question(line)) continue;
    questions += line.text + "\n";
    ++count;
  }
  const bool listed_before = count > 1 && !told.insert(questions).second;
  std::vector<Line> brief;
  for (const Line& line : item.lines) {
    const bool again = !told.insert(line.text).second;
    const bool houston = reader && from_houston(item);
    const bool row = line.style == Line::Style::buttons && houston;
    const bool small = line.style == Line::Style::small && item.kind == Item::Kind::said;
    const bool sentence = line.style == Line::Style::plain && houston && !line.text.starts_with("• ");
    if (again && (row || small)) continue;
    if (again && sentence && columns(line.text) > kLong) {
      brief.push_back({line.style, beginning(line.text)});
    } else if (!listed_before || !is_question(line)) {
      brief.push_back(line);
    } else if (line.text[0] == '1') {
      brief.push_back({Line::Style::small, "(the same " + std::to_string(count) + " questions)"});
    }
  }
  return brief;
}

struct Paint {
  bool on;
  std::string operator()(const char* code, const std::string& text) const {
    return on && !text.empty() ? "\x1b[" + std::string(code) + "m" + text + "\x1b[0m" : text;
  }
};

const char* colour_of(const Line& line) {
  switch (line.style) {
    case Line::Style::strong:
      return "1";
    case Line::Style::gone:
      return "2;9";
    case Line::Style::small:
      return "2";
    case Line::Style::buttons:
      return "36";
    case Line::Style::quote:
      return "3";
    case Line::Style::plain:
      break;
  }
  return "0";
}

}  // namespace

std::string who_and_where(const Item& item) {
  const bool room = item.where.starts_with('#');
  switch (item.kind) {
    case Item::Kind::said: {
      if (item.only_you) return item.speaker + " → " + item.where + " (only they see it)";
      if (!room) return item.speaker + " → " + item.where;
      return item.speaker + " in " + item.where + (item.thread ? ", in the thread" : "");
    }
    case Item::Kind::edited:
    case Item::Kind::deleted: {
      const std::string does = item.speaker + (item.kind == Item::Kind::edited ? " edits" : " deletes");
      if (room) return does + " in " + item.where + (item.thread ? ", in the thread" : "");
      return does + " a message" + (item.speaker == "Houston" ? " to " + item.where : "");
    }
    case Item::Kind::acted:
      return item.speaker + " " + item.headline;
    case Item::Kind::summary:
      return item.headline;
    case Item::Kind::noted:
      break;
  }
  return item.headline;
}

std::string local_time(const Item& item, const std::string& team_zone) {
  if (item.zone.empty()) return "";
  if (scheduler::to_local(item.at, item.zone).offset_minutes ==
      scheduler::to_local(item.at, team_zone).offset_minutes) {
    return "";
  }
  return clock_in(item.at, item.zone) + " in " + item.city;
}

std::vector<Line> changed_lines(const std::vector<Line>& before, const std::vector<Line>& now) {
  const auto without = [](const std::vector<Line>& lines, const std::vector<Line>& others) {
    std::vector<Line> rest;
    std::copy_if(lines.begin(), lines.end(), std::back_inserter(rest), [&](const Line& line) {
      return std::find(others.begin(), others.end(), line) == others.end();
    });
    return rest;
  };
  std::vector<Line> changed = without(now, before);
  if (!changed.empty()) return changed;
  changed = without(before, now);
  for (Line& line : changed) line.style = Line::Style::gone;
  return changed.empty() ? now : changed;
}

std::string Transcript::day_heading(Instant at) {
  const LocalDate date = scheduler::local_date(at, look_.team_zone);
  if (date == day_) return "";
  const bool first = day_ == LocalDate{};
  day_ = date;
  const int width = std::max(look_.width, kNarrow);
  std::string line = "── " + long_date(date) + " ";
  while (columns(line) < std::min(width, 78)) line += "─";
  return (first ? "" : "\n") + Paint{look_.colour}("1;34", line) + "\n\n";
}

std::string Transcript::head(const Item& item) const {
  const Paint paint{look_.colour};
  const int width = std::max(look_.width, kNarrow);
  const std::string time = clock_in(item.at, look_.team_zone);
  const std::string there = local_time(item, look_.team_zone);
  const std::string who = who_and_where(item);
  const char* colour = item.kind == Item::Kind::summary ? "1;32"
                       : item.speaker == "Houston"      ? "1;35"
                                                        : "1;33";
  std::string out;
  const int indent = columns(kIndent);
  const auto lines = wrap(who, width - indent);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out += (i == 0 ? " " + paint("2", time) + "  " : std::string(kIndent)) + paint(colour, lines[i]);
    if (i + 1 < lines.size()) out += '\n';
  }
  if (!there.empty()) {
    const bool fits = indent + columns(lines.back()) + 3 + columns(there) <= width;
    out += fits ? paint("2", " · " + there) : "\n" + std::string(kIndent) + paint("2", there);
  }
  return out + "\n";
}

std::string Transcript::tell(const Item& item) {
  if (look_.brief && told_before(item, told_)) return "";
  const Paint paint{look_.colour};
  const int width = std::max(look_.width, kNarrow);
  std::string out = day_heading(item.at);
  if (item.kind == Item::Kind::noted) {
    for (const std::string& line : wrap(item.headline, width - columns(kIndent))) {
      out += std::string(kIndent) + paint("2;3", line) + "\n";
    }
    return out + "\n";
  }
  out += head(item);
  const std::string indent = std::string(kIndent) + (item.thread ? "  " : "");
  for (const Line& line : briefly(item, look_.brief, told_)) {
    const std::string mark = line.style == Line::Style::quote                   ? "│ "
                             : line.style == Line::Style::gone && !look_.colour ? "(gone) "
                                                                                : "";
    // What belongs to a numbered or listed line stands below its text, not below its mark.
    const bool bullet = line.text.starts_with("• ") || line.text.starts_with("↳ ");
    const std::string hang(bullet ? 2 : is_question(line) ? 3 : 0, ' ');
    const auto parts = wrap(line.text, width - columns(indent) - columns(mark) - columns(hang));
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::string text = mark + (i == 0 ? "" : hang) + parts[i];
      out += indent + paint(colour_of(line), text) + "\n";
    }
  }
  return out + "\n";
}

namespace {

/// Words as they are: what Markdown would take for its own is escaped.
std::string escape_markdown(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_[]<>#|~").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string markdown_line(const Line& line) {
  const std::string text = escape_markdown(line.text);
  switch (line.style) {
    case Line::Style::strong:
      return "**" + text + "**";
    case Line::Style::gone:
      return "~~" + text + "~~";
    case Line::Style::small:
      return "<sub>" + text + "</sub>";
    case Line::Style::quote:
      return "> " + text;
    case Line::Style::buttons:
      return "`" + line.text + "`";
    case Line::Style::plain:
      break;
  }
  if (is_question(line))
    return escape_markdown(line.text.substr(0, 1)) + "\\." + escape_markdown(line.text.substr(2));
  return text;
}

}  // namespace

std::string MarkdownTranscript::tell(const Item& item) {
  if (look_.brief && told_before(item, told_)) return "";
  std::string out;
  const LocalDate date = scheduler::local_date(item.at, look_.team_zone);
  if (date != day_) {
    day_ = date;
    out += "## " + long_date(date) + "\n\n";
  }
  if (item.kind == Item::Kind::noted) return out + "*" + escape_markdown(item.headline) + "*\n\n";
  const std::string there = local_time(item, look_.team_zone);
  out += "**" + clock_in(item.at, look_.team_zone) + " · " + escape_markdown(who_and_where(item)) + "**" +
         (there.empty() ? "" : " (" + there + ")") + "\n";
  const auto lines = briefly(item, look_.brief, told_);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string text = markdown_line(lines[i]);
    // A quote block each; two spaces at the end keep the line break.
    out += (i == 0 ? "\n" : "") + std::string(item.thread ? "> > " : "> ") + text +
           (i + 1 < lines.size() ? "  \n" : "\n");
  }
  return out + "\n";
}

}  // namespace houston::bot::demo
