// Random strings of what people type to break a chat bot. The seed is the test's.
#pragma once

#include <array>
#include <random>
#include <string>
#include <string_view>

namespace houston::bot::matrix {

inline std::string nasty(std::mt19937_64& random, int most_pieces) {
  static constexpr std::array<std::string_view, 50> pieces{"<b>",
                                                           "</p>",
                                                           "<a href=\"https://matrix.to/#/@eve:x\">",
                                                           "</a>",
                                                           "<script>",
                                                           "<mx-reply>",
                                                           "</mx-reply>",
                                                           "<img src=x onerror=y>",
                                                           "<br>",
                                                           "<br/>",
                                                           "<!--",
                                                           "-->",
                                                           "<",
                                                           ">",
                                                           "&",
                                                           "&amp;",
                                                           "&lt;b&gt;",
                                                           "&#60;",
                                                           "&#x3c;",
                                                           "&;",
                                                           "\"",
                                                           "'",
                                                           "=",
                                                           "https://matrix.to/#/@bo:example.org",
                                                           "[Bo](https://matrix.to/#/@bo:example.org)",
                                                           "[x](https://x.example)",
                                                           "https://x.example/a?b=\"c\"",
                                                           "@room",
                                                           "@ROOM",
                                                           "@bo:example.org",
                                                           "@",
                                                           ":",
                                                           "!houston",
                                                           "@houston",
                                                           "#vision:example.org",
                                                           "> <@bo:example.org> hi",
                                                           "> ",
                                                           "**",
                                                           "`",
                                                           "_",
                                                           "\n",
                                                           "\n\n",
                                                           " ",
                                                           "\u200B",
                                                           "\U0001F468\u200D\U0001F469\u200D\U0001F467",
                                                           "e\u0301",
                                                           "\xFF",
                                                           "\xED\xA0\x80",
                                                           "żółw",
                                                           "word"};
  std::uniform_int_distribution<std::size_t> which(0, pieces.size() - 1);
  std::uniform_int_distribution<int> how_many(0, most_pieces);
  std::string text;
  for (int i = how_many(random); i > 0; --i) text += pieces[which(random)];
  return text;
}

}  // namespace houston::bot::matrix
