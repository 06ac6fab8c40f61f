// Grouping by the facilitator, and the way from stage to stage.
#include <algorithm>
#include <set>

#include "config/text.hpp"
#include "handlers/retro/retro.hpp"
#include "handlers/roster.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/words/words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers {

using storage::Person;
using storage::RetroNote;
using storage::RetroTopic;

namespace {

const char* name_of(storage::Retro::Stage stage) {
  switch (stage) {
    case storage::Retro::Stage::grouping:
      return "grouping";
    case storage::Retro::Stage::voting:
      return "voting";
    case storage::Retro::Stage::discussing:
      return "discussing";
    case storage::Retro::Stage::collecting:
    case storage::Retro::Stage::over:
      break;
  }
  return "";
}

/// The words that say something: lower case, of four letters or more.
std::set<std::string> telling_words(const std::string& text) {
  std::set<std::string> words;
  std::string word;
  for (const char c : config::lower(text) + " ") {
    const bool letter =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (letter) {
      word += c;
    } else {
      if (word.size() >= 4) words.insert(word);
      word.clear();
    }
  }
  return words;
}

}  // namespace

/// The first group of notes of which each shares at least half of its telling words with the first: "2 5 7",
/// or "".
std::string Retro::alike(Turn& turn, const storage::Retro& retro) {
  const auto all = topics(turn, retro);
  std::vector<std::set<std::string>> words;
  for (const auto& topic : all)
    words.push_back(topic.notes.empty() ? std::set<std::string>() : telling_words(topic.notes.front().text));
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::string group;
    for (std::size_t k = i + 1; k < all.size(); ++k) {
      std::vector<std::string> common;
      std::set_intersection(words[i].begin(), words[i].end(), words[k].begin(), words[k].end(),
                            std::back_inserter(common));
      const std::size_t larger = std::max(words[i].size(), words[k].size());
      if (!common.empty() && 2 * common.size() >= larger) group += " " + std::to_string(all[k].number);
    }
    if (!group.empty()) return std::to_string(all[i].number) + group;
  }
  return "";
}

bool Retro::may_facilitate(Turn& turn, const storage::Retro& retro, const PersonId& by) {
  return retro.facilitator == by || roster::may_lead(turn.tables(), team_, by);
}

void Retro::ask_groups(Turn& turn, const storage::Retro& retro, bool can_ask) {
  if (!can_ask || retro.stage != Stage::grouping) {
    show_groups(turn, retro);
    return;
  }
  turn.ask(words::retro::group_form(about(turn, retro), full_name() + "/" + std::to_string(retro.id.value),
                                    alike(turn, retro)));
}

bool Retro::group(Turn& turn, const storage::Retro& retro, const std::vector<int>& numbers,
                  const std::string& title) {
  auto& retros = turn.tables().retros;
  const std::set<int> wanted(numbers.begin(), numbers.end());
  if (retro.stage != Stage::grouping || wanted.size() < 2) return false;
  for (const int number : wanted) {
    if (!retros.topic(retro.id, number)) return false;
  }
  auto kept = *retros.topic(retro.id, *wanted.begin());
  std::string named = words::shorten(std::string(config::trim(title)), 150);
  for (const int number : wanted) {
    const auto one = retros.topic(retro.id, number);
    if (named.empty()) named = one->title;
    if (number != kept.number) retros.remove_topic(retro.id, number);
  }
  kept.title = named;
  retros.save(kept);
  for (RetroNote note : retros.notes(retro.id)) {
    if (!note.topic || !wanted.contains(*note.topic)) continue;
    note.topic = kept.number;
    retros.save(note);
  }
  return true;
}

bool Retro::ungroup(Turn& turn, const storage::Retro& retro, int number) {
  auto& retros = turn.tables().retros;
  auto topic = retros.topic(retro.id, number);
  if (retro.stage != Stage::grouping || !topic) return false;
  for (RetroNote note : retros.notes(retro.id)) {
    if (note.topic != number) continue;
    note.topic = note.position;
    retros.save(note);
    if (*note.position != number) retros.save(RetroTopic{retro.id, *note.position, "", {}, {}, {}});
  }
  topic->title.clear();
  retros.save(*topic);
  return true;
}

void Retro::show_groups(Turn& turn, const storage::Retro& retro) {
  turn.reply(words::retro::grouped(about(turn, retro), topics(turn, retro),
                                   full_name() + "/" + std::to_string(retro.id.value)));
}

void Retro::hand_over(Turn& turn, storage::Retro retro, const Person& to, const PersonId& by) {
  retro.facilitator = to.id;
  turn.tables().retros.save(retro);
  turn.reply(words::retro::new_facilitator(about(turn, retro), to.name));
  if (to.id == by) return;
  voice::tell(turn, to, zones::own(to, team_), words::retro::you_facilitate(about(turn, retro)));
}

void Retro::set_stage(Turn& turn, storage::Retro& retro, Stage stage, Duration lasts) {
  const std::string id = full_name() + "/" + std::to_string(retro.id.value) + "/";
  turn.tables().timers.cancel_all("retro.stage", id);
  retro.stage = stage;
  turn.tables().retros.save(retro);
  if (stage != Stage::over) turn.wake(turn.now() + lasts, {"retro.stage", id + name_of(stage)});
}

void Retro::next(Turn& turn, storage::Retro retro) {
  switch (retro.stage) {
    case Stage::grouping:
      start_voting(turn, std::move(retro));
      break;
    case Stage::voting:
      end_voting(turn, std::move(retro));
      break;
    case Stage::discussing:
      finish(turn, std::move(retro));
      break;
    case Stage::collecting:
    case Stage::over:
      break;
  }
}

bool Retro::close(Turn& turn, const storage::Retro& retro) {
  return retro.stage == Stage::collecting && retro.day && collect_.end_now(turn, *retro.day);
}

/// A timer of a stage that was left by hand meanwhile has nothing to do.
void Retro::stage_due(Turn& turn, storage::RetroId id, const std::string& stage) {
  auto retro = turn.tables().retros.find(id);
  if (retro && name_of(retro->stage) == stage) next(turn, std::move(*retro));
}

void Retro::sync(Turn& turn) {
  auto retro = under_way(turn);
  if (!retro) return;
  const std::string id = full_name() + "/" + std::to_string(retro->id.value) + "/";
  if (turn.tables().timers.list("retro.stage", id).empty()) {
    const Duration lasts = retro->stage == Stage::grouping ? settings_.grouping
                           : retro->stage == Stage::voting ? settings_.voting
                                                           : settings_.discussion;
    turn.wake(turn.now() + lasts, {"retro.stage", id + name_of(retro->stage)});
  }
}

}  // namespace houston::handlers
