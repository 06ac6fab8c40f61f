// What Houston says about 1:1s and coffee. Whatever shows points is for the pair's own people.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "handlers/chat/form.hpp"
#include "handlers/chat/message.hpp"
#include "handlers/shapes/pair.hpp"

namespace houston::handlers::words::pair {

/// A meeting, as one of its people sees it.
struct About {
  std::string kind;  ///< "one_on_one" or "coffee".
  std::string id;    ///< The meeting's; what buttons carry.
  std::string pair;  ///< The pair's id.
  std::string with;  ///< "Bo", "Bo and Cy"
  std::string say;   ///< "1:1 @bo": how a command about it begins.
  Instant starts{};
  std::string when;     ///< "Thu 26 Nov, 14:00", on the reader's clock.
  std::string hours{};  ///< Whose working hours it lies outside of, or "".
};
struct PointLine {
  std::string id;
  std::string author;  ///< "you" or a name.
  bool promise = false;
  std::string text;
  int carried = 0;
};

// --- Before and after.
chat::Message agenda(const About& about, const std::vector<PointLine>& points,
                     const std::vector<std::string>& questions);
chat::Message reminder(const About& about, const std::vector<PointLine>& points);
/// `by`: "you" or a name; of a settled or moved one.
chat::Message question(const About& about, storage::Meeting::State state, bool moved, const std::string& by);
chat::Message moved(const About& about, const shapes::Moved& how, const std::string& by);
/// Three questions that change from meeting to meeting: wins, obstacles, growth.
std::vector<std::string> questions(LocalDate day);

// --- A series' time.
struct Choice {
  std::string label;  ///< "Thu 14:00"
  std::string value;
};
/// The first choice is taken already.
chat::Message proposal(const About& about, const std::string& every, const std::vector<Choice>& choices,
                       bool outside_hours);
chat::Message series(const std::string& with, const std::string& slot, const std::string& by, bool mine);
std::string slot(int weekday, int minutes);

// --- To the lead alone.
chat::Message not_met(const std::string& with, const std::string& say, bool skipped);

// --- Commands and forms.
chat::Message usage();
chat::Message overview(const std::vector<std::string>& lines);
std::string overview_line(const About& about, std::size_t points, bool planned);
chat::Message no_pairs();
chat::Message no_pair_with(const std::string& who);
chat::Message which(const std::vector<std::string>& says);
chat::Message show(const About& about, const std::vector<PointLine>& points, bool planned);
chat::Message kept(const std::string& with, bool promise);
chat::Message too_many_points();
chat::Message nothing_said(const std::string& usage);
chat::Message settled_points(const std::vector<std::string>& texts, bool done);
chat::Message no_such_point(const std::string& word, std::size_t count);
chat::Message no_meeting(const std::string& with);
chat::Message settled(const About& about, storage::Meeting::State state, const std::string& by, bool already);
chat::Message moved_by_you(const About& about, bool held);
std::string taken();
std::string not_a_time(const std::string& word);
std::string when_usage(const std::string& say);
chat::Message say_when(const std::string& say);
chat::Form move_form(const About& about, const std::string& date, const std::string& time);
chat::Form point_form(const About& about);
chat::Form after_form(const About& about, const std::vector<PointLine>& points);
chat::Message after_saved(const std::string& with);
chat::Message after_by_text(const std::string& say);
chat::Message gone();
/// One of a pair was forgotten: instead of what was said about a meeting; and to the other, with their own
/// points.
chat::Message over();
chat::Message ended(bool coffee, const std::vector<std::string>& points);

// --- Calendar.
chat::Message no_calendar_here();
chat::Message calendar_address(const std::string& url,
                               const std::vector<std::pair<std::string, std::string>>& pairs, bool again);
chat::Message calendar_known(const std::string& since);
chat::Message calendar_off(bool was);

// --- Coffee.
chat::Message coffee_joined(const std::string& name, const std::string& next, bool already);
chat::Message coffee_left(bool was);
chat::Message coffee_state(bool joined, const std::string& next, const std::vector<std::string>& nevers);
chat::Message coffee_never(const std::string& who, bool again);
chat::Message coffee_alone();
chat::Message coffee_usage();
chat::Message coffee_which(const std::vector<std::string>& names);
chat::Message coffee_nowhere();

// --- The home tab.
void home(chat::Message& home, const std::vector<std::pair<About, std::vector<PointLine>>>& pairs);

}  // namespace houston::handlers::words::pair
