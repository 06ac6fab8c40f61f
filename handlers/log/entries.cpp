#include "handlers/log/entries.hpp"

#include <algorithm>
#include <charconv>

#include "config/text.hpp"
#include "handlers/log/team_log.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/log_words.hpp"
#include "handlers/words/words.hpp"

namespace houston::handlers::log {

using commands::Request;
using storage::Person;

namespace {

constexpr std::string_view kMessage = "message:";
constexpr std::string_view kDirect = "said:";
/// Houston's quiet note on a message that became a win.
constexpr const char* kNoted = "sparkles";

bool shows(const config::Team& team, const Entry& entry) {
  if (entry.kind == Entry::Kind::celebration) return true;
  return entry.kind == Entry::Kind::kudos && team.wins && team.wins->kudos == config::KudosIn::channel;
}

chat::Message channel_message(Turn& turn, const config::Team& team, const Entry& entry) {
  const std::string author =
      entry.author.value.empty() ? "" : roster::name_of(turn.tables(), team, entry.author);
  return entry.kind == Entry::Kind::kudos ? words::log::kudos(entry, author)
                                          : words::log::celebration(entry, author);
}

/// The reaction on the message it was made of; only in the team's channels, where Houston surely is.
void mark(Turn& turn, const config::Team& team, const Entry& entry, bool remove) {
  if (!entry.source || !entry.source->starts_with(kMessage)) return;
  const auto slash = entry.source->rfind('/');
  const RoomId room{entry.source->substr(kMessage.size(), slash - kMessage.size())};
  for (const storage::Place& place : roster::channels(turn.tables(), team)) {
    if (place.id != room.value) continue;
    turn.react(place.workspace, room, {entry.source->substr(slash + 1), kNoted, remove});
  }
}

std::optional<Entry> same_words(Turn& turn, const Entry& entry) {
  storage::EntryFilter filter{entry.team, entry.kind, {}, turn.now() - std::chrono::hours(24), {}};
  for (Entry& one : turn.tables().entries.newest(filter, 200)) {
    if (one.author == entry.author && one.people == entry.people && one.whole_team == entry.whole_team &&
        config::lower(one.text) == config::lower(entry.text)) {
      return std::move(one);
    }
  }
  return std::nullopt;
}

}  // namespace

std::string as_kept(const std::string& text) {
  return words::shorten(std::string(config::trim(text)), kLongestText);
}
std::string of_message(const RoomId& room, const std::string& message) {
  return std::string(kMessage) + room.value + "/" + message;
}
std::string of_direct(const RoomId& room, const std::string& message) {
  return std::string(kDirect) + room.value + "/" + message;
}

Added add(Turn& turn, const config::Team& team, Entry entry) {
  auto& entries = turn.tables().entries;
  entry.team = team.name;
  entry.text = as_kept(entry.text);
  entry.logged = entry.changed = turn.now();
  if (entry.source) {
    if (auto before = entries.by_source(team.name, *entry.source)) {
      if (!before->withdrawn) return {Added::What::known, std::move(*before)};
      const bool nobodys = before->withdrawn_by.value.empty();  // Its last reaction had gone.
      if (!nobodys && !may_change(turn.tables(), team, *before, entry.author)) {
        return {Added::What::withdrawn, std::move(*before)};
      }
      if (nobodys) before->author = entry.author;
      before->withdrawn.reset();
      before->withdrawn_by = {};
      before->text = entry.text;
      before->changed = turn.now();
      entries.save(*before);
      publish(turn, team, *before);
      mark(turn, team, *before, false);
      return {Added::What::revived, std::move(*before)};
    }
  } else if (auto before = same_words(turn, entry)) {
    return {Added::What::known, std::move(*before)};
  }
  entry = entries.add(entry);
  publish(turn, team, entry);
  mark(turn, team, entry, false);
  return {Added::What::fresh, std::move(entry)};
}

void publish(Turn& turn, const config::Team& team, Entry& entry) {
  if (!shows(team, entry)) return;
  const auto places = roster::channels(turn.tables(), team);
  if (places.empty()) return;
  entry.published = turn.say(places, channel_message(turn, team, entry));
  turn.tables().entries.save(entry);
}

void edit(Turn& turn, const config::Team& team, Entry entry, const std::string& text) {
  entry.text = as_kept(text);
  entry.changed = turn.now();
  turn.tables().entries.save(entry);
  show_again(turn, team, entry);
}

void show_again(Turn& turn, const config::Team& team, const Entry& entry) {
  if (entry.published) turn.revise(*entry.published, channel_message(turn, team, entry));
}

void withdraw(Turn& turn, const config::Team& team, Entry entry, const PersonId& by) {
  if (entry.published) turn.retract(*entry.published);
  entry.published.reset();
  entry.withdrawn = turn.now();
  entry.withdrawn_by = by;
  entry.changed = turn.now();
  turn.tables().entries.save(entry);
  mark(turn, team, entry, true);
}

bool may_change(storage::Tables& tables, const config::Team& team, const Entry& entry,
                const PersonId& person) {
  if (person.value.empty()) return false;  // A machine, which only says things once.
  if (entry.author == person) return true;
  const bool theirs = entry.kind == Entry::Kind::win &&
                      std::find(entry.people.begin(), entry.people.end(), person) != entry.people.end();
  return theirs || roster::may_lead(tables, team, person);
}

std::optional<Shown> shown(Turn& turn, const House& house, const Person& person, const std::string& number) {
  std::string digits = number;
  if (!digits.empty() && digits.front() == '#') digits.erase(0, 1);
  EntryId id;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id.value);
  if (error != std::errc() || end != digits.data() + digits.size() || !id) return std::nullopt;
  const auto entry = turn.tables().entries.find(id);
  if (!entry) return std::nullopt;
  const config::Team* team = team_named(turn.tables(), house, person, entry->team.value);
  if (team == nullptr) return std::nullopt;
  return Shown{team, *entry};
}

bool is_change(Request& request) {
  if (request.words.size() < 2) return false;
  const std::string verb = config::lower(request.words[0].text);
  if (verb != "edit" && verb != "withdraw") return false;
  std::string number = request.words[1].text;
  if (!number.empty() && number.front() == '#') number.erase(0, 1);
  const bool digits = !number.empty() &&
                      std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits && (verb == "edit") == (request.words.size() > 2);
}

bool change(Request& request) {
  if (!is_change(request)) return false;
  const auto found = shown(request.turn, request.house, request.person, request.words[1].text);
  if (!found || found->entry.withdrawn) {
    request.turn.reply(words::log::no_entry(request.words[1].text));
    return true;
  }
  if (!may_change(request.tables(), *found->team, found->entry, request.person.id)) {
    request.turn.reply(words::log::not_yours());
    return true;
  }
  if (config::lower(request.words[0].text) == "withdraw") {
    withdraw(request.turn, *found->team, found->entry, request.person.id);
    request.turn.reply(words::log::withdrawn(found->entry));
  } else {
    edit(request.turn, *found->team, found->entry, commands::joined(request.words, 2));
    request.turn.reply(words::log::edited(*request.tables().entries.find(found->entry.id)));
  }
  return true;
}

}  // namespace houston::handlers::log
