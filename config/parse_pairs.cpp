// 1:1s and coffee: people who meet two by two.
#include <algorithm>

#include "config/parse.hpp"
#include "config/reader.hpp"
#include "config/text.hpp"
#include "config/values.hpp"

namespace houston::config {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// cadence, or rule with start.
void read_cadence(TableReader& reader, Cadence& cadence, const Context& context) {
  reader.choose<int>("cadence", cadence.weeks, {{"weekly", 1}, {"every two weeks", 2}});
  Schedule schedule;
  read_rule(reader, schedule, context, "cadence");
  cadence.rule = schedule.rule;
  cadence.start = schedule.start;
}

std::optional<int> read_weekday(TableReader& reader) {
  const auto found = reader.text("day");
  if (!found) return std::nullopt;
  const auto days = parse_days(found->value);
  for (int day = 0; days && day < 7; ++day) {
    if (*days == 1U << day) {
      if (reader.find("rule") == nullptr) return day;
      reader.complain("day", *found, "stands beside rule, which says the days itself: leave out day");
      return std::nullopt;
    }
  }
  reader.complain("day", *found, "is not a day of the week: write day = \"thu\"");
  return std::nullopt;
}

std::vector<std::string> check_people(TableReader& reader, std::string_view key, const Context& context) {
  std::vector<std::string> good;
  const auto people = reader.texts(key);
  if (!people) return good;
  for (const Text& person : *people) {
    const auto form = person_form(context)(person.value);
    if (!form) {
      reader.complain(key, person, form.error().message);
    } else if (std::find(good.begin(), good.end(), *form) == good.end()) {
      good.push_back(*form);
    }
  }
  return good;
}

}  // namespace

OneOnOne parse_one_on_one(const Node& table, bool team_has_leads, const Context& context) {
  OneOnOne one;
  TableReader reader(table, kOneOnOne, context.problems);
  reader.text("kind");
  reader.read("name", one.name.value, parse_name);
  const bool has_lead = reader.read("lead", one.lead, person_form(context));
  one.with = check_people(reader, "with", context);
  const Node* with = reader.find("with");
  if (with != nullptr && with->kind == Node::Kind::list && reader.find("lead") == nullptr) {
    context.problems.add(with->place,
                         "with says whom the lead meets, and there is no lead: add lead = \"@ana\", or leave "
                         "out with to pair every lead of the team with each member");
  }
  if (with != nullptr && with->kind == Node::Kind::list && with->list.empty()) {
    context.problems.add(with->place,
                         "with is an empty list, so the lead would meet nobody: name people, or leave it out "
                         "for everybody in the team");
  }
  if (!has_lead && reader.find("lead") == nullptr && with == nullptr && !team_has_leads) {
    context.problems.add(reader.place(),
                         "a 1:1 needs a lead, and this team has none: add leads = [\"@ana\"] to the team, or "
                         "lead = \"@ana\" here");
  }
  read_cadence(reader, one.cadence, context);
  one.weekday = read_weekday(reader);
  if (LocalTime at; reader.read("at", at, parse_time_of_day)) one.at = at;
  read_length(reader, "length", one.length, minutes(10), hours(4));
  read_length(reader, "remind", one.remind, minutes(1), hours(12));
  return one;
}

Coffee parse_coffee(const Node& table, const Context& context) {
  Coffee coffee;
  TableReader reader(table, kCoffee, context.problems);
  reader.text("kind");
  reader.read("name", coffee.name.value, parse_name);
  read_cadence(reader, coffee.cadence, context);
  if (const auto day = read_weekday(reader)) coffee.weekday = *day;
  reader.read("at", coffee.at, parse_time_of_day);
  read_length(reader, "length", coffee.length, minutes(10), hours(4));
  read_length(reader, "remind", coffee.remind, minutes(1), hours(12));
  return coffee;
}

}  // namespace houston::config
