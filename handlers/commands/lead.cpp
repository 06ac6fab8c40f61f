// run, pause, resume, skip: what only leads and admins may do.
#include <algorithm>

#include "handlers/commands/commands.hpp"
#include "handlers/commands/dates.hpp"
#include "handlers/commands/lead.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/command_words.hpp"
#include "handlers/words/words.hpp"

namespace houston::handlers::commands {

using shapes::Collect;

void say_only_leads(Request& request, const std::vector<const config::Team*>& teams,
                    const std::string& command) {
  std::vector<std::string> names;
  for (const config::Team* team : teams) {
    for (const storage::Person& lead : roster::leads(request.tables(), *team)) {
      if (std::find(names.begin(), names.end(), lead.name) == names.end()) names.push_back(lead.name);
    }
  }
  request.turn.reply(words::commands::only_leads(command, names));
}

namespace {

std::vector<Collect*> of_workspace(Request& request) {
  std::vector<Collect*> found;
  for (shapes::Collect* collect : request.house.collects()) {
    if (collect->ritual().team->is_in(request.workspace())) found.push_back(collect);
  }
  return found;
}

void refuse(Request& request, const std::vector<Collect*>& about, const std::string& command) {
  std::vector<const config::Team*> teams;
  for (Collect* collect : about) teams.push_back(collect->ritual().team);
  say_only_leads(request, teams, command);
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

/// The day of the first timer of that kind and prefix that lies ahead, or "".
std::string next_day_of(Request& request, const std::string& kind, const std::string& prefix,
                        const std::string& zone) {
  for (const storage::Timer& timer : request.tables().timers.list(kind, prefix)) {
    if (timer.due > request.turn.now()) {
      return words::day(scheduler::local_date(timer.due, zone),
                        scheduler::local_date(request.turn.now(), zone));
    }
  }
  return "";
}

void run_run(Request& request) {
  using What = shapes::RunOutcome::What;
  if (run_digest(request)) return;
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
  if (pause_digest(request)) return;
  Collect* collect = led(request, "pause");
  if (collect == nullptr) return;
  auto& holds = request.tables().holds;
  const auto& ritual = collect->ritual();
  const std::string name = collect->full_name();
  if (const auto pause = holds.paused(ritual.team->name, ritual.name)) {
    request.turn.reply(words::commands::paused_already(
        name, roster::name_of(request.tables(), request.workspace(), pause->by)));
    return;
  }
  holds.pause(ritual.team->name, ritual.name, request.person.id, request.turn.now());
  request.turn.reply(words::commands::paused(name));
}

void resume_run(Request& request) {
  if (resume_digest(request)) return;
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
  if (skip_digest(request)) return;
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
  const std::string day = words::day(*date, now);
  const auto refused = [&](const std::string& why) {
    request.turn.reply(words::commands::skip_refused(name, day, why));
  };
  switch (collect->skip(request.turn, *date, request.person.id)) {
    case shapes::SkipOutcome::skipped:
      request.turn.reply(words::commands::skipped(name, day));
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
  return prompts || names_digest(request, word);
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
      {"run", "run NAME", "hold a ritual now, or post the digest", true, run_run, one_ritual},
      {"pause", "pause NAME", "nobody is asked, no digest posted, until you resume it", true, pause_run,
       one_ritual},
      {"resume", "resume NAME", "go on with a paused ritual", true, resume_run, one_ritual},
      {"skip", "skip NAME DAY", "one day without it", true, skip_run, ritual_and_day},
  };
  return family;
}

}  // namespace houston::handlers::commands
