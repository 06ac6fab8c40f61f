#include "handlers/zones.hpp"

#include "handlers/words/words.hpp"

namespace houston::handlers::zones {

std::string known(const storage::Person& person) {
  for (const std::string& zone : {person.time_zone, person.chosen_zone}) {
    if (!zone.empty() && scheduler::zone_exists(zone)) return zone;
  }
  return "";
}

std::string own(const storage::Person& person, const config::Team& team) {
  const std::string zone = known(person);
  return zone.empty() ? team.time_zone : zone;
}

std::string for_prompt(const storage::Person& person, const config::Team& team, config::ZoneChoice choice) {
  return choice == config::ZoneChoice::team ? team.time_zone : own(person, team);
}

std::string clock(Instant at, const std::string& zone) {
  return scheduler::clock_time(scheduler::to_local(at, zone).time);
}

std::string day_and_clock(Instant at, const std::string& zone, Instant now) {
  const auto local = scheduler::to_local(at, zone);
  return words::day(local.date, scheduler::local_date(now, zone)) + ", " + scheduler::clock_time(local.time);
}

std::string full(Instant at, const std::string& zone) {
  const auto local = scheduler::to_local(at, zone);
  return scheduler::iso_date(local.date) + " " + scheduler::clock_time(local.time) + " " + local.abbreviation;
}

}  // namespace houston::handlers::zones
