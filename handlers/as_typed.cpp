#include "handlers/as_typed.hpp"

#include "handlers/chat/message.hpp"
#include "handlers/roster.hpp"

namespace houston::handlers {

std::string as_typed(storage::Tables& tables, const WorkspaceId& workspace, const chat::Text& text) {
  chat::Text plain;
  for (const chat::Span& span : text) {
    const auto* link = std::get_if<chat::Link>(&span);
    const auto* room = std::get_if<chat::RoomLink>(&span);
    if (link != nullptr && !link->text.empty() && link->text != link->url &&
        "mailto:" + link->text != link->url) {
      plain.push_back(chat::Plain{link->text + " (" + link->url + ")"});
    } else if (room != nullptr) {
      const auto known = tables.rooms.find(workspace, room->room);
      plain.push_back(chat::Plain{"#" + (known ? known->name : room->room.value)});
    } else {
      plain.push_back(span);
    }
  }
  return chat::plain_text(plain,
                          [&](const PersonId& person) { return roster::name_of(tables, workspace, person); });
}

}  // namespace houston::handlers
