// Random strings of what people type to break a chat bot. The seed is the test's.
#pragma once

#include <array>
#include <random>
#include <string>
#include <string_view>

namespace houston::bot::slack {

inline std::string nasty(std::mt19937_64& random, int most_pieces) {
  static constexpr std::array<std::string_view, 48> pieces{"<!channel>",
                                                           "<!here|x>",
                                                           "<@U024BE7LH>",
                                                           "<#C024BE7LR|general>",
                                                           "<https://x.example|click>",
                                                           "<mailto:a@b.example>",
                                                           "<!subteam^S1|@all>",
                                                           "<!date^1^{date}|x>",
                                                           "&",
                                                           "&amp;",
                                                           "&lt;!channel&gt;",
                                                           "<",
                                                           ">",
                                                           "|",
                                                           "^",
                                                           "`",
                                                           "```",
                                                           "*",
                                                           "_",
                                                           "~",
                                                           "*bold*",
                                                           "_it_",
                                                           "~no~",
                                                           "`code`",
                                                           "> quote",
                                                           ">>> all",
                                                           "\n",
                                                           "\n\n",
                                                           " ",
                                                           "\t",
                                                           "@channel",
                                                           "@here",
                                                           "@everyone",
                                                           ":tada:",
                                                           ":",
                                                           "::skin-tone-3:",
                                                           "12:30:45",
                                                           "\u200B",
                                                           "\u2060",
                                                           "\U0001F468\u200D\U0001F469\u200D\U0001F467",
                                                           "\U0001F44B\U0001F3FD",
                                                           "e\u0301",
                                                           "\xFF",
                                                           "\xC3",
                                                           "\xED\xA0\x80",
                                                           "word",
                                                           "żółw",
                                                           "\x01"};
  std::uniform_int_distribution<std::size_t> which(0, pieces.size() - 1);
  std::uniform_int_distribution<int> how_many(0, most_pieces);
  std::string text;
  for (int i = how_many(random); i > 0; --i) text += pieces[which(random)];
  return text;
}

}  // namespace houston::bot::slack
