// The close: half-written answers, the report of who is missing.
#include <algorithm>

#include "handlers/roster.hpp"
#include "handlers/standup/standup.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers {

using storage::Occurrence;
using storage::Participant;
using storage::Response;

void Standup::closing(Turn& turn, Occurrence& occurrence) {
  auto& tables = turn.tables();
  for (const Response& response : tables.responses.all(occurrence.id)) {
    if (response.state != Response::State::draft) continue;
    const bool written = std::any_of(response.answers.begin(), response.answers.end(),
                                     [](const std::string& answer) { return !answer.empty(); });
    const auto person = roster::find(tables, team_, response.person);
    if (!written || !person) continue;
    Response whole = response_of(turn, occurrence, response.person);
    // Written in time, though not finished: not late.
    whole.state = Response::State::given;
    whole.first_given = whole.changed;
    give(turn, occurrence, *person, std::move(whole));
    voice::tell(turn, *person, zones::own(*person, team_),
                words::standup::half_published(about(turn, occurrence.date)));
  }
  for (const Participant& row : tables.occurrences.participants(occurrence.id)) {
    end_dialog(turn, row.person, occurrence.date);
  }
}

void Standup::closed(Turn& turn, Occurrence& occurrence) {
  auto& tables = turn.tables();
  std::vector<PersonId> missing;
  for (const Participant& row : tables.occurrences.participants(occurrence.id)) {
    if (row.state == Participant::State::missing) missing.push_back(row.person);
  }
  begun(turn, occurrence);
  if (occurrence.head || (settings_.missing == config::Missing::channel && !missing.empty())) {
    show_head(turn, occurrence);
  }
  if (settings_.missing != config::Missing::lead) return;
  for (const storage::Person& lead : roster::leads(tables, team_)) {
    // Nobody needs to be told by name that they did not answer themselves.
    std::vector<PersonId> others;
    for (const PersonId& person : missing) {
      if (person != lead.id) others.push_back(person);
    }
    if (others.empty()) continue;
    voice::tell(turn, lead, zones::own(lead, team_),
                words::standup::missing(about(turn, occurrence.date), names(turn, others)));
  }
}

}  // namespace houston::handlers
