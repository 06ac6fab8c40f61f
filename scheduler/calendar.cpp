#include "scheduler/calendar.hpp"

#include "scheduler/ical.hpp"

namespace houston::scheduler {
namespace {

icaltimetype utc(Instant at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  return icaltime_from_timet_with_zone(static_cast<time_t>(seconds), 0, icaltimezone_get_utc_timezone());
}

/// libical escapes commas, semicolons and line breaks; other control characters are not allowed in text.
std::string clean(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
  }
  return out;
}

void add(icalcomponent* to, icalproperty* property) {
  icalcomponent_add_property(to, property);
}

}  // namespace

std::string to_ics(const std::string& name, const std::vector<CalendarEvent>& events) {
  quiet_ical();
  const Component calendar(icalcomponent_new(ICAL_VCALENDAR_COMPONENT));
  add(calendar.get(), icalproperty_new_version("2.0"));
  add(calendar.get(), icalproperty_new_prodid("-//Houston//Team rituals//EN"));
  add(calendar.get(), icalproperty_new_calscale("GREGORIAN"));
  add(calendar.get(), icalproperty_new_method(ICAL_METHOD_PUBLISH));
  icalproperty* title = icalproperty_new_x(clean(name).c_str());
  icalproperty_set_x_name(title, "X-WR-CALNAME");
  add(calendar.get(), title);
  for (const CalendarEvent& event : events) {
    icalcomponent* one = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    add(one, icalproperty_new_uid(event.uid.c_str()));
    add(one, icalproperty_new_dtstamp(utc(event.changed)));
    add(one, icalproperty_new_lastmodified(utc(event.changed)));
    add(one, icalproperty_new_dtstart(utc(event.starts)));
    add(one, icalproperty_new_dtend(utc(event.ends)));
    add(one, icalproperty_new_sequence(event.sequence));
    add(one, icalproperty_new_status(event.cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    add(one, icalproperty_new_class(ICAL_CLASS_PRIVATE));
    add(one, icalproperty_new_summary(clean(event.summary).c_str()));
    if (!event.description.empty()) {
      add(one, icalproperty_new_description(clean(event.description).c_str()));
    }
    icalcomponent_add_component(calendar.get(), one);
  }
  char* const text = icalcomponent_as_ical_string_r(calendar.get());
  std::string out(text);
  icalmemory_free_buffer(text);
  return out;
}

}  // namespace houston::scheduler
