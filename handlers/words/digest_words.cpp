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
  const std::string title =
      "Our wins, " + day(digest.first, digest.last) + " to " + day(digest.last, digest.last);
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

// ---------------------------------------------------------------- How it stands, and why

std::string put_down(const std::string& since, int wins, int thanks, int celebrations) {
  std::vector<std::string> what;
  if (wins > 0) what.push_back(count(wins, "win", "wins"));
  if (thanks > 0) what.push_back(std::to_string(thanks) + " thanks");
  if (celebrations > 0) what.push_back(count(celebrations, "celebration", "celebrations"));
  return (since.empty() ? "So far" : "Since " + since) + ": " +
         (what.empty() ? std::string("nothing put down yet") : list(what)) + ".";
}
std::string place(const std::string& channel) {
  return "in " + (channel.starts_with('#') ? channel : std::string("the channel"));
}
std::string brought_forward(LocalDate date, LocalDate today, const std::string& holiday) {
  return "before " + day(date, today) + ", a holiday: " + holiday;
}
std::string posted_already(const std::string& when) {
  return "posted already, " + when;
}
std::string never_posted() {
  return "I have posted no digest yet.";
}
std::string posted_last(const std::string& when, const std::string& due) {
  return "The last digest came on " + when +
         (due.empty() ? "." : ", late: it was due on " + due + ", when I was not running.");
}
std::string not_posted_last(const std::string& due, const std::string& why) {
  return "The digest that was due on " + due + " did not come: " + why + ".";
}
std::string was_quiet() {
  return "nothing had been put down";
}
std::string was_held_back() {
  return "it was paused, or I did not know the channel";
}
std::string next(const std::string& when, const std::string& zone, const std::string& place,
                 const std::string& note) {
  return "The next one comes " + place + " on " + when + " (" + zone + ")" +
         (note.empty() ? "." : ": " + note + ".");
}
std::string next_not(const std::string& due, const std::string& why) {
  return "None comes on " + due + ": " + why + ".";
}
std::string none_to_come() {
  return "No other is planned.";
}

// ---------------------------------------------------------------- What leads do

namespace {

std::string next_comes(const std::string& next) {
  return next.empty() ? "No other is planned." : "The next one comes on " + next + ".";
}

}  // namespace

Message run(const std::string& name, const std::string& since, const std::string& instead_of,
            const std::string& next) {
  std::string text = "Posted: " + name + ", with all since " + since + ". ";
  if (!instead_of.empty()) text += "It takes the place of the one planned for " + instead_of + ". ";
  return paragraph(text + next_comes(next));
}
Message run_over(const std::string& name, const std::string& next) {
  return paragraph("Today's " + name + " has been posted already. " + next_comes(next));
}
Message run_holiday(const std::string& name, const std::string& holiday) {
  return paragraph("Today is a holiday (" + holiday + "), so " + name + " is not posted.");
}
Message run_skipped(const std::string& name, const std::string& by) {
  return paragraph("Today's " + name + " was skipped by " + by + ", so it is not posted.");
}
Message run_no_channel(const std::string& name, const std::string& channel) {
  return paragraph(Text{Plain{name + " has nowhere to go: I do not know the channel "}, code(channel),
                        Plain{". Invite me to it."}});
}
Message run_quiet(const std::string& name, const std::string& since) {
  return paragraph("Nothing was put down since " + since + ", and the settings say to skip " + name +
                   " then: nothing was posted.");
}
Message paused(const std::string& name) {
  return paragraph(Text{Plain{name + " is paused: no digest is posted until you say "},
                        code("resume " + name), Plain{". What is put down until then comes with the next."}});
}
Message skipped(const std::string& name, const std::string& day) {
  return paragraph("Noted: " + name + " is not posted on " + day +
                   ". What it would have told comes with the next.");
}

}  // namespace houston::handlers::words::digest
