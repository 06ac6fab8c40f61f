#include "handlers/chat/json.hpp"

#include <nlohmann/json.hpp>

namespace houston::chat {
namespace {

using Json = nlohmann::json;

// A reader takes what is missing as its default, so that a later version may add keys; a type it does not
// know is an error, because leaving it out would say something else than was meant.

// --- writing ---

struct SpanJson {
  Json operator()(const Plain& span) const {
    Json out{{"t", "plain"}, {"text", span.text}};
    if (span.bold) out["bold"] = true;
    if (span.italic) out["italic"] = true;
    if (span.code) out["code"] = true;
    return out;
  }
  Json operator()(const Link& span) const { return {{"t", "link"}, {"url", span.url}, {"text", span.text}}; }
  Json operator()(const Mention& span) const { return {{"t", "mention"}, {"person", span.person.value}}; }
  Json operator()(const RoomLink& span) const {
    Json out{{"t", "room"}, {"room", span.room.value}};
    for (const RoomId& room : span.also) out["also"].push_back(room.value);
    return out;
  }
  Json operator()(const DateTime& span) const {
    Json out{{"t", "date"}, {"at", span.at.time_since_epoch().count()}, {"fallback", span.fallback}};
    if (!span.zone.empty()) out["zone"] = span.zone;
    return out;
  }
  Json operator()(const Invocation& span) const { return {{"t", "command"}, {"command", span.command}}; }
};

Json json_of(const Text& text) {
  Json out = Json::array();
  for (const Span& span : text) out.push_back(std::visit(SpanJson{}, span));
  return out;
}

const char* style_name(Button::Style style) {
  switch (style) {
    case Button::Style::primary:
      return "primary";
    case Button::Style::danger:
      return "danger";
    case Button::Style::usual:
      break;
  }
  return "usual";
}

struct BlockJson {
  Json operator()(const Heading& block) const { return {{"t", "heading"}, {"text", block.text}}; }
  Json operator()(const Paragraph& block) const {
    return {{"t", "paragraph"}, {"text", json_of(block.text)}};
  }
  Json operator()(const List& block) const {
    Json items = Json::array();
    for (const Text& item : block.items) items.push_back(json_of(item));
    return {{"t", "list"}, {"items", std::move(items)}, {"numbered", block.numbered}};
  }
  Json operator()(const Quote& block) const { return {{"t", "quote"}, {"text", json_of(block.text)}}; }
  Json operator()(const Fields& block) const {
    Json fields = Json::array();
    for (const Field& field : block.fields) {
      fields.push_back({{"label", field.label}, {"value", json_of(field.value)}});
    }
    return {{"t", "fields"}, {"fields", std::move(fields)}};
  }
  Json operator()(const Buttons& block) const {
    Json buttons = Json::array();
    for (const Button& button : block.buttons) {
      buttons.push_back({{"label", button.label},
                         {"action", button.action},
                         {"value", button.value},
                         {"style", style_name(button.style)}});
      if (!button.command.empty()) buttons.back()["command"] = button.command;
    }
    Json out{{"t", "buttons"}, {"buttons", std::move(buttons)}};
    if (block.secret) out["secret"] = true;
    return out;
  }
  Json operator()(const Divider&) const { return {{"t", "divider"}}; }
  Json operator()(const Context& block) const { return {{"t", "context"}, {"text", json_of(block.text)}}; }
  Json operator()(const Image& block) const {
    return {{"t", "image"}, {"url", block.url}, {"alt", block.alt}};
  }
  Json operator()(const Poll& block) const {
    Json answers = Json::array();
    for (const Poll::Answer& answer : block.answers) {
      answers.push_back({{"id", answer.id}, {"label", answer.label}});
    }
    return {{"t", "poll"},           {"question", block.question},    {"action", block.action},
            {"value", block.value},  {"answers", std::move(answers)}, {"most", block.most},
            {"closed", block.closed}};
  }
};

// --- reading; throws nlohmann's exceptions and std::runtime_error, caught at the door ---

const Json& list_at(const Json& json, const char* key) {
  static const Json empty = Json::array();
  const auto found = json.find(key);
  if (found == json.end()) return empty;
  if (!found->is_array()) throw std::runtime_error(std::string("\"") + key + "\" is not a list");
  return *found;
}

std::string text_at(const Json& json, const char* key) {
  return json.value(key, std::string());
}

Span span_from(const Json& json) {
  const std::string type = json.at("t").get<std::string>();
  if (type == "plain") {
    return Plain{text_at(json, "text"), json.value("bold", false), json.value("italic", false),
                 json.value("code", false)};
  }
  if (type == "link") return Link{text_at(json, "url"), text_at(json, "text")};
  if (type == "mention") return Mention{PersonId{text_at(json, "person")}};
  if (type == "room") {
    RoomLink link{RoomId{text_at(json, "room")}};
    if (const auto also = json.find("also"); also != json.end()) {
      for (const Json& room : *also) link.also.push_back(RoomId{room.get<std::string>()});
    }
    return link;
  }
  if (type == "date") {
    return DateTime{Instant(Duration(json.value("at", std::int64_t{0}))), text_at(json, "fallback"),
                    text_at(json, "zone")};
  }
  if (type == "command") return Invocation{text_at(json, "command")};
  throw std::runtime_error("a span of unknown type");
}

Text text_from(const Json& list) {
  Text out;
  for (const Json& span : list) out.push_back(span_from(span));
  return out;
}

Button button_from(const Json& json) {
  Button button{text_at(json, "label"), text_at(json, "action"), text_at(json, "value")};
  const std::string style = text_at(json, "style");
  if (style == "primary") button.style = Button::Style::primary;
  if (style == "danger") button.style = Button::Style::danger;
  button.command = text_at(json, "command");
  return button;
}

Block block_from(const Json& json) {
  const std::string type = json.at("t").get<std::string>();
  if (type == "heading") return Heading{text_at(json, "text")};
  if (type == "paragraph") return Paragraph{text_from(list_at(json, "text"))};
  if (type == "quote") return Quote{text_from(list_at(json, "text"))};
  if (type == "context") return Context{text_from(list_at(json, "text"))};
  if (type == "divider") return Divider{};
  if (type == "image") return Image{text_at(json, "url"), text_at(json, "alt")};
  if (type == "list") {
    List list{{}, json.value("numbered", false)};
    for (const Json& item : list_at(json, "items")) list.items.push_back(text_from(item));
    return list;
  }
  if (type == "fields") {
    Fields fields;
    for (const Json& field : list_at(json, "fields")) {
      fields.fields.push_back({text_at(field, "label"), text_from(list_at(field, "value"))});
    }
    return fields;
  }
  if (type == "buttons") {
    Buttons buttons;
    for (const Json& button : list_at(json, "buttons")) buttons.buttons.push_back(button_from(button));
    buttons.secret = json.value("secret", false);
    return buttons;
  }
  if (type == "poll") {
    Poll poll{text_at(json, "question"), text_at(json, "action"), text_at(json, "value"), {}};
    for (const Json& answer : list_at(json, "answers")) {
      poll.answers.push_back({text_at(answer, "id"), text_at(answer, "label")});
    }
    poll.most = json.value("most", 1);
    poll.closed = json.value("closed", false);
    return poll;
  }
  throw std::runtime_error("a block of unknown type");
}

const char* kind_name(FormField::Kind kind) {
  switch (kind) {
    case FormField::Kind::line:
      return "line";
    case FormField::Kind::choice:
      return "choice";
    case FormField::Kind::date:
      return "date";
    case FormField::Kind::lines:
      break;
  }
  return "lines";
}

FormField field_from(const Json& json) {
  FormField field;
  field.id = text_at(json, "id");
  field.label = text_at(json, "label");
  field.hint = text_at(json, "hint");
  const std::string kind = text_at(json, "kind");
  if (kind == "line") field.kind = FormField::Kind::line;
  if (kind == "choice") field.kind = FormField::Kind::choice;
  if (kind == "date") field.kind = FormField::Kind::date;
  field.initial = text_at(json, "initial");
  field.optional = json.value("optional", true);
  field.max_length = json.value("max_length", 3000);
  for (const Json& choice : list_at(json, "choices")) {
    field.choices.emplace_back(text_at(choice, "value"), text_at(choice, "label"));
  }
  field.people = json.value("people", false);
  return field;
}

}  // namespace

std::string to_json(const Form& form) {
  Json fields = Json::array();
  for (const FormField& field : form.fields) {
    Json choices = Json::array();
    for (const auto& [value, label] : field.choices) choices.push_back({{"value", value}, {"label", label}});
    fields.push_back({{"id", field.id},
                      {"label", field.label},
                      {"hint", field.hint},
                      {"kind", kind_name(field.kind)},
                      {"initial", field.initial},
                      {"optional", field.optional},
                      {"max_length", field.max_length},
                      {"choices", std::move(choices)},
                      {"people", field.people}});
  }
  const Json out{{"id", form.id},
                 {"state", form.state},
                 {"title", form.title},
                 {"submit", form.submit},
                 {"intro", json_of(form.intro)},
                 {"fields", std::move(fields)},
                 {"traceless", form.traceless}};
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Form> form_from_json(std::string_view json) {
  try {
    const Json parsed = Json::parse(json.begin(), json.end(), nullptr, /*allow_exceptions=*/false);
    if (!parsed.is_object()) return Error{"a stored form is not a JSON object"};
    Form form;
    form.id = text_at(parsed, "id");
    form.state = text_at(parsed, "state");
    form.title = text_at(parsed, "title");
    form.submit = text_at(parsed, "submit");
    form.intro = text_from(list_at(parsed, "intro"));
    for (const Json& field : list_at(parsed, "fields")) form.fields.push_back(field_from(field));
    form.traceless = parsed.value("traceless", false);
    return form;
  } catch (const std::exception&) {
    return Error{"a stored form is not in the form that Houston writes"};
  }
}

std::string to_json(const Message& message) {
  Json blocks = Json::array();
  for (const Block& block : message.blocks) blocks.push_back(std::visit(BlockJson{}, block));
  const Json out{{"summary", message.summary}, {"blocks", std::move(blocks)}};
  // What is not UTF-8 becomes U+FFFD: a byte that somebody typed must not stop a message.
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Message> message_from_json(std::string_view json) {
  // Errors name the place, never the content: it is what people wrote.
  try {
    const Json parsed = Json::parse(json.begin(), json.end(), nullptr, /*allow_exceptions=*/false);
    if (!parsed.is_object()) return Error{"a stored message is not a JSON object"};
    Message message{text_at(parsed, "summary"), {}};
    for (const Json& block : list_at(parsed, "blocks")) message.blocks.push_back(block_from(block));
    return message;
  } catch (const Json::exception& e) {
    return Error{"a stored message is not one that this version of Houston can read (nlohmann::json error " +
                 std::to_string(e.id) + ")"};
  } catch (const std::runtime_error& e) {
    return Error{std::string("a stored message is not one that this version of Houston can read: ") +
                 e.what()};
  }
}

std::string to_json(const Reaction& reaction) {
  const Json out{{"message", reaction.message}, {"name", reaction.name}, {"remove", reaction.remove}};
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Reaction> reaction_from_json(std::string_view json) {
  try {
    const Json parsed = Json::parse(json.begin(), json.end(), nullptr, /*allow_exceptions=*/false);
    if (!parsed.is_object()) return Error{"a stored reaction is not a JSON object"};
    Reaction reaction{text_at(parsed, "message"), text_at(parsed, "name"), parsed.value("remove", false)};
    if (reaction.message.empty() || reaction.name.empty()) return Error{"a stored reaction names nothing"};
    return reaction;
  } catch (const std::exception&) {
    return Error{"a stored reaction is not in the form that Houston writes"};
  }
}

}  // namespace houston::chat
