#include "bot/demo/matrix_view.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "bot/demo/cast.hpp"
#include "bot/demo/read_html.hpp"
#include "bot/json_fields.hpp"

namespace houston::bot::demo {
namespace {

using nlohmann::json;

std::string key_of(const std::string& action, const std::string& value) {
  return action + "\n" + value;
}

std::vector<HtmlLine> plain_lines(const std::string& body) {
  std::vector<HtmlLine> lines;
  for (std::size_t from = 0; from < body.size();) {
    const std::size_t end = std::min(body.find('\n', from), body.size());
    if (end > from) lines.push_back({{Line::Style::plain, body.substr(from, end - from)}});
    from = end + 1;
  }
  return lines;
}

}  // namespace

MatrixView::MatrixView(std::string houston, std::map<std::string, std::string> people, std::string team_room)
    : houston_(std::move(houston)), people_(std::move(people)), team_room_(std::move(team_room)) {}

std::optional<Happening> MatrixView::see(const std::string& who, const std::string& room, const json& event,
                                         Instant at) {
  const std::string type = text_of(event, "type");
  if (!known_.insert(text_of(event, "event_id")).second) return std::nullopt;
  const json& content = child(event, "content");
  const json& relation = child(content, "m.relates_to");
  std::optional<Happening> happening;
  // A poll reads as the text that it brings along.
  const bool message = type == "m.room.message" || type.ends_with(".poll.start");
  if (message && text_of(relation, "rel_type") == "m.replace") {
    happening = edited(text_of(relation, "event_id"), event);
  } else if (message) {
    happening = posted(who, room, event);
  } else if (type == "m.reaction") {
    happening = reacted(event);
  } else if (type == "m.room.redaction") {
    happening = redacted(event);
  }
  if (happening) happening->at = at;
  return happening;
}

void MatrixView::read(const json& content, Message& message, Original& original) const {
  message.lines.clear();
  message.buttons.clear();
  original.signs.clear();
  std::vector<Sign> signs;
  for (const json& one : objects_of(content, "dev.houston.buttons")) {
    Sign sign{text_of(one, "key"), text_of(one, "label"), text_of(one, "action"), text_of(one, "value")};
    original.signs[key_of(sign.action, sign.value)] = sign.key;
    signs.push_back(std::move(sign));
  }
  const std::string html = text_of(content, "formatted_body");
  read_choices(html.empty() ? plain_lines(text_of(content, "body")) : read_html(html), signs, message);
}

std::optional<Happening> MatrixView::posted(const std::string& who, const std::string& room,
                                            const json& event) {
  const json& content = child(event, "content");
  if (text_of(content, "body").empty()) return std::nullopt;  // Redacted before it was seen.
  Message message;
  message.place = room == team_room_ ? kTeamRoom : who;
  message.id = text_of(event, "event_id");
  const std::string sender = text_of(event, "sender");
  message.from_houston = sender == houston_;
  const auto handle = people_.find(sender);
  const Member* member = handle == people_.end() ? nullptr : find_member(handle->second);
  message.author = message.from_houston ? "Houston" : member != nullptr ? member->name : sender;
  const json& relation = child(content, "m.relates_to");
  if (text_of(relation, "rel_type") == "m.thread") message.thread = text_of(relation, "event_id");
  message.key = text_of(content, "dev.houston.key");
  Original original{messages_.size(), room, sender, {}};
  read(content, message, original);
  originals_[message.id] = std::move(original);
  messages_.push_back(message);
  Happening happening;
  happening.message = std::move(message);
  return happening;
}

std::optional<Happening> MatrixView::edited(const std::string& id, const json& event) {
  const auto found = originals_.find(id);
  // Only its author can change a message.
  if (found == originals_.end() || found->second.sender != text_of(event, "sender")) return std::nullopt;
  Message& message = messages_[found->second.index];
  if (message.deleted) return std::nullopt;
  Happening happening;
  happening.kind = Happening::Kind::updated;
  happening.before = message;
  read(child(child(event, "content"), "m.new_content"), message, found->second);
  happening.message = message;
  return happening;
}

std::optional<Happening> MatrixView::reacted(const json& event) {
  const json& relation = child(child(event, "content"), "m.relates_to");
  const std::string id = text_of(relation, "event_id"), key = text_of(relation, "key");
  const auto found = originals_.find(id);
  if (found == originals_.end()) return std::nullopt;
  Message& message = messages_[found->second.index];
  message.reactions.push_back(key);
  reactions_[text_of(event, "event_id")] = {id, key};
  if (text_of(event, "sender") != houston_) return std::nullopt;
  Happening happening;
  happening.kind = Happening::Kind::reacted;
  happening.reaction = key;
  happening.message = message;
  return happening;
}

std::optional<Happening> MatrixView::redacted(const json& event) {
  std::string gone = text_of(event, "redacts");
  if (gone.empty()) gone = text_of(child(event, "content"), "redacts");
  if (const auto reaction = reactions_.find(gone); reaction != reactions_.end()) {
    auto& left = messages_[originals_.at(reaction->second.message).index].reactions;
    const auto one = std::find(left.begin(), left.end(), reaction->second.key);
    if (one != left.end()) left.erase(one);
    return std::nullopt;
  }
  const auto found = originals_.find(gone);
  if (found == originals_.end()) return std::nullopt;
  Message& message = messages_[found->second.index];
  message.deleted = true;
  Happening happening;
  happening.kind = Happening::Kind::deleted;
  happening.message = message;
  return happening;
}

std::string MatrixView::room_of(const std::string& id) const {
  const auto found = originals_.find(id);
  return found == originals_.end() ? "" : found->second.room;
}

std::string MatrixView::sign_of(const std::string& id, const SeenButton& button) const {
  const auto found = originals_.find(id);
  if (found == originals_.end()) return "";
  const auto sign = found->second.signs.find(key_of(button.action, button.value));
  return sign == found->second.signs.end() ? "" : sign->second;
}

}  // namespace houston::bot::demo
