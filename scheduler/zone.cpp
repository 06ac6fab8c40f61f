#include "scheduler/zone.hpp"

#include <date/tz.h>

#include <algorithm>
#include <stdexcept>

namespace houston::scheduler {
namespace {

using std::chrono::seconds;
using SysSeconds = std::chrono::sys_time<seconds>;

/// Debian's build of the date library reads the system's compiled zone files and finds everything below
/// /usr/share/zoneinfo, files included that are no places ("Factory", "posixrules"). Those would parse; a
/// team does not live in them.
bool is_no_place(std::string_view zone) {
  return zone == "Factory" || zone == "posixrules" || zone == "localtime" || zone.substr(0, 6) == "posix/" ||
         zone.substr(0, 6) == "right/";
}

/// The zone, or null. A file that cannot be read as a zone is as good as none.
const date::time_zone* find_zone(std::string_view name) {
  if (name.empty() || is_no_place(name)) return nullptr;
  const auto& zones = date::get_tzdb().zones;
  const auto at = std::lower_bound(
      zones.begin(), zones.end(), name,
      [](const date::time_zone& zone, std::string_view wanted) { return zone.name() < wanted; });
  if (at == zones.end() || at->name() != name) return nullptr;
  try {
    at->get_info(SysSeconds{});  // Zones are read on first use.
  } catch (const std::exception&) {
    return nullptr;
  }
  return &*at;
}

const date::time_zone& zone_of(std::string_view name) {
  const date::time_zone* zone = find_zone(name);
  if (zone == nullptr) throw std::invalid_argument("unknown time zone: " + std::string(name));
  return *zone;
}

date::sys_info info_at(const date::time_zone& zone, Instant at) {
  return zone.get_info(std::chrono::floor<seconds>(at));
}

}  // namespace

std::vector<std::string> zone_names() {
  std::vector<std::string> names;
  for (const date::time_zone& zone : date::get_tzdb().zones) {
    if (!is_no_place(zone.name())) names.push_back(zone.name());
  }
  return names;
}

std::vector<std::string> zones_called(std::string_view word) {
  const auto same = [](std::string_view name, std::string_view other) {
    return std::equal(name.begin(), name.end(), other.begin(), other.end(), [](char a, char b) {
      const auto plain = [](char c) {
        return c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
      };
      return plain(a) == plain(b);
    });
  };
  std::vector<std::string> places;
  for (std::string& name : zone_names()) {
    if (same(name, word)) return {std::move(name)};
    const std::size_t slash = name.rfind('/');
    if (slash != std::string::npos && same(std::string_view(name).substr(slash + 1), word)) {
      places.push_back(std::move(name));
    }
  }
  return places;
}

bool zone_exists(std::string_view zone) {
  return find_zone(zone) != nullptr;
}

Moment to_instant(LocalDate day, LocalTime time, std::string_view zone) {
  const seconds since_epoch =
      std::chrono::sys_days(day).time_since_epoch() + std::chrono::minutes(time.minutes);
  const date::local_info info = zone_of(zone).get_info(date::local_time<seconds>(since_epoch));
  Moment moment;
  if (info.result == date::local_info::nonexistent) moment.kind = LocalKind::gap;
  if (info.result == date::local_info::ambiguous) moment.kind = LocalKind::overlap;
  // `first` is the only offset of a plain time, the one before a gap, and the earlier one of an overlap: what
  // the rule asks for in each case.
  moment.at = Instant(since_epoch - info.first.offset);
  return moment;
}

Local to_local(Instant at, std::string_view zone) {
  const date::sys_info info = info_at(zone_of(zone), at);
  const Instant shown = at + info.offset;
  const auto day = std::chrono::floor<std::chrono::days>(shown);
  Local local;
  local.date = LocalDate(day);
  local.time.minutes = static_cast<int>(std::chrono::floor<std::chrono::minutes>(shown - day).count());
  local.offset_minutes = static_cast<int>(std::chrono::floor<std::chrono::minutes>(info.offset).count());
  local.abbreviation = info.abbrev;
  return local;
}

LocalDate local_date(Instant at, std::string_view zone) {
  const date::sys_info info = info_at(zone_of(zone), at);
  return LocalDate(std::chrono::floor<std::chrono::days>(at + info.offset));
}

std::optional<Instant> offset_change(Instant from, Instant to, std::string_view zone) {
  const date::time_zone& place = zone_of(zone);
  date::sys_info info = info_at(place, from);
  // Not every entry in zone data changes the offset: some change the abbreviation alone. The comparison is in
  // seconds, because the last entry ends beyond what milliseconds can hold.
  const SysSeconds last = std::chrono::floor<seconds>(to);
  while (info.end <= last) {
    const date::sys_info next = place.get_info(info.end);
    if (next.offset != info.offset) return Instant(info.end);
    if (next.end <= info.end) break;
    info = next;
  }
  return std::nullopt;
}

}  // namespace houston::scheduler
