#include "bot/matrix/html.hpp"

#include "bot/matrix/ids.hpp"
#include "bot/text.hpp"
#include "storage/personal.hpp"

namespace houston::bot::matrix {
namespace {

// A URL that reads "@room" nowhere, and leads to the same place.
std::string without_room(std::string url) {
  const std::string low = lower(url);
  for (std::size_t at = low.rfind("@room"); at != std::string::npos;
       at = at == 0 ? std::string::npos : low.rfind("@room", at - 1)) {
    url.replace(at, 1, "%40");
  }
  return url;
}

struct AddSpan {
  Twin& twin;
  const Look& look;

  void operator()(const chat::Plain& span) const {
    const std::string words = harmless(span.text);
    if (words.empty()) return;
    twin.plain += words;
    std::string html = escape_html(words);
    if (span.code) html = "<code>" + html + "</code>";
    if (span.italic) html = "<em>" + html + "</em>";
    if (span.bold) html = "<strong>" + html + "</strong>";
    twin.html += html;
  }
  void operator()(const chat::Link& span) const {
    const std::string words = harmless(span.text);
    if (!safe_url(span.url)) return (*this)(chat::Plain{span.text.empty() ? span.url : span.text});
    const std::string url = without_room(span.url);
    const bool named = !words.empty() && words != span.url && "mailto:" + words != span.url;
    twin.plain += named ? words + " (" + url + ")" : words.empty() ? url : words;
    twin.html += "<a href=\"" + escape_html(url) + "\">" + escape_html(words.empty() ? url : words) + "</a>";
  }
  void operator()(const chat::Mention& span) const {
    // Whoever asked to be forgotten has no id that the platform knows.
    if (storage::is_former(span.person)) return (*this)(chat::Plain{storage::kFormerName});
    std::string name = look.name_of ? one_line(harmless(look.name_of(span.person))) : std::string();
    if (name.empty()) name = harmless(span.person.value);
    // Another platform's id, say: it names somebody, and nobody who could be notified here.
    if (!is_user(span.person.value)) return (*this)(chat::Plain{name});
    twin.people.insert(span.person.value);
    twin.plain += name;
    twin.html += "<a href=\"" + escape_html(link_to(span.person)) + "\">" + escape_html(name) + "</a>";
  }
  void operator()(const chat::RoomLink& span) const {
    std::string name = look.room_name ? one_line(harmless(look.room_name(span.room))) : std::string();
    name = name.empty() ? harmless(span.room.value) : "#" + name;
    if (!is_room(span.room.value)) return (*this)(chat::Plain{name});
    twin.plain += name;
    twin.html +=
        "<a href=\"" + escape_html(link_to(span.room, look.via)) + "\">" + escape_html(name) + "</a>";
  }
  // Clients show no time in the reader's own zone, so it is said whose it is.
  void operator()(const chat::DateTime& span) const {
    (*this)(chat::Plain{span.fallback + (span.zone.empty() ? "" : " (" + span.zone + ")")});
  }
  void operator()(const chat::Invocation& span) const { (*this)(chat::code(typed_command(span))); }
};

}  // namespace

Twin& Twin::operator+=(const Twin& more) {
  plain += more.plain;
  html += more.html;
  people.insert(more.people.begin(), more.people.end());
  return *this;
}

std::string escape_html(std::string_view clean) {
  std::string out;
  out.reserve(clean.size() + clean.size() / 8);
  for (const char c : clean) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\n':
        out += "<br>";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string harmless(std::string_view raw) {
  std::string words = clean(raw);
  const std::string low = lower(words);
  // Servers and clients that know no m.mentions look for it in the body.
  for (std::size_t at = low.rfind("@room"); at != std::string::npos;
       at = at == 0 ? std::string::npos : low.rfind("@room", at - 1)) {
    words.insert(at + 1, "\u2060");  // a word joiner: takes no room and breaks no line
  }
  return words;
}

Twin twin_of(const chat::Text& text, const Look& look) {
  Twin twin;
  for (const chat::Span& span : text) std::visit(AddSpan{twin, look}, span);
  return twin;
}

Twin twin_of_line(std::string_view words) {
  const std::string line = one_line(harmless(words));
  return {line, escape_html(line), {}};
}

}  // namespace houston::bot::matrix
