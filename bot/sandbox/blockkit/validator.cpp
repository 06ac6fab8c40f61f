#include "bot/sandbox/blockkit/validator.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <stdexcept>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "bot/sandbox/blockkit/schema.hpp"

namespace houston::bot::sandbox::blockkit {
namespace {

using valijson::adapters::NlohmannJsonAdapter;

// "<root>[blocks][0][text]" in pieces → "/blocks/0/text".
std::string pointer_of(const std::vector<std::string>& context) {
  std::string out;
  for (const std::string& part : context) {
    if (part == "<root>") continue;
    out += '/' + (part.size() > 2 && part.front() == '[' ? part.substr(1, part.size() - 2) : part);
  }
  return out;
}

std::string quoted(const std::string& text) {
  const auto from = text.find('\''), to = text.rfind('\'');
  return from < to ? text.substr(from + 1, to - from - 1) : text;
}

// The property name stands after the last ": '"; the words before it hold quotes of their own.
std::string last_quoted(const std::string& text) {
  const auto from = text.rfind(": '");
  return from == std::string::npos ? quoted(text) : quoted(text.substr(from + 2));
}

bool has(const std::string& text, const char* words) {
  return text.find(words) != std::string::npos;
}

std::string number_in(const std::string& text, int add) {
  const auto digit = text.find_first_of("0123456789");
  return digit == std::string::npos ? "" : std::to_string(std::atoll(text.c_str() + digit) + add);
}

std::string last_part(const std::string& pointer) {
  return pointer.substr(pointer.rfind('/') + 1);
}

// valijson's words in Slack's; empty for those that only repeat a fault of a part.
std::string words(const std::string& said, const std::string& pointer) {
  if (has(said, "no fewer than") && has(said, "characters"))
    return "must be more than " + number_in(said, -1) + " characters";
  if (has(said, "no more than") && has(said, "characters"))
    return "must be less than " + number_in(said, 1) + " characters";
  if (has(said, "no fewer than")) return "no fewer than " + number_in(said, 0) + " items allowed";
  if (has(said, "no more than")) return "no more than " + number_in(said, 0) + " items allowed";
  if (has(said, "Missing required property")) return "missing required field: " + quoted(said);
  if (has(said, "could not be validated using 'properties'"))
    return "invalid additional property: " + last_quoted(said);
  if (has(said, "enum"))
    return last_part(pointer) == "type" ? "unsupported type" : "must be a valid enum value";
  if (has(said, "'const'")) return "must be a valid enum value";
  if (has(said, "'type' constraint")) return "must provide a value of the right type";
  if (has(said, "'pattern'")) return "failed to match the required format";
  if (has(said, "number less")) return "must be less than or equal to " + number_in(said, 0);
  if (has(said, "number greater")) return "must be greater than or equal to " + number_in(said, 0);
  if (has(said, "exactly one") || has(said, "multiple") || has(said, "more than one"))
    return "failed to match exactly one allowed schema";
  if (has(said, "not' ") || has(said, "should not validate")) return "failed to match all allowed schemas";
  return {};
}

}  // namespace

std::string fault(const std::string& message, const std::string& pointer) {
  return "[ERROR] " + message + " [json-pointer:" + pointer + "]";
}

struct Validator::Schemas {
  valijson::Schema message, view, ack;

  static Json definitions() {
    static const Json all = Json::parse(schema_text()).at("definitions");
    return all;
  }

  static void parse(Json wrapper, valijson::Schema& into) {
    wrapper["definitions"] = definitions();
    const NlohmannJsonAdapter adapter(wrapper);
    valijson::SchemaParser parser;
    parser.populateSchema(adapter, into);
  }

  Schemas() {
    const auto ref = [](const char* name) { return Json{{"$ref", std::string("#/definitions/") + name}}; };
    parse({{"type", "object"},
           {"properties",
            {{"blocks", {{"type", "array"}, {"maxItems", 50}, {"items", ref("KnownBlock")}}},
             {"attachments", {{"type", "array"}, {"maxItems", 100}, {"items", ref("MessageAttachment")}}},
             {"metadata", ref("MessageMetadata")}}}},
          message);
    parse({{"type", "object"}, {"properties", {{"view", ref("BotView")}}}}, view);
    parse({{"type", "object"}, {"properties", {{"payload", ref("ViewSubmissionAck")}}}}, ack);
  }

  static Faults check(const valijson::Schema& schema, const Json& target) {
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    valijson::ValidationResults results;
    const NlohmannJsonAdapter adapter(target);
    if (validator.validate(schema, adapter, &results)) return {};
    Faults faults;
    std::set<std::string> seen;
    std::string outermost;
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
      const std::string pointer = pointer_of(error.context);
      const std::string said = words(error.description, pointer);
      if (outermost.empty()) outermost = pointer;
      if (said.empty()) continue;
      const std::string line = fault(said, pointer);
      if (seen.insert(line).second) faults.push_back(line);
    }
    if (faults.empty()) faults.push_back(fault("failed to match all allowed schemas", outermost));
    return faults;
  }
};

Validator::Validator() : schemas_(std::make_unique<Schemas>()) {}
Validator::~Validator() = default;

Faults Validator::blocks(const Json& blocks) const {
  Faults faults = Schemas::check(schemas_->message, {{"blocks", blocks}});
  if (faults.empty()) cross_rules(blocks, "/blocks", faults);
  return faults;
}

Faults Validator::attachments(const Json& attachments) const {
  Faults faults = Schemas::check(schemas_->message, {{"attachments", attachments}});
  if (!faults.empty()) return faults;
  for (std::size_t i = 0; i < attachments.size(); ++i)
    if (attachments[i].contains("blocks"))
      cross_rules(attachments[i]["blocks"], "/attachments/" + std::to_string(i) + "/blocks", faults);
  return faults;
}

Faults Validator::metadata(const Json& metadata) const {
  return Schemas::check(schemas_->message, {{"metadata", metadata}});
}

Faults Validator::view(const Json& view) const {
  Faults faults = Schemas::check(schemas_->view, {{"view", view}});
  if (faults.empty()) cross_rules(view["blocks"], "/view/blocks", faults);
  return faults;
}

Faults Validator::submission_ack(const Json& payload) const {
  Faults faults = Schemas::check(schemas_->ack, {{"payload", payload}});
  if (faults.empty() && payload.contains("view"))
    cross_rules(payload["view"]["blocks"], "/view/blocks", faults);
  return faults;
}

}  // namespace houston::bot::sandbox::blockkit
