// All typed reads and writes a turn may do, inside its transaction.
#pragma once

#include "storage/attention.hpp"
#include "storage/availability.hpp"
#include "storage/dialogs.hpp"
#include "storage/entries.hpp"
#include "storage/inbox.hpp"
#include "storage/milestones.hpp"
#include "storage/occurrences.hpp"
#include "storage/outbox.hpp"
#include "storage/pairs.hpp"
#include "storage/people.hpp"
#include "storage/personal.hpp"
#include "storage/platform_notes.hpp"
#include "storage/responses.hpp"
#include "storage/retros.hpp"
#include "storage/timers.hpp"
#include "storage/yearly_days.hpp"

namespace houston::storage {

struct Tables {
  explicit Tables(Database& database)
      : inbox(database),
        timers(database),
        outbox(database),
        people(database),
        rooms(database),
        absences(database),
        holds(database),
        occurrences(database),
        responses(database),
        typed_answers(database),
        dialogs(database),
        open_forms(database),
        entries(database),
        milestones(database),
        yearly_days(database),
        retros(database),
        retro_actions(database),
        attention(database),
        personal(database),
        pairs(database),
        calendars(database),
        coffees(database),
        platform_notes(database) {}

  Inbox inbox;
  Timers timers;
  Outbox outbox;
  People people;
  Rooms rooms;
  Absences absences;
  Holds holds;
  Occurrences occurrences;
  Responses responses;
  TypedAnswers typed_answers;
  Dialogs dialogs;
  OpenForms open_forms;
  Entries entries;
  Milestones milestones;
  YearlyDays yearly_days;
  Retros retros;
  RetroActions retro_actions;
  Attention attention;
  Personal personal;
  Pairs pairs;
  CalendarAddresses calendars;
  Coffees coffees;
  PlatformNotes platform_notes;
};

}  // namespace houston::storage
