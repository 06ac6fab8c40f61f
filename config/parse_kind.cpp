// What the rituals of all kinds share in the settings: kind and schedule.
#include <algorithm>

#include "config/nearest.hpp"
#include "config/parse.hpp"
#include "config/reader.hpp"
#include "config/text.hpp"
#include "config/values.hpp"

namespace houston::config {

void read_schedule(TableReader& reader, Schedule& schedule, const Context& context) {
  reader.read("days", schedule.days, parse_days);
  read_rule(reader, schedule, context, "days");
  reader.read("at", schedule.at, parse_time_of_day);
}

bool read_length(TableReader& reader, std::string_view key, Duration& into, Duration least, Duration most) {
  const auto found = reader.text(key);
  if (!found) return reader.find(key) == nullptr;
  const auto length = parse_duration(found->value);
  if (!length) {
    reader.complain(key, *found, length.error().message);
  } else if (*length < least || *length > most) {
    reader.complain(key, *found,
                    "is too " + std::string(*length < least ? "short" : "long") + ": write something from " +
                        quote(to_text(least)) + " to " + quote(to_text(most)));
  } else {
    into = *length;
    return true;
  }
  return false;
}

bool read_reminders(TableReader& reader, std::vector<Duration>& remind, std::optional<Duration> close,
                    const std::string& begin) {
  if (reader.find("remind") == nullptr) return false;
  const auto times = reader.texts("remind");
  if (!times) return true;
  for (const Text& time : *times) {
    const auto after = parse_duration(time.value);
    if (!after) {
      reader.complain("remind", time, after.error().message);
    } else if (close && *after >= *close) {
      reader.complain("remind", time,
                      "is not before close (" + quote(to_text(*close)) + "): both count from the " + begin +
                          "; remind earlier or close later");
    } else {
      remind.push_back(*after);
    }
  }
  std::sort(remind.begin(), remind.end());
  remind.erase(std::unique(remind.begin(), remind.end()), remind.end());
  return true;
}

void read_rule(TableReader& reader, Schedule& schedule, const Context& context, std::string_view instead) {
  const std::string other(instead);
  if (const auto start = reader.date("start")) {
    schedule.start = start->first;
    if (reader.find("rule") == nullptr) {
      context.problems.add(start->second,
                           "start says from when rule counts, and there is no rule: leave out start, or "
                           "write rule = \"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU\" instead of " +
                               other);
    }
  }
  if (const auto rule = reader.text("rule")) {
    if (reader.find(instead) != nullptr) {
      reader.complain(
          "rule", *rule,
          "stands beside " + other + ", and only one of them can hold: leave out " + other + " or rule");
    }
    if (rule->value.empty()) {
      reader.complain("rule", *rule,
                      "is empty: write rule = \"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU\", or leave it out");
    } else if (lower(rule->value.substr(0, 6)) == "rrule:") {
      reader.complain("rule", *rule,
                      "starts with RRULE: ; leave that out: write " + quote(rule->value.substr(6)));
    } else if (context.checks.rule_problem != nullptr) {
      if (const auto why = context.checks.rule_problem(rule->value, schedule.start)) {
        reader.complain("rule", *rule, "is not an RFC 5545 rule that Houston can follow: " + *why);
      }
    }
    schedule.rule = rule->value;
  }
}

std::string kind_of(const Node& table) {
  for (const Entry& entry : table.table) {
    if (entry.key == "kind" && entry.value.kind == Node::Kind::text) return entry.value.text;
  }
  return "";
}

bool refuse_kind(const Node& table, const Context& context) {
  std::vector<std::string> known;
  for (const TableKeys& keys : kTables) {
    if (!keys.kind.empty() && keys.chooser == "kind") known.emplace_back(keys.kind);
  }
  for (const Entry& entry : table.table) {
    if (entry.key != "kind" || entry.value.kind != Node::Kind::text) continue;
    const std::string& kind = entry.value.text;
    if (std::find(known.begin(), known.end(), kind) != known.end()) return false;
    const auto guess = nearest(kind, known);
    context.problems.add(entry.value.place, "kind = " + quote(kind) + " is not known: " +
                                                (guess ? "did you mean " + quote(*guess) + "?"
                                                       : "there is " + list_words(known)));
    return true;
  }
  return false;  // Missing or not text: the reader says so.
}

}  // namespace houston::config
