// All typed reads and writes a turn may do, inside its transaction.
#pragma once

#include "storage/availability.hpp"
#include "storage/inbox.hpp"
#include "storage/occurrences.hpp"
#include "storage/outbox.hpp"
#include "storage/people.hpp"
#include "storage/responses.hpp"
#include "storage/timers.hpp"

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
        dialogs(database) {}

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
};

}  // namespace houston::storage
