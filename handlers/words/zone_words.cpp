#include "handlers/words/command_words.hpp"
#include "handlers/words/words.hpp"

namespace houston::handlers::words::commands {

using namespace chat;  // NOLINT: a file of texts.

Message zone_is(const std::string& zone, bool own) {
  return paragraph(Text{
      Plain{own ? "You live by the clock of " : "As you told me no other, you live by your team's clock: "},
      bold(zone), Plain{". Change it with "}, command("zone Europe/Warsaw"), Plain{", or take it back with "},
      command("zone forget"), Plain{"."}});
}

Message zone_set(const std::string& zone, bool own) {
  return paragraph(Text{Plain{own ? "Noted: from now on I ask you by the clock of "
                                  : "Taken back: from now on I ask you by your team's clock, "},
                        bold(zone), Plain{"."}});
}

Message zone_of_profile(const std::string& zone) {
  return paragraph(Text{Plain{"Your profile says "}, bold(zone),
                        Plain{", and I go by that. Change it there, and I follow."}});
}

Message not_a_zone(const std::string& said, const std::vector<std::string>& meant) {
  Text text{Plain{"I know no time zone "}, code(shorten(said, 60)), Plain{". "}};
  if (meant.size() > 1) text.front() = Plain{"There is more than one time zone "};
  if (!meant.empty()) {
    text.emplace_back(Plain{"Did you mean "});
    for (std::size_t i = 0; i < meant.size() && i < 5; ++i) {
      if (i > 0) text.emplace_back(Plain{" or "});
      text.emplace_back(command("zone " + meant[i]));
    }
    text.emplace_back(Plain{"?"});
  } else {
    text.emplace_back(Plain{"Say it as region and city, as in "});
    text.emplace_back(command("zone America/New_York"));
    text.emplace_back(Plain{"."});
  }
  return paragraph(std::move(text));
}

}  // namespace houston::handlers::words::commands
