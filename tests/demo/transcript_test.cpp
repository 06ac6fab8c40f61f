#include "bot/demo/transcript.hpp"

#include "bot/demo/wrap.hpp"
#include "scheduler/zone.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::bot::demo;
using namespace std::chrono;
using Kind = Item::Kind;
using Style = Line::Style;

namespace {

Instant utc(day of_november, int hour, int minute) {
  return sys_days(2026y / November / of_november) + hours(hour) + minutes(minute);
}

std::vector<Item> morning() {
  const std::vector<Line> prompt{{Style::strong, "Standup · Mon 9 Nov"},
                                 {Style::plain, "1. What did you get done?"},
                                 {Style::plain, "2. What is next?"},
                                 {Style::quote, "Look at the pairs, with tea."},
                                 {Style::buttons, "[Write it] [Skip today]"},
                                 {Style::small,
                                  "open until 12:30. Or just type: your next message answers the first "
                                  "question."}};
  std::vector<Item> items;
  Item item;
  item.at = utc(9d, 4, 0);
  item.speaker = "Houston";
  item.where = "Devi";
  item.zone = "Asia/Kolkata";
  item.city = "Kolkata";
  item.lines = prompt;
  items.push_back(item);

  item.kind = Kind::acted;
  item.at = utc(9d, 4, 6);
  item.speaker = "Devi";
  item.headline = "fills in the form";
  item.lines = {{Style::small, "What is next?"}, {Style::plain, "More *tea*"}};
  items.push_back(item);

  Item reply;
  reply.at = utc(9d, 4, 6);
  reply.speaker = "Houston";
  reply.where = "#vision";
  reply.thread = true;
  reply.lines = {{Style::plain, "Devi"}, {Style::plain, "More tea"}};
  items.push_back(reply);

  Item ana = items.front();
  ana.at = utc(9d, 8, 30);
  ana.where = "Ana";
  ana.zone = "Europe/Warsaw";
  ana.city = "Warsaw";
  ana.lines.erase(ana.lines.begin() + 3);
  items.push_back(ana);

  Item gone = reply;
  gone.kind = Kind::deleted;
  gone.at = utc(9d, 9, 0);
  gone.lines = {{Style::gone, "Devi"}};
  items.push_back(gone);

  Item edit = reply;
  edit.kind = Kind::edited;
  edit.thread = false;
  edit.at = utc(9d, 9, 1);
  edit.lines = {{Style::strong, "Standup · Mon 9 Nov · 2 of 5"}};
  items.push_back(edit);

  Item note;
  note.kind = Kind::noted;
  note.at = utc(11d, 8, 30);
  note.headline = "Independence Day: Houston asks nobody.";
  items.push_back(note);

  Item whisper = items.front();
  whisper.at = utc(11d, 8, 40);
  whisper.only_you = true;
  whisper.lines = {{Style::plain, "It is a holiday."}};
  items.push_back(whisper);
  return items;
}

std::string told(Look look) {
  Transcript transcript(std::move(look));
  std::string all;
  for (const Item& item : morning()) all += transcript.tell(item);
  return all;
}

}  // namespace

TEST_CASE("a morning in the terminal") {
  const std::string expected =
      R"(── Monday 9 November ───────────────────────────────────────

 05:00  Houston → Devi · 09:30 in Kolkata
        Standup · Mon 9 Nov
        1. What did you get done?
        2. What is next?
        │ Look at the pairs, with tea.
        [Write it] [Skip today]
        open until 12:30. Or just type: your next message
        answers the first question.

 05:06  Devi fills in the form · 09:36 in Kolkata
        What is next?
        More *tea*

 05:06  Houston in #vision, in the thread
          Devi
          More tea

 09:30  Houston → Ana
        Standup · Mon 9 Nov
        (the same 2 questions)

 10:00  Houston deletes in #vision, in the thread
          (gone) Devi

 10:01  Houston edits in #vision
        Standup · Mon 9 Nov · 2 of 5


── Wednesday 11 November ───────────────────────────────────

        Independence Day: Houston asks nobody.

 09:40  Houston → Devi (only they see it) · 14:10 in Kolkata
        It is a holiday.

)";
  CHECK(told({60, false, "Europe/Warsaw", true}) == expected);
}

TEST_CASE("no line is wider than the terminal") {
  for (const int width : {40, 47, 60, 80}) {
    const std::string all = told({width, false, "Europe/Warsaw", true});
    std::size_t from = 0;
    for (std::size_t end = all.find('\n'); end != std::string::npos; end = all.find('\n', from)) {
      CAPTURE(all.substr(from, end - from));
      CHECK(columns(all.substr(from, end - from)) <= width);
      from = end + 1;
    }
  }
}

TEST_CASE("there is colour only when it is asked for") {
  CHECK(told({60, false, "Europe/Warsaw", true}).find('\x1b') == std::string::npos);
  const std::string coloured = told({60, true, "Europe/Warsaw", true});
  CHECK(coloured.find("\x1b[36m[Write it] [Skip today]\x1b[0m") != std::string::npos);
}

TEST_CASE("a morning as Markdown") {
  MarkdownTranscript transcript(Look{});
  std::string all;
  for (const Item& item : morning()) all += transcript.tell(item);
  const std::string expected = R"(## Monday 9 November

**05:00 · Houston → Devi** (09:30 in Kolkata)

> **Standup · Mon 9 Nov**  
> 1\. What did you get done?  
> 2\. What is next?  
> > Look at the pairs, with tea.  
> `[Write it] [Skip today]`  
> <sub>open until 12:30. Or just type: your next message answers the first question.</sub>

**05:06 · Devi fills in the form** (09:36 in Kolkata)

> <sub>What is next?</sub>  
> More \*tea\*

**05:06 · Houston in \#vision, in the thread**

> > Devi  
> > More tea

**09:30 · Houston → Ana**

> **Standup · Mon 9 Nov**  
> <sub>(the same 2 questions)</sub>

**10:00 · Houston deletes in \#vision, in the thread**

> > ~~Devi~~

**10:01 · Houston edits in \#vision**

> **Standup · Mon 9 Nov · 2 of 5**

## Wednesday 11 November

*Independence Day: Houston asks nobody.*

**09:40 · Houston → Devi (only they see it)** (14:10 in Kolkata)

> It is a holiday.

)";
  CHECK(all == expected);
}

TEST_CASE("what Houston has said before is told briefly to a reader, and in full to who plays") {
  Item thanks;
  thanks.at = utc(9d, 5, 0);
  thanks.speaker = "Houston";
  thanks.where = "Devi";
  thanks.lines = {{Style::plain, "Thank you, that is in: #vision. To change it, open the form again."}};
  Item asks = thanks;
  asks.lines.push_back({Style::buttons, "[Edit]"});
  Item answer = thanks;
  answer.speaker = "Devi";
  const auto lines = [&](bool brief) {
    Look look;
    look.brief = brief;
    Transcript terminal(look);
    MarkdownTranscript markdown(look);
    std::vector<std::string> all;
    for (const Item& item : {thanks, thanks, asks, asks, answer}) {
      all.push_back(terminal.tell(item));
      // Both leave out the same.
      CHECK(all.back().empty() == markdown.tell(item).empty());
    }
    return all;
  };
  const auto brief = lines(true);
  CHECK(brief[0].find("To change it") != std::string::npos);
  CHECK(brief[1] == "");
  CHECK(brief[2].find("Thank you, that is in …\n        [Edit]\n") != std::string::npos);
  CHECK(brief[3].find("[Edit]") == std::string::npos);
  CHECK(lines(false)[3].find("[Edit]") != std::string::npos);
  CHECK(brief[4].find("To change it") != std::string::npos);  // People's words are never cut.
  for (const std::string& one : lines(false)) CHECK(one.find("To change it") != std::string::npos);
}

TEST_CASE("an edit tells what is new") {
  const std::vector<Line> before{{Style::plain, "a"}, {Style::plain, "b"}};
  const std::vector<Line> now{{Style::plain, "a"}, {Style::plain, "c"}};
  CHECK(changed_lines(before, now) == std::vector<Line>{{Style::plain, "c"}});
  CHECK(changed_lines(before, {{Style::plain, "a"}}) == std::vector<Line>{{Style::gone, "b"}});
  CHECK(changed_lines(now, now) == now);
}

TEST_CASE("text is broken between words, and within those that are too long") {
  CHECK(wrap("one two three", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(wrap("zażółć gęślą", 6) == std::vector<std::string>{"zażółć", "gęślą"});
  CHECK(wrap("a pneumonia", 5) == std::vector<std::string>{"a", "pneum", "onia"});
  CHECK(wrap("", 5) == std::vector<std::string>{""});
}
