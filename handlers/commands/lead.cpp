// run, pause, resume, skip: what only leads and admins may do.
#include <algorithm>

#include "config/text.hpp"
#include "handlers/commands/commands.hpp"
#include "handlers/commands/dates.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/command_words.hpp"
#include "handlers/words/words.hpp"

namespace houston::handlers::commands {

using shapes::Collect;

namespace {

std::vector<Collect*> of_workspace(Request& request) {
  std::vector<Collect*> found;
  for (shapes::Collect* collect : request.house.collects()) {
    if (collect->ritual().team->workspace == request.workspace()) found.push_back(collect);
  }
  return found;
}

void refuse(Request& request, const std::vector<Collect*>& about, const std::string& command) {
  std::vector<std::string> names;
  for (Collect* collect : about) {
    for (const storage::Person& lead : roster::leads(request.tables(), *collect->ritual().team)) {
      if (std::find(names.begin(), names.end(), lead.name) == names.end()) names.push_back(lead.name);
    }
  }
  request.turn.reply(words::commands::only_leads(command, names));
}

/// The ritual that the first word names, if the person may lead it; replies otherwise.
Collect* led(Request& request, const std::string& command) {
  const auto all = of_workspace(request);
  std::vector<Collect*> mine;
  std::copy_if(all.begin(), all.end(), std::back_inserter(mine), [&](Collect* collect) {
    return roster::may_lead(request.tables(), *collect->ritual().team, request.person.id);
  });
  if (mine.empty()) {
    const auto theirs = request.house.collects_of(request.tables(), request.workspace(), request.person.id);
    refuse(request, theirs, command);
    return nullptr;
  }
  const std::string word = request.words.empty() ? "" : request.words.front().text;
  const auto is_named = [&](Collect* one) {
    return one->full_name() == word || one->ritual().name.value == word ||
           one->ritual().team->name.value == word;
  };
  if (!word.empty() && std::none_of(mine.begin(), mine.end(), is_named)) {
    std::vector<Collect*> others;
    std::copy_if(all.begin(), all.end(), std::back_inserter(others), is_named);
    if (!others.empty()) {
      refuse(request, others, command);
      return nullptr;
    }
  }
  return choose(request, mine, word, command);
}

/// What a lead may hold back without prompting anybody: a team's digest.
struct LedDigest {
  bool meant = false;  ///< The first word names a digest; answered when `team` is null.
  const config::Team* team = nullptr;
};

std::string digest_name(const config::Team& team) {
  return team.name.value + "/" + team.wins->name.value;
}

/// "digest", the ritual's own name, or "team/name".
bool names_digest(const config::Team& team, const std::string& word) {
  const std::string wanted = config::lower(word);
  return wanted == "digest" || wanted == config::lower(team.name.value) + "/digest" ||
         wanted == config::lower(team.wins->name.value) || wanted == config::lower(digest_name(team));
}

LedDigest led_digest(Request& request, const std::string& command) {
  LedDigest led;
  if (request.words.empty()) return led;
  std::vector<const config::Team*> all;
  for (const config::Team& team : request.house.settings().teams) {
    if (team.wins && team.workspace == request.workspace() &&
        names_digest(team, request.words.front().text)) {
      all.push_back(&team);
    }
  }
  if (all.empty()) return led;
  led.meant = true;
  std::vector<const config::Team*> mine;
  std::copy_if(all.begin(), all.end(), std::back_inserter(mine), [&](const config::Team* team) {
    return roster::may_lead(request.tables(), *team, request.person.id);
  });
  if (mine.empty()) {
    std::vector<std::string> names;
    for (const config::Team* team : all) {
      if (!roster::member(request.tables(), *team, request.person.id)) continue;
      for (const storage::Person& lead : roster::leads(request.tables(), *team)) {
        if (std::find(names.begin(), names.end(), lead.name) == names.end()) names.push_back(lead.name);
      }
    }
    request.turn.reply(words::commands::only_leads(command, names));
    return led;
  }
  if (mine.size() > 1 && request.room) {
    const auto here = std::find_if(mine.begin(), mine.end(), [&](const config::Team* team) {
      return roster::channel(request.tables(), *team) == request.room;
    });
    if (here != mine.end()) mine = {*here};
  }
  if (mine.size() > 1) {
    std::vector<std::string> names;
    for (const config::Team* team : mine) names.push_back(digest_name(*team));
    request.turn.reply(words::commands::which_ritual(command, names));
    return led;
  }
  led.team = mine.front();
  return led;
}

void pause_ritual(Request& request, const TeamId& team, const RitualId& ritual, const std::string& name) {
  auto& holds = request.tables().holds;
  if (const auto pause = holds.paused(team, ritual)) {
    request.turn.reply(words::commands::paused_already(
        name, roster::name_of(request.tables(), request.workspace(), pause->by)));
    return;
  }
  holds.pause(team, ritual, request.person.id, request.turn.now());
  request.turn.reply(words::commands::paused(name));
}

/// The day of the first timer of that kind and prefix that lies ahead, or "".
std::string next_day_of(Request& request, const std::string& kind, const std::string& prefix,
                        const std::string& zone) {
  for (const storage::Timer& timer : request.tables().timers.list(kind, prefix)) {
    if (timer.due > request.turn.now()) return words::day(scheduler::local_date(timer.due, zone));
  }
  return "";
}

void skip_digest(Request& request, const config::Team& team) {
  const LocalDate now = scheduler::local_date(request.turn.now(), team.time_zone);
  const std::string name = digest_name(team);
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
  if (*date < now) {
    why = words::commands::skip_past();
  } else if (!scheduler::Dates(team.wins->schedule).on(*date)) {
    why = words::commands::skip_not_due();
  } else if (tables.occurrences.on(team.name, ritual, *date)) {
    why = words::commands::skip_past();
  } else if (tables.holds.skipped(team.name, ritual, *date)) {
    why = words::commands::skip_already();
  }
  if (!why.empty()) {
    request.turn.reply(words::commands::skip_refused(name, *date, why));
    return;
  }
  tables.holds.skip(team.name, ritual, *date, request.person.id, request.turn.now());
  request.turn.reply(words::commands::skipped(name, *date));
}

void run_run(Request& request) {
  using What = shapes::RunOutcome::What;
  Collect* collect = led(request, "run");
  if (collect == nullptr) return;
  const auto outcome = collect->run(request.turn);
  const std::string name = collect->full_name();
  const auto by = [&] { return roster::name_of(request.tables(), request.workspace(), outcome.by); };
  switch (outcome.what) {
    case What::prompted:
      request.turn.reply(words::commands::run_done(name, outcome.prompted));
      break;
    case What::nobody:
      request.turn.reply(words::commands::run_nobody(name));
      break;
    case What::holiday:
      request.turn.reply(words::commands::run_holiday(name, outcome.holiday));
      break;
    case What::paused:
      request.turn.reply(words::commands::run_paused(name, by()));
      break;
    case What::skipped:
      request.turn.reply(words::commands::run_skipped(name));
      break;
    case What::over:
      request.turn.reply(words::commands::run_over(name));
      break;
  }
}

void pause_run(Request& request) {
  if (const LedDigest digest = led_digest(request, "pause"); digest.meant) {
    if (digest.team == nullptr) return;
    pause_ritual(request, digest.team->name, digest.team->wins->name, digest_name(*digest.team));
    return;
  }
  Collect* collect = led(request, "pause");
  if (collect == nullptr) return;
  pause_ritual(request, collect->ritual().team->name, collect->ritual().name, collect->full_name());
}

void resume_run(Request& request) {
  if (const LedDigest digest = led_digest(request, "resume"); digest.meant) {
    if (digest.team == nullptr) return;
    const config::Team& team = *digest.team;
    const std::string name = digest_name(team);
    if (!request.tables().holds.resume(team.name, team.wins->name)) {
      request.turn.reply(words::commands::not_paused(name));
      return;
    }
    request.turn.reply(words::commands::resumed(
        name, next_day_of(request, "digest.post", team.name.value + "/", team.time_zone)));
    return;
  }
  Collect* collect = led(request, "resume");
  if (collect == nullptr) return;
  const std::string name = collect->full_name();
  if (!request.tables().holds.resume(collect->ritual().team->name, collect->ritual().name)) {
    request.turn.reply(words::commands::not_paused(name));
    return;
  }
  collect->sync(request.turn);
  // The earliest prompt of anybody: that is when it goes on.
  request.turn.reply(
      words::commands::resumed(name, next_day_of(request, collect->ritual().kind + ".prompt", name + "/",
                                                 collect->ritual().team->time_zone)));
}

void skip_run(Request& request) {
  if (const LedDigest digest = led_digest(request, "skip"); digest.meant) {
    if (digest.team != nullptr) skip_digest(request, *digest.team);
    return;
  }
  Collect* collect = led(request, "skip");
  if (collect == nullptr) return;
  const LocalDate now = scheduler::local_date(request.turn.now(), collect->ritual().team->time_zone);
  // "skip daily friday", or "skip daily on friday"
  const auto texts = request.texts();
  const auto date = texts.size() >= 2 ? parse_day(texts.back(), now) : std::nullopt;
  if (!date) {
    request.turn.reply(texts.size() < 2
                           ? words::commands::usage("skip " + collect->full_name() + " 2026-12-01")
                           : chat::paragraph(words::commands::not_a_day(texts.back())));
    return;
  }
  const std::string name = collect->full_name();
  const auto refused = [&](const std::string& why) {
    request.turn.reply(words::commands::skip_refused(name, *date, why));
  };
  switch (collect->skip(request.turn, *date, request.person.id)) {
    case shapes::SkipOutcome::skipped:
      request.turn.reply(words::commands::skipped(name, *date));
      break;
    case shapes::SkipOutcome::past:
      refused(words::commands::skip_past());
      break;
    case shapes::SkipOutcome::not_due:
      refused(words::commands::skip_not_due());
      break;
    case shapes::SkipOutcome::under_way:
      refused(words::commands::skip_under_way());
      break;
    case shapes::SkipOutcome::already:
      refused(words::commands::skip_already());
      break;
  }
}

bool names_ritual(Request& request, const std::string& word) {
  const auto all = of_workspace(request);
  const bool prompts = std::any_of(all.begin(), all.end(), [&](Collect* one) {
    return one->full_name() == word || one->ritual().name.value == word;
  });
  const auto& teams = request.house.settings().teams;
  return prompts || std::any_of(teams.begin(), teams.end(), [&](const config::Team& team) {
           return team.wins && team.workspace == request.workspace() && names_digest(team, word);
         });
}

bool one_ritual(Request& request) {
  return request.words.size() == 1 && names_ritual(request, request.words.front().text);
}

bool ritual_and_day(Request& request) {
  const auto texts = request.texts();
  return texts.size() >= 2 && texts.size() <= 3 && names_ritual(request, texts.front()) &&
         parse_day(texts.back(), today(request, request.person)).has_value();
}

}  // namespace

const std::vector<Command>& leading() {
  static const std::vector<Command> family{
      {"run", "run NAME", "hold a ritual now", true, run_run, one_ritual},
      {"pause", "pause NAME", "nobody is asked until you resume it", true, pause_run, one_ritual},
      {"resume", "resume NAME", "go on with a paused ritual", true, resume_run, one_ritual},
      {"skip", "skip NAME DAY", "one day without it", true, skip_run, ritual_and_day},
  };
  return family;
}

}  // namespace houston::handlers::commands
