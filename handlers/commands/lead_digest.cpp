// run, pause, resume, skip: a team's digest.
#include <algorithm>

#include "config/text.hpp"
#include "handlers/commands/dates.hpp"
#include "handlers/commands/lead.hpp"
#include "handlers/digest/digest.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/command_words.hpp"
#include "handlers/words/words.hpp"
#include "handlers/zones.hpp"
#include "scheduler/recurrence.hpp"

namespace houston::handlers::commands {
namespace {

bool names(const config::Team& team, const std::string& word) {
  const std::string wanted = config::lower(word);
  return wanted == "digest" || wanted == config::lower(team.name.value) + "/digest" ||
         wanted == config::lower(team.wins->name.value) || wanted == config::lower(digest::full_name(team));
}

/// Those that the word names; all for "".
std::vector<const config::Team*> named(Request& request, const std::string& word) {
  std::vector<const config::Team*> found;
  for (const config::Team& team : request.house.settings().teams) {
    if (team.wins && team.is_in(request.workspace()) && (word.empty() || names(team, word))) {
      found.push_back(&team);
    }
  }
  return found;
}

bool anything_else_to_lead(Request& request) {
  const auto collects = request.house.collects();
  return std::any_of(collects.begin(), collects.end(), [&](const shapes::Collect* one) {
    return one->ritual().team->is_in(request.workspace());
  });
}

struct Led {
  bool meant = false;                  ///< Answered already when `team` is null.
  const config::Team* team = nullptr;  ///< Whose digest.
};

Led led(Request& request, const std::string& command) {
  const std::string word = request.words.empty() ? "" : request.words.front().text;
  if (word.empty() && anything_else_to_lead(request)) return {};
  const auto all = named(request, word);
  if (all.empty()) return {};
  std::vector<const config::Team*> mine;
  std::copy_if(all.begin(), all.end(), std::back_inserter(mine), [&](const config::Team* team) {
    return roster::may_lead(request.tables(), *team, request.person.id);
  });
  if (mine.empty()) {
    std::vector<const config::Team*> theirs;
    std::copy_if(all.begin(), all.end(), std::back_inserter(theirs), [&](const config::Team* team) {
      return roster::member(request.tables(), *team, request.person.id).has_value();
    });
    say_only_leads(request, theirs, command);
    return {true};
  }
  if (mine.size() > 1 && request.room) {
    const auto here = std::find_if(mine.begin(), mine.end(),
                                   [&](const config::Team* team) { return request.is_in_channel_of(*team); });
    if (here != mine.end()) mine = {*here};
  }
  if (mine.size() == 1) return {true, mine.front()};
  std::vector<std::string> names;
  names.reserve(mine.size());
  for (const config::Team* team : mine) names.push_back(digest::full_name(*team));
  request.turn.reply(words::commands::which_ritual(command, names));
  return {true};
}

void run(Request& request, const config::Team& team) {
  using What = digest::RunOutcome::What;
  const auto outcome = digest::run(request.turn, request.house, team);
  const std::string name = digest::full_name(team);
  const std::string zone = zones::own(request.person, team);
  const auto since = [&] {
    return words::day(outcome.since, scheduler::local_date(request.turn.now(), team.time_zone));
  };
  const auto when = [&](const std::optional<Instant>& at) {
    return at ? zones::day_and_clock(*at, zone, request.turn.now()) : std::string();
  };
  switch (outcome.what) {
    case What::posted:
      request.turn.reply(words::digest::run(name, since(), when(outcome.instead_of), when(outcome.next)));
      return;
    case What::over:
      request.turn.reply(words::digest::run_over(name, when(outcome.next)));
      return;
    case What::holiday:
      request.turn.reply(words::digest::run_holiday(name, outcome.against->holiday));
      return;
    case What::held_back: {
      const std::string by = roster::name_of(request.tables(), team, outcome.against->by);
      request.turn.reply(outcome.against->what == Hindrance::What::paused
                             ? words::commands::run_paused(name, by)
                             : words::digest::run_skipped(name, by));
      return;
    }
    case What::no_channel:
      request.turn.reply(words::digest::run_no_channel(name, team.channel));
      return;
    case What::quiet:
      request.turn.reply(words::digest::run_quiet(name, since()));
      return;
  }
}

void pause(Request& request, const config::Team& team) {
  auto& holds = request.tables().holds;
  const std::string name = digest::full_name(team);
  if (const auto pause = holds.paused(team.name, team.wins->name)) {
    request.turn.reply(
        words::commands::paused_already(name, roster::name_of(request.tables(), team, pause->by)));
    return;
  }
  holds.pause(team.name, team.wins->name, request.person.id, request.turn.now());
  request.turn.reply(words::digest::paused(name));
}

void resume(Request& request, const config::Team& team) {
  const std::string name = digest::full_name(team);
  if (!request.tables().holds.resume(team.name, team.wins->name)) {
    request.turn.reply(words::commands::not_paused(name));
    return;
  }
  const auto next = digest::next(request.tables(), request.house, team, request.turn.now(), false);
  request.turn.reply(words::commands::resumed(
      name,
      next ? zones::day_and_clock(next->at, zones::own(request.person, team), request.turn.now()) : ""));
}

void skip(Request& request, const config::Team& team) {
  const LocalDate now = scheduler::local_date(request.turn.now(), team.time_zone);
  const std::string name = digest::full_name(team);
  const auto texts = request.texts();
  const auto date = texts.size() >= 2 ? parse_day(texts.back(), now) : std::nullopt;
  if (!date) {
    request.turn.reply(texts.size() < 2 ? words::commands::usage("skip " + name + " 2026-12-04")
                                        : chat::paragraph(words::commands::not_a_day(texts.back())));
    return;
  }
  auto& tables = request.tables();
  const RitualId& ritual = team.wins->name;
  std::string why;
  if (*date < now || tables.occurrences.on(team.name, ritual, *date)) {
    why = words::commands::skip_past();
  } else if (!scheduler::Dates(team.wins->schedule).on(*date)) {
    why = words::commands::skip_not_due();
  } else if (tables.holds.skipped(team.name, ritual, *date)) {
    why = words::commands::skip_already();
  }
  if (!why.empty()) {
    request.turn.reply(words::commands::skip_refused(name, words::day(*date, now), why));
    return;
  }
  tables.holds.skip(team.name, ritual, *date, request.person.id, request.turn.now());
  request.turn.reply(words::digest::skipped(name, words::day(*date, now)));
}

bool obey_of(Request& request, const std::string& command, void (*what)(Request&, const config::Team&)) {
  const Led digest = led(request, command);
  if (digest.team != nullptr) what(request, *digest.team);
  return digest.meant;
}

}  // namespace

bool run_digest(Request& request) {
  return obey_of(request, "run", run);
}
bool pause_digest(Request& request) {
  return obey_of(request, "pause", pause);
}
bool resume_digest(Request& request) {
  return obey_of(request, "resume", resume);
}
bool skip_digest(Request& request) {
  return obey_of(request, "skip", skip);
}

bool names_digest(Request& request, const std::string& word) {
  return !word.empty() && !named(request, word).empty();
}

}  // namespace houston::handlers::commands
