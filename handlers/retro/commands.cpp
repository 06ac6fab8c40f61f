// retro …, actions …
#include <algorithm>
#include <array>
#include <charconv>

#include "config/text.hpp"
#include "handlers/commands/dates.hpp"
#include "handlers/retro/part.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/command_words.hpp"
#include "handlers/words/words.hpp"

namespace houston::handlers::retro {

using commands::Command;
using commands::Request;
using storage::Person;

std::optional<std::vector<int>> numbers(const std::vector<std::string>& words) {
  std::vector<int> found;
  for (const std::string& word : words) {
    std::size_t at = 0;
    while ((at = word.find_first_not_of(" ,;#+&", at)) != std::string::npos) {
      const auto end = std::min(word.find_first_of(" ,;#+&", at), word.size());
      int value = 0;
      const auto [stop, error] = std::from_chars(word.data() + at, word.data() + end, value);
      if (error != std::errc() || stop != word.data() + end) return std::nullopt;
      found.push_back(value);
      at = end;
    }
  }
  return found;
}

namespace {

constexpr std::array kSubcommands{"close",   "note",  "add",  "vote",        "unvote", "group",
                                  "ungroup", "start", "next", "facilitator", "export", "status"};

bool is_subcommand(const std::string& word) {
  const std::string wanted = config::lower(word);
  return std::any_of(kSubcommands.begin(), kSubcommands.end(),
                     [&](const char* one) { return wanted == one; });
}

/// The retro that is past its window, when the person may lead it through; replies otherwise.
std::optional<storage::Retro> led(Request& request, Retro& retro) {
  auto row = retro.under_way(request.turn);
  const auto collecting = request.tables().retros.collecting(retro.team().name, retro.settings().name);
  if (!row && collecting && collecting->day) row = collecting;
  if (!row) {
    request.turn.reply(words::retro::nothing_to_do(retro.about(request.turn, std::nullopt)));
    return std::nullopt;
  }
  if (!retro.may_facilitate(request.turn, *row, request.person.id)) {
    request.turn.reply(words::retro::only_facilitator(
        roster::name_of(request.tables(), request.workspace(), row->facilitator)));
    return std::nullopt;
  }
  return row;
}

void note(Request& request, Retro& retro) {
  const std::string text = commands::joined(request.words, 1);
  if (text.empty()) {
    retro.write(request.turn, request.person, request.can_ask);
  } else {
    retro.put_down(request.turn, request.person, {retro.draft_of(text)});
  }
}

void vote(Request& request, Retro& retro, bool take_back) {
  auto texts = request.texts();
  texts.erase(texts.begin());
  const auto which = numbers(texts);
  const auto row = retro.under_way(request.turn);
  if (!row) {
    request.turn.whisper(words::retro::not_voting(retro.about(request.turn, std::nullopt)));
  } else if (!which || which->empty()) {
    request.turn.whisper(words::retro::usage());
  } else {
    for (const int number : *which) retro.vote(request.turn, request.person, *row, number, take_back);
  }
}

/// "group 2 5 7 as Slow deploys"
void group(Request& request, Retro& retro) {
  const auto row = led(request, retro);
  if (!row) return;
  std::vector<std::string> texts = request.texts();
  const auto as = std::find_if(texts.begin(), texts.end(),
                               [](const std::string& word) { return config::lower(word) == "as"; });
  std::string title;
  for (auto word = as; word != texts.end(); ++word) {
    if (word != as) title += (title.empty() ? "" : " ") + *word;
  }
  const auto which = numbers({texts.begin() + 1, as});
  if (row->stage != storage::Retro::Stage::grouping) {
    request.turn.reply(words::retro::nothing_to_do(retro.about(request.turn, row)));
  } else if (which && which->empty()) {
    retro.ask_groups(request.turn, *row, request.can_ask);
  } else if (!which || !retro.group(request.turn, *row, *which, title)) {
    request.turn.reply(chat::paragraph(words::retro::bad_group()));
  } else {
    retro.show_groups(request.turn, *row);
  }
}

void ungroup(Request& request, Retro& retro) {
  const auto row = led(request, retro);
  if (!row) return;
  auto texts = request.texts();
  texts.erase(texts.begin());
  const auto which = numbers(texts);
  if (!which || which->size() != 1 || !retro.ungroup(request.turn, *row, which->front())) {
    request.turn.reply(words::retro::no_topic(commands::joined(request.words, 1)));
  } else {
    retro.show_groups(request.turn, *row);
  }
}

void next(Request& request, Retro& retro) {
  const auto row = led(request, retro);
  if (!row) return;
  if (row->stage == storage::Retro::Stage::collecting) {
    request.turn.reply(words::retro::nothing_to_do(retro.about(request.turn, row)));
    return;
  }
  retro.next(request.turn, *row);
  request.turn.reply(retro.status(request.turn));
}

void close_window(Request& request, Retro& retro) {
  const auto collecting = request.tables().retros.collecting(retro.team().name, retro.settings().name);
  if (!collecting || !collecting->day) {
    request.turn.reply(words::retro::nothing_to_do(retro.about(request.turn, collecting)));
  } else if (!retro.may_facilitate(request.turn, *collecting, request.person.id)) {
    request.turn.reply(words::retro::only_facilitator(
        roster::name_of(request.tables(), request.workspace(), collecting->facilitator)));
  } else {
    retro.close(request.turn, *collecting);
    request.turn.reply(retro.status(request.turn));
  }
}

bool offered(Request& request) {
  const RetroPart* part = RetroPart::of(request.house);
  return part != nullptr && !part->of_person(request.turn, request.person).empty();
}

void facilitator(Request& request, Retro& retro) {
  const auto row = led(request, retro);
  if (!row) return;
  const auto to = request.words.size() == 2 ? request.named(request.words[1]) : std::nullopt;
  if (!to || !roster::member(request.tables(), retro.team(), to->id)) {
    request.turn.reply(words::retro::usage());
    return;
  }
  retro.hand_over(request.turn, *row, *to, request.person.id);
}

void export_record(Request& request, Retro& retro) {
  auto& retros = request.tables().retros;
  auto row = retros.latest(retro.team().name, retro.settings().name);
  if (request.words.size() > 1) {
    const auto date = scheduler::parse_iso_date(request.words[1].text);
    if (!date) {
      request.turn.reply(chat::paragraph(words::commands::not_a_day(request.words[1].text)));
      return;
    }
    row = retros.on(retro.team().name, retro.settings().name, *date);
  }
  if (!row || row->stage == storage::Retro::Stage::collecting) {
    request.turn.reply(words::retro::nothing_yet(retro.about(request.turn, std::nullopt)));
    return;
  }
  const std::string title = words::retro::title(retro.about(request.turn, row));
  for (const chat::Message& part : words::retro::document(title, retro.markdown(request.turn, *row))) {
    request.turn.say(roster::direct(request.person), part);
  }
  request.turn.reply(words::retro::exported());
}

void retro_run(Request& request) {
  RetroPart* part = RetroPart::of(request.house);
  if (part == nullptr) return;
  std::string which;
  if (!request.words.empty() && !is_subcommand(request.words.front().text)) {
    which = request.words.front().text;
    request.words.erase(request.words.begin());
    if (!request.words.empty() && !is_subcommand(request.words.front().text)) {
      request.turn.reply(words::retro::usage());
      return;
    }
  }
  Retro* retro = part->choose(request, which);
  if (retro == nullptr) return;
  const std::string what = request.words.empty() ? "status" : config::lower(request.words.front().text);
  if (what == "note" || what == "add") {
    note(request, *retro);
  } else if (what == "vote" || what == "unvote") {
    vote(request, *retro, what == "unvote");
  } else if (what == "group") {
    group(request, *retro);
  } else if (what == "ungroup") {
    ungroup(request, *retro);
  } else if (what == "next" || what == "start") {
    next(request, *retro);
  } else if (what == "close") {
    close_window(request, *retro);
  } else if (what == "facilitator") {
    facilitator(request, *retro);
  } else if (what == "export") {
    export_record(request, *retro);
  } else {
    request.turn.reply(retro->status(request.turn));
  }
}

bool retro_whole(Request& request) {
  return request.words.empty() || is_subcommand(request.words.front().text);
}

// --- actions

/// "write the runbook @bo by friday on 3"
void add_action(Request& request, RetroPart& part) {
  Retro* retro = part.choose(request, "");
  if (retro == nullptr) return;
  const LocalDate now = commands::today(request, request.person);
  RetroPart::NewAction action;
  action.retro = retro;
  action.owner = request.person.id;
  action.from = retro->under_way(request.turn);
  std::optional<LocalDate> due;
  for (std::size_t i = 1; i < request.words.size(); ++i) {
    const commands::Word& word = request.words[i];
    const std::string lower = config::lower(word.text);
    const bool more = i + 1 < request.words.size();
    if (word.person || (word.text.size() > 1 && word.text[0] == '@')) {
      const auto owner = request.named(word);
      if (!owner || !roster::member(request.tables(), retro->team(), owner->id)) {
        request.turn.reply(words::commands::unknown_person(word.text));
        return;
      }
      action.owner = owner->id;
      continue;
    }
    if (lower == "by" && more) {
      if (const auto day = commands::parse_day(request.words[i + 1].text, now)) {
        due = day;
        ++i;
        continue;
      }
    }
    if (lower == "on" && i + 2 == request.words.size() && action.from) {
      const auto topic = numbers({request.words[i + 1].text});
      if (topic && topic->size() == 1) {
        if (!request.tables().retros.topic(action.from->id, topic->front())) {
          request.turn.reply(words::retro::no_topic(request.words[i + 1].text));
          return;
        }
        action.topic = topic->front();
        ++i;
        continue;
      }
    }
    action.what += (action.what.empty() ? "" : " ") + word.text;
  }
  action.what = words::shorten(action.what, 500);
  if (action.what.empty()) {
    request.turn.reply(words::retro::action_usage());
  } else if (!due) {
    request.turn.reply(chat::paragraph(words::retro::day_needed()));
  } else if (*due < now) {
    request.turn.reply(chat::paragraph(words::retro::day_past()));
  } else {
    action.due = *due;
    part.add_action(request.turn, request.person, action);
  }
}

void actions_run(Request& request) {
  using State = storage::RetroAction::State;
  RetroPart* part = RetroPart::of(request.house);
  if (part == nullptr) return;
  const std::string what = request.words.empty() ? "" : config::lower(request.words.front().text);
  if (what.empty() || what == "list") {
    part->list_actions(request);
    return;
  }
  if (what == "add") {
    add_action(request, *part);
    return;
  }
  if ((what != "done" && what != "open" && what != "drop") || request.words.size() < 2) {
    request.turn.reply(words::retro::action_usage());
    return;
  }
  std::size_t from = 2;
  if (request.words.size() > 2 && config::lower(request.words[2].text) == "because") from = 3;
  const std::string why = commands::joined(request.words, from);
  if (what == "drop" && why.empty()) {
    request.turn.reply(chat::paragraph(words::retro::why_needed()));
    return;
  }
  const auto action = part->open_action(request.turn, request.person, request.words[1].text, request.room);
  if (!action) return;
  part->end_action(request.turn, *action,
                   what == "done"   ? State::done
                   : what == "drop" ? State::dropped
                                    : State::open,
                   why);
}

bool actions_whole(Request& request) {
  if (request.words.empty()) return true;
  const std::string what = config::lower(request.words.front().text);
  return what == "add" || what == "done" || what == "open" || what == "drop" || what == "list";
}

}  // namespace

const std::vector<Command>& words() {
  static const std::vector<Command> family{
      {"retro", "retro", "how the retro stands", false, retro_run, retro_whole, {}, {}, offered},
      {"retro",
       "retro note COLUMN: TEXT",
       "put down a note, any time; also: write me \"retro: TEXT\"",
       false,
       retro_run,
       retro_whole,
       {},
       {},
       offered},
      {"retro",
       "retro vote NUMBER",
       "vote for a topic; retro unvote takes it back",
       false,
       retro_run,
       retro_whole,
       {},
       {},
       offered},
      {"retro", "retro export [DATE]", "a retro as Markdown", false, retro_run, retro_whole, "retro close",
       "end the window for notes now; retro next goes on to what comes after", offered},
      {"actions", "actions", "what is open from retros", false, actions_run, actions_whole, {}, {}, offered},
      {"actions",
       "actions add WHAT @NAME by DAY",
       "an action; also done 3, open 3, drop 3 because …",
       false,
       actions_run,
       actions_whole,
       {},
       {},
       offered},
  };
  return family;
}

}  // namespace houston::handlers::retro
