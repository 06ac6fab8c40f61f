// A strict reader of the HTML that Houston sends: refuses every tag, attribute and entity that it should not
// send. Written apart from bot/matrix/from_html, which forgives.
#pragma once

#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace houston::bot::matrix {

struct HtmlRead {
  std::string text;  ///< Blocks end in a line break.
  std::vector<std::string> links;
  std::map<std::string, int> tags;
};

inline HtmlRead read_strictly(std::string_view html) {
  static const std::set<std::string, std::less<>> allowed{"h4",     "p",  "ul",   "ol", "li", "blockquote",
                                                          "strong", "em", "code", "br", "hr", "a"};
  static const std::map<std::string, char, std::less<>> entities{
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
  HtmlRead out;
  std::vector<std::string> open;
  const auto unescape = [&](std::string_view text) {
    std::string words;
    for (std::size_t at = 0; at < text.size();) {
      if (text[at] != '&') {
        words += text[at++];
        continue;
      }
      const std::size_t end = text.find(';', at);
      const auto found =
          end == std::string_view::npos ? entities.end() : entities.find(text.substr(at, end + 1 - at));
      if (found == entities.end()) throw std::runtime_error("a bare & in " + std::string(html));
      words += found->second;
      at = end + 1;
    }
    return words;
  };
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] != '<') {
      const std::size_t end = std::min(html.find('<', at), html.size());
      if (html.substr(at, end - at).find_first_of(">\"\n") != std::string_view::npos) {
        throw std::runtime_error("unescaped characters in " + std::string(html));
      }
      out.text += unescape(html.substr(at, end - at));
      at = end;
      continue;
    }
    const std::size_t end = html.find('>', at);
    if (end == std::string_view::npos) throw std::runtime_error("an open tag in " + std::string(html));
    std::string_view inside = html.substr(at + 1, end - at - 1);
    at = end + 1;
    if (inside.starts_with('/')) {
      if (open.empty() || open.back() != inside.substr(1)) {
        throw std::runtime_error("</" + std::string(inside.substr(1)) + "> closes nothing in " +
                                 std::string(html));
      }
      if (open.back() != "strong" && open.back() != "em" && open.back() != "code" && open.back() != "a") {
        out.text += '\n';
      }
      open.pop_back();
      continue;
    }
    const std::string name(inside.substr(0, inside.find(' ')));
    if (allowed.count(name) == 0) throw std::runtime_error("<" + name + "> in " + std::string(html));
    ++out.tags[name];
    std::string_view rest = inside.substr(name.size());
    if (name == "a") {
      if (!rest.starts_with(" href=\"") || !rest.ends_with('"')) throw std::runtime_error("an odd link");
      rest = rest.substr(7, rest.size() - 8);
      if (rest.find('"') != std::string_view::npos) throw std::runtime_error("an odd link");
      out.links.push_back(unescape(rest));
    } else if (!rest.empty()) {
      throw std::runtime_error("attributes in " + std::string(html));
    }
    if (name == "br" || name == "hr") {
      out.text += '\n';
    } else {
      open.push_back(name);
    }
  }
  if (!open.empty()) throw std::runtime_error("<" + open.back() + "> is not closed in " + std::string(html));
  return out;
}

/// The words of a text without what only lays it out, for comparing body and HTML.
inline std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : std::string(text) + " ") {
    if (c != ' ' && c != '\n' && c != '\t') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

}  // namespace houston::bot::matrix
