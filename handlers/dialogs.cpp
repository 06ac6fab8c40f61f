#include "handlers/dialogs.hpp"

#include <algorithm>

#include "handlers/forms/forms.hpp"
#include "handlers/roster.hpp"

namespace houston::handlers::dialogs {
namespace {

// What a person left alone for so long is not asked again out of the blue.
constexpr Duration kForgotten = std::chrono::hours(24);

bool ask_again(Turn& turn, const House& house, const storage::Person& person, const storage::Dialog& dialog) {
  if (dialog.kind == forms::kDialog) {
    return forms::resume(turn, person, dialog);
  }
  if (dialog.kind == Standup::kKind) {
    const auto subject = parse_subject(dialog.subject);
    Standup* standup = subject ? house.standup(*subject) : nullptr;
    if (standup == nullptr || !roster::member(turn.tables(), standup->team(), person.id)) return false;
    standup->resume(turn, person, dialog);
    return true;
  }
  return std::any_of(house.parts().begin(), house.parts().end(),
                     [&](const auto& part) { return part->resumed(turn, house, person, dialog); });
}

}  // namespace

void resume(Turn& turn, const House& house) {
  auto& tables = turn.tables();
  for (const auto& [workspace, id] : turn.uncovered()) {
    const auto person = tables.people.find(workspace, id);
    while (const auto top = tables.dialogs.of(workspace, id)) {
      if (turn.opened(top->id)) break;
      const bool forgotten = top->touched + kForgotten < turn.now();
      if (person && !forgotten && ask_again(turn, house, *person, *top)) break;
      tables.dialogs.end(top->id);
    }
  }
}

}  // namespace houston::handlers::dialogs
