// The home tab: what is open for the person, what comes this week, what each part has to show, their
// settings. Once somebody opened it, it is painted anew whenever something about them changes.
#pragma once

#include "handlers/house.hpp"
#include "handlers/turn.hpp"

namespace houston::handlers::home {

/// What it shows now. Also the answer to "home", where a platform has no such tab.
chat::Message paint(Turn& turn, const House& house, const storage::Person& person);
/// The person looks at it.
void open(Turn& turn, const House& house, const storage::Person& person);
/// Paints those that were opened before, of the people whom the turn touched: never merely of who caused the
/// event, since a row in the outbox would tell who gave an anonymous note and when. Where they show something
/// else now. The outbox joins what was not yet sent.
void refresh(Turn& turn, const House& house);

}  // namespace houston::handlers::home
