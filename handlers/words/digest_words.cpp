#include "handlers/words/digest_words.hpp"

#include "handlers/words/words.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers::words::digest {

using namespace chat;  // NOLINT: a file of texts.

namespace {

constexpr std::size_t kLine = 240;

void section(Message& message, const std::string& title, List lines) {
  if (lines.items.empty()) return;
  message.blocks.push_back(Paragraph{{bold(title)}});
  message.blocks.push_back(std::move(lines));
}

}  // namespace

Message digest(const Digest& digest) {
  const std::string title = "Our wins, " + day(digest.first) + " to " + day(digest.last);
  Message message{title, {Heading{title}}};
  if (digest.quiet()) {
    message.blocks.push_back(Paragraph{{Plain{"A quiet stretch: nothing was put down, and that is fine. Much "
                                              "good work makes no noise. If something "
                                              "small comes to mind, "},
                                        command("win …"), Plain{" keeps it for the next time."}}});
  }
  for (const Person& person : digest.people) {
    message.blocks.push_back(Paragraph{{Plain{"🏆 "}, bold(person.name)}});
    List lines;
    for (const std::string& win : person.wins) lines.items.push_back(plain(shorten(win, kLine)));
    if (person.more > 0) lines.items.push_back({italic("and " + std::to_string(person.more) + " more")});
    message.blocks.push_back(std::move(lines));
  }
  List thanks;
  for (const Thanks& one : digest.thanks) {
    thanks.items.push_back(
        {bold(one.from), Plain{" thanks "}, bold(one.to), Plain{": " + shorten(one.what, kLine)}});
  }
  if (digest.more_thanks > 0)
    thanks.items.push_back({italic("and " + std::to_string(digest.more_thanks) + " more")});
  section(message, "🙏 Thanks", std::move(thanks));
  List celebrations;
  for (const std::string& one : digest.celebrations) celebrations.items.push_back(plain(shorten(one, kLine)));
  section(message, "🎉 Celebrated", std::move(celebrations));
  List reached;
  for (const Milestone& one : digest.reached) {
    reached.items.push_back({bold(one.title), Plain{one.who.empty() ? "" : ", thanks to " + one.who}});
  }
  section(message, "🏁 Milestones reached", std::move(reached));
  List gone;
  for (const Blocker& one : digest.gone) {
    gone.items.push_back({bold(one.who), Plain{": " + shorten(one.what, kLine) + " (stood in the way for " +
                                               count(one.days, "day", "days") + ")"}});
  }
  section(message, "🧹 Out of the way", std::move(gone));
  List coming;
  for (const Milestone& one : digest.coming) {
    coming.items.push_back({bold(std::to_string(one.number) + ". " + one.title),
                            Plain{": " + one.when + (one.who.empty() ? "" : ", " + one.who)}});
  }
  section(message, "Coming up", std::move(coming));
  if (digest.late) {
    message.blocks.push_back(Context{plain("This comes late: I was not running when it was due.")});
  }
  return message;
}

}  // namespace houston::handlers::words::digest
