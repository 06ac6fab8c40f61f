// What a digest tells, out of the tables.
#include <algorithm>

#include "handlers/digest/digest.hpp"
#include "handlers/house.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/milestone_words.hpp"
#include "handlers/words/standup_words.hpp"
#include "handlers/words/words.hpp"

namespace houston::handlers::digest {
namespace {

using storage::Entry;
using storage::EntryFilter;
using words::digest::Blocker;

constexpr int kMostEntries = 500;
constexpr std::size_t kWinsAPerson = 8;
constexpr std::size_t kMostThanks = 20;
constexpr std::size_t kMostCelebrations = 20;
constexpr int kComing = 14;         // Days.
constexpr int kBlockerMemory = 60;  // Days.
constexpr std::size_t kMostBlockers = 3;
/// A blocker of a day is every day's business.
constexpr int kLongStanding = 2;

std::vector<Entry> oldest_first(Turn& turn, const config::Team& team, Entry::Kind kind, Instant from,
                                Instant to) {
  auto found = turn.tables().entries.newest(EntryFilter{team.name, kind, {}, from, to}, kMostEntries);
  std::reverse(found.begin(), found.end());
  return found;
}

std::string names(Turn& turn, const config::Team& team, const std::vector<PersonId>& people,
                  bool whole_team) {
  std::vector<std::string> all;
  if (whole_team) all.emplace_back("the whole team");
  for (const PersonId& person : people) all.push_back(roster::name_of(turn.tables(), team, person));
  return words::list(all);
}

void add_wins(Turn& turn, const config::Team& team, Instant from, Instant to, words::digest::Digest& digest) {
  // In the order in which people first come up; never by how many they have.
  for (const Entry& entry : oldest_first(turn, team, Entry::Kind::win, from, to)) {
    const std::string name = names(turn, team, entry.people, false);
    auto person = std::find_if(digest.people.begin(), digest.people.end(),
                               [&](const words::digest::Person& one) { return one.name == name; });
    if (person == digest.people.end()) person = digest.people.insert(digest.people.end(), {name, {}, 0});
    if (person->wins.size() < kWinsAPerson) {
      person->wins.push_back(entry.text);
    } else {
      ++person->more;
    }
    ++digest.wins;
  }
  std::sort(digest.people.begin(), digest.people.end(),
            [](const words::digest::Person& a, const words::digest::Person& b) { return a.name < b.name; });
}

void add_milestones(Turn& turn, const config::Team& team, Instant from, Instant to,
                    words::digest::Digest& digest) {
  auto& milestones = turn.tables().milestones;
  for (const auto& one : milestones.reached(team.name, from, to)) {
    digest.reached.push_back({one.number, one.title, names(turn, team, one.people, false), ""});
  }
  for (const auto& one : milestones.open(team.name)) {
    if (one.due > scheduler::add_days(digest.last, kComing)) break;
    digest.coming.push_back({one.number, one.title, roster::name_of(turn.tables(), team, one.owner),
                             words::milestones::due(one.due, digest.last)});
  }
}

}  // namespace

std::vector<Blocker> blockers_gone(Turn& turn, const config::Team& team, LocalDate after, LocalDate last) {
  std::vector<Blocker> gone;
  for (const config::Standup& standup : team.standups) {
    if (standup.blocker_question == 0) continue;
    const auto question = static_cast<std::size_t>(standup.blocker_question - 1);
    // A run of answers of one person that name something in the way, ended by one that names nothing.
    const PersonId* person = nullptr;
    std::optional<LocalDate> since;
    std::string what;
    const auto answers = turn.tables().responses.given(team.name, standup.name,
                                                       scheduler::add_days(last, -kBlockerMemory), last);
    for (const auto& answer : answers) {
      if (person == nullptr || *person != answer.person) since.reset();
      person = &answer.person;
      const std::string said = question < answer.answers.size() ? answer.answers[question] : "";
      if (words::standup::is_blocker(said)) {
        if (!since) since = answer.date;
        what = said;
        continue;
      }
      if (since && answer.date > after) {
        const int days =
            static_cast<int>((std::chrono::sys_days(answer.date) - std::chrono::sys_days(*since)).count());
        if (days >= kLongStanding) {
          gone.push_back({roster::name_of(turn.tables(), team, answer.person), what, days});
        }
      }
      since.reset();
    }
  }
  std::stable_sort(gone.begin(), gone.end(),
                   [](const Blocker& a, const Blocker& b) { return a.days > b.days; });
  if (gone.size() > kMostBlockers) gone.resize(kMostBlockers);
  return gone;
}

words::digest::Digest compile(Turn& turn, const config::Team& team, Instant from, Instant to) {
  words::digest::Digest digest;
  digest.first = scheduler::local_date(from, team.time_zone);
  digest.last = scheduler::local_date(to, team.time_zone);
  add_wins(turn, team, from, to, digest);
  for (const Entry& entry : oldest_first(turn, team, Entry::Kind::kudos, from, to)) {
    if (digest.thanks.size() < kMostThanks) {
      digest.thanks.push_back({roster::name_of(turn.tables(), team, entry.author),
                               names(turn, team, entry.people, entry.whole_team), entry.text});
    } else {
      ++digest.more_thanks;
    }
  }
  for (const Entry& entry : oldest_first(turn, team, Entry::Kind::celebration, from, to)) {
    if (digest.celebrations.size() < kMostCelebrations) digest.celebrations.push_back(entry.text);
  }
  add_milestones(turn, team, from, to, digest);
  // Until the last digest's day everything was told.
  digest.gone = blockers_gone(turn, team, digest.first, digest.last);
  return digest;
}

}  // namespace houston::handlers::digest
