// The whole retro as Markdown.
#include <algorithm>

#include "handlers/retro/retro.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/words.hpp"

namespace houston::handlers {

using config::Anonymity;
using storage::RetroAction;
using storage::RetroNote;
using words::retro::Topic;

namespace {

/// People's words as Markdown that says just them (CommonMark §2.4), on one line.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      out += ' ';
      continue;
    }
    if (std::string_view("\\`*_[]<>#|~").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

std::string Retro::markdown(Turn& turn, const storage::Retro& retro) {
  auto& tables = turn.tables();
  const auto name = [&](const PersonId& person) { return escaped(roster::name_of(tables, team_, person)); };
  std::string out = "# Retro of " + escaped(team_.name.value) + ", " +
                    (retro.day ? scheduler::iso_date(*retro.day) : std::string("not yet held")) + "\n\n";
  out += words::retro::promise(retro.anonymity) + "\n";
  if (!retro.facilitator.value.empty()) out += "Facilitator: " + name(retro.facilitator) + ".\n";

  std::string column = "\n";
  for (const RetroNote& note : tables.retros.notes(retro.id)) {
    if (note.column != column) {
      column = note.column;
      out += "\n## " + (column.empty() ? std::string("Anything else") : escaped(column)) + "\n\n";
    }
    out += "- " + escaped(note.text);
    if (retro.anonymity == Anonymity::named && note.author) out += " — " + name(*note.author);
    out += "\n";
  }
  auto all = topics(turn, retro);
  const bool counted =
      std::any_of(all.begin(), all.end(), [](const Topic& topic) { return topic.votes.has_value(); });
  if (counted) {
    std::stable_sort(all.begin(), all.end(), [](const Topic& a, const Topic& b) {
      return a.votes.value_or(0) > b.votes.value_or(0);
    });
    out += "\n## Topics by votes\n\n";
    for (const Topic& topic : all) {
      out += "- " + words::count(topic.votes.value_or(0), "vote", "votes") + ": " +
             escaped(words::retro::headline(topic)) + "\n";
    }
  }
  const auto actions = tables.retro_actions.of(retro.id);
  if (!actions.empty()) {
    out += "\n## Actions\n\n";
    for (const RetroAction& action : actions) {
      out += std::string(action.state == RetroAction::State::done ? "- [x] " : "- [ ] ") +
             escaped(action.text) + " — " + name(action.owner) + ", by " + scheduler::iso_date(action.due);
      if (action.state == RetroAction::State::dropped) out += " (dropped: " + escaped(action.why) + ")";
      if (!action.topic.empty()) out += " · on: " + escaped(action.topic);
      out += "\n";
    }
  }
  return out;
}

}  // namespace houston::handlers
