#include "handlers/houston.hpp"

#include <algorithm>
#include <set>

#include "handlers/dialogs.hpp"
#include "handlers/forms/forms.hpp"
#include "handlers/home.hpp"
#include "handlers/house.hpp"
#include "handlers/one_on_one/calendar.hpp"
#include "handlers/roster.hpp"
#include "handlers/router.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/words/command_words.hpp"
#include "handlers/words/words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers {
namespace {

using storage::Person;
using storage::Place;
using storage::Timer;
using storage::TimerKey;

const TimerKey kHousekeeping{"houston.housekeeping", ""};
constexpr auto kHousekeepingEvery = std::chrono::hours(24);
constexpr auto kInboxKept = std::chrono::hours(72);  // By days, so 48 at least. Slack repeats for up to 24.
constexpr auto kBodiesKept = std::chrono::hours(24 * 7);  // What was said is in the chat; receipts stay.

/// Timers of teams and rituals that the settings no longer have.
void drop_vanished(Turn& turn, const House& house) {
  const auto collects = house.collects();
  for (const char* ritual : {"standup", "retro"}) {
    for (const char* what : {".prompt", ".remind", ".close"}) {
      for (const Timer& timer : turn.tables().timers.list(std::string(ritual) + what, "")) {
        const bool owned = std::any_of(collects.begin(), collects.end(),
                                       [&](shapes::Collect* one) { return one->owns(timer.key); });
        if (!owned) turn.tables().timers.cancel(timer.key);
      }
    }
  }
}

void bring_in_line(Turn& turn, const House& house) {
  drop_vanished(turn, house);
  for (shapes::Collect* collect : house.collects()) collect->sync(turn);
  for (const auto& part : house.parts()) part->sync(turn, house);
}

void ask_step_by_step(Turn& turn, const chat::Event& event) {
  const auto form = turn.take_form();
  if (!form) return;
  Person person;
  person.workspace = event.workspace;
  person.id = event.person;
  forms::begin(turn, turn.tables().people.find(event.workspace, event.person).value_or(person), *form);
}

}  // namespace

struct Houston::Impl {
  std::unique_ptr<House> house;
  void fire(Turn& turn, const Timer& timer);
};

Houston::Houston(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Houston::~Houston() = default;

Result<std::unique_ptr<Houston>> Houston::create(const config::Settings& settings, std::uint64_t seed) {
  auto house = House::build(settings, seed);
  if (!house) return house.error();
  auto impl = std::make_unique<Impl>();
  impl->house = std::move(*house);
  return std::unique_ptr<Houston>(new Houston(std::move(impl)));
}

void Houston::start(Turn& turn) {
  bring_in_line(turn, *impl_->house);
  if (!turn.tables().timers.find(kHousekeeping)) turn.wake(turn.now() + kHousekeepingEvery, kHousekeeping);
}

bool Houston::handle(Turn& turn, const chat::Event& event) {
  // By the day alone: whoever gave an anonymous note is not to be found by its minute.
  const Instant day = std::chrono::floor<std::chrono::days>(turn.now());
  if (!event.key.empty() && !turn.tables().inbox.record(event.workspace, event.key, day)) return false;
  if (event.forms || event.can_ask || event.person.value.empty()) {
    route(turn, *impl_->house, event);
  } else {
    chat::Event able = event;
    able.can_ask = true;
    route(turn, *impl_->house, able);
  }
  if (!event.forms) ask_step_by_step(turn, event);
  dialogs::resume(turn, *impl_->house);
  home::refresh(turn, *impl_->house);
  return true;
}

void Houston::fire(Turn& turn, const Timer& timer) {
  impl_->fire(turn, timer);
  dialogs::resume(turn, *impl_->house);
  home::refresh(turn, *impl_->house);
}

void Houston::Impl::fire(Turn& turn, const Timer& timer) {
  if (timer.key == kHousekeeping) {
    turn.tables().inbox.forget(turn.now() - kInboxKept);
    turn.tables().outbox.forget_bodies(turn.now() - kBodiesKept);
    turn.tables().attention.forget_sections(turn.now() - kBodiesKept);
    bring_in_line(turn, *house);
    turn.wake(turn.now() + kHousekeepingEvery, kHousekeeping);
    return;
  }
  if (forms::fired(turn, *house, timer)) return;
  for (const auto& part : house->parts()) {
    if (part->fired(turn, *house, timer)) return;
  }
  for (shapes::Collect* collect : house->collects()) {
    if (collect->fired(turn, timer)) return;
  }
  // A timer of a ritual that is no longer in the settings has nothing to do.
}

bool Houston::celebrate(Turn& turn, const Celebration& celebration) {
  return handlers::celebrate(turn, *impl_->house, celebration);
}

std::optional<std::string> Houston::calendar(storage::Tables& tables, const std::string& fingerprint,
                                             std::optional<std::int64_t> pair, Instant now) {
  return calendar::read(tables, *impl_->house, fingerprint, pair, now);
}

void Houston::undeliverable(Turn& turn, const storage::OutboxRow& row) {
  // What changes or removes a message, or paints a home tab, is not worth a lead's time.
  if (row.action != storage::Action::post) return;
  auto& tables = turn.tables();
  std::string where;
  std::vector<const config::Team*> teams;
  const auto& settings = impl_->house->settings();
  if (row.place.kind == Place::Kind::person) {
    const PersonId person{row.place.id};
    where = roster::name_of(tables, row.place.workspace, person);
    teams = roster::teams_of(tables, settings, row.place.workspace, person);
  } else {
    const auto room = tables.rooms.find(row.place.workspace, RoomId{row.place.id});
    where = "#" + (room ? room->name : row.place.id);
    for (const config::Team& team : settings.teams) {
      if (roster::is_channel(tables, team, row.place.workspace, RoomId{row.place.id})) {
        teams.push_back(&team);
      }
    }
  }
  // Once a day, place and reason, by UTC's day: no zone is everybody's.
  const auto day = std::chrono::floor<std::chrono::days>(turn.now());
  const std::string topic =
      "undeliverable " + scheduler::iso_date(LocalDate(day)) + " " + row.place.id + " " + row.error;
  std::set<PersonId> told;
  for (const config::Team* team : teams) {
    for (const Person& lead : roster::leads(tables, *team)) {
      // Nobody is told in a place that cannot be reached that it cannot be reached.
      if (row.place.kind == Place::Kind::person && lead.id.value == row.place.id) continue;
      if (!told.insert(lead.id).second) continue;
      if (!tables.people.first_time(lead.workspace, lead.id, topic, turn.now())) continue;
      voice::tell(turn, lead, zones::own(lead, *team),
                  words::commands::undeliverable(where, words::shorten(row.error, 300)));
    }
  }
}

}  // namespace houston::handlers
