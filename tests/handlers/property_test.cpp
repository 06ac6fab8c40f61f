// Whatever happens, in whatever order: nobody is asked twice for one date, the head's count is right, nothing
// breaks. A failing seed is printed, and repeats the run.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "scheduler/zone.hpp"
#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using houston::test::TestTeam;

namespace {

const std::vector<std::string> kNames{"Ana", "Bo", "Cy", "Di"};
const std::vector<std::string> kZones{"Europe/Warsaw",       "Asia/Tokyo",     "America/New_York",
                                      "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Auckland"};

/// Prompts a person has been sent, by the title, which names the date.
void check_prompts(const TestTeam& team) {
  for (const std::string& name : kNames) {
    std::set<std::string> seen;
    for (const auto& posted : team.dms(name)) {
      const auto* heading = posted.message.blocks.empty()
                                ? nullptr
                                : std::get_if<chat::Heading>(&posted.message.blocks.front());
      if (heading == nullptr || !heading->text.starts_with("Standup")) continue;
      INFO(name << " " << heading->text);
      CHECK(seen.insert(heading->text).second);
    }
  }
}

/// The head of each occurrence says how many have answered of how many count.
void check_heads(TestTeam& team) {
  storage::Tables tables(team.database());
  for (LocalDate date = *scheduler::parse_iso_date("2026-10-20");
       date < *scheduler::parse_iso_date("2026-11-20"); date = scheduler::next_day(date)) {
    const auto occurrence = tables.occurrences.on(TeamId{"vision"}, RitualId{"daily"}, date);
    if (!occurrence) continue;
    int answered = 0;
    int of = 0;
    for (const auto& row : tables.occurrences.participants(occurrence->id)) {
      using State = storage::Participant::State;
      const auto response = tables.responses.of(occurrence->id, row.person);
      const bool given = response && response->state == storage::Response::State::given;
      CHECK(given == (row.state == State::answered));
      if (row.state == State::answered) ++answered;
      if (row.state != State::declined && row.state != State::excused) ++of;
      if (occurrence->state == storage::Occurrence::State::closed) {
        CHECK(row.state != State::prompted);
        CHECK(row.state != State::expected);
      }
    }
    if (!occurrence->head) continue;
    for (const auto& posted : team.channel_posts()) {
      if (posted.id != *occurrence->head) continue;
      CHECK(posted.message.summary.ends_with(" · " + std::to_string(answered) + " of " + std::to_string(of)));
    }
  }
}

void live(unsigned seed, const std::string& ritual) {
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
  // Over the week in which Warsaw's clocks go back, and the one in which New York's do.
  TestTeam team("2026-10-22 18:00", ritual);
  for (const std::string& name : kNames) {
    team.member(name, kZones[static_cast<std::size_t>(pick(static_cast<int>(kZones.size())))]);
  }
  team.start();
  std::map<std::string, std::vector<std::string>> typed;
  for (int step = 0; step < 250; ++step) {
    const std::string name = kNames[static_cast<std::size_t>(pick(4))];
    const auto today = scheduler::iso_date(scheduler::local_date(team.now(), "Europe/Warsaw"));
    switch (pick(22)) {
      case 0:
      case 1:
      case 2:
      case 3:
        team.until(team.now() + std::chrono::minutes(pick(300)));
        break;
      case 4:
        team.until(team.now() + std::chrono::hours(pick(20)));
        break;
      case 5: {
        const auto to = team.now() + std::chrono::hours(pick(40));
        const auto local = scheduler::to_local(to, "UTC");
        team.down_until(scheduler::iso_date(local.date) + " " + scheduler::clock_time(local.time), "UTC");
        break;
      }
      case 6:
        team.moves(name, kZones[static_cast<std::size_t>(pick(static_cast<int>(kZones.size())))]);
        break;
      case 7:
      case 8:
      case 9:
      case 10:
        team.types(name, pick(6) == 0 ? "skip" : "words " + std::to_string(step));
        typed[name].push_back(team.last_typed);
        break;
      case 11:
        if (!typed[name].empty()) {
          team.edits(name, typed[name][static_cast<std::size_t>(pick(static_cast<int>(typed[name].size())))],
                     "edited");
        }
        break;
      case 12:
        if (!typed[name].empty()) {
          team.deletes(name,
                       typed[name][static_cast<std::size_t>(pick(static_cast<int>(typed[name].size())))]);
        }
        break;
      case 13:
        team.answers(name, today, {"form", pick(2) ? "plan" : "", pick(2) ? "stuck" : "no"});
        break;
      case 14:
        team.clicks(name, "standup.skip", "vision/daily/" + today);
        break;
      case 15:
        team.command(name, "standup");
        if (team.form) {
          team.submits(name, team.form->id, team.form->state, {{"q1", pick(5) ? "ahead" : ""}});
        }
        break;
      case 16:
        team.command(name, pick(2) ? "away tomorrow" : "away today");
        break;
      case 17:
        team.command(name, "back");
        break;
      case 18:
        team.command("Ana", pick(3) ? "run daily" : "skip daily tomorrow");
        break;
      case 19:
        team.command("Ana", pick(3) ? "resume daily" : "pause daily");
        break;
      case 20:
        team.restart();
        break;
      case 21:
        team.command(name, "status");
        team.command(name, "why");
        team.opens_home(name);
        break;
    }
    check_prompts(team);
    if (step % 25 == 0) check_heads(team);
  }
  team.until(team.now() + std::chrono::hours(48));
  check_prompts(team);
  check_heads(team);
}

}  // namespace

TEST_CASE("any sequence of events and timers keeps the standup's promises") {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    live(seed, seed % 3 == 0   ? "publish = \"digest\"\n"
               : seed % 3 == 1 ? "missing = \"channel\"\n"
                               : "close = \"24h\"\n");
  }
}
