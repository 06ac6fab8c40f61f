#include "handlers/elsewhere.hpp"

#include <algorithm>

namespace houston::handlers {
namespace {

class Reader {
 public:
  Reader(storage::Tables& tables, const WorkspaceId& workspace) : tables_(tables), workspace_(workspace) {}

  void read(chat::Text& text) {
    if (workspace_.value.empty()) return;
    for (chat::Span& span : text) {
      if (auto* mention = std::get_if<chat::Mention>(&span)) {
        if (const auto name = name_of_stranger(mention->person)) {
          replaced_.emplace_back("@" + mention->person.value, *name);
          span = chat::Plain{*name};
        }
      } else if (auto* link = std::get_if<chat::RoomLink>(&span)) {
        link->room = room_here(*link);
        link->also.clear();
      }
    }
  }

  /// A summary holds mentions as the ids they were made of.
  void read_summary(std::string& summary) const {
    for (const auto& [id, name] : replaced_) {
      for (auto at = summary.find(id); at != std::string::npos; at = summary.find(id, at + name.size())) {
        summary.replace(at, id.size(), name);
      }
    }
  }

 private:
  std::optional<std::string> name_of_stranger(const PersonId& id) {
    if (tables_.people.find(workspace_, id)) return std::nullopt;
    const auto person = tables_.people.find_anywhere(id);
    if (!person) return std::nullopt;  // Whoever it is, only the platform can say.
    return person->name.empty() ? id.value : person->name;
  }

  RoomId room_here(const chat::RoomLink& link) {
    if (link.also.empty() || tables_.rooms.find(workspace_, link.room)) return link.room;
    const auto here = std::find_if(link.also.begin(), link.also.end(), [&](const RoomId& room) {
      return tables_.rooms.find(workspace_, room).has_value();
    });
    return here == link.also.end() ? link.room : *here;
  }

  storage::Tables& tables_;
  const WorkspaceId& workspace_;
  std::vector<std::pair<std::string, std::string>> replaced_;
};

}  // namespace

chat::Message as_said_in(storage::Tables& tables, const WorkspaceId& workspace, chat::Message message) {
  Reader reader(tables, workspace);
  chat::for_each_text(message, [&](chat::Text& text) { reader.read(text); });
  reader.read_summary(message.summary);
  return message;
}

chat::Text as_said_in(storage::Tables& tables, const WorkspaceId& workspace, chat::Text text) {
  Reader(tables, workspace).read(text);
  return text;
}

}  // namespace houston::handlers
