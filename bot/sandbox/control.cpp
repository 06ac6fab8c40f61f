#include "bot/sandbox/control.hpp"

namespace houston::bot::sandbox {

ControlAnswer good(Json fields) {
  fields["ok"] = true;
  return {200, std::move(fields)};
}

ControlAnswer bad(const std::string& sentence) {
  return {400, {{"ok", false}, {"error", sentence}}};
}

ControlAnswer said(const Result<void>& result) {
  return result ? good() : bad(result.error().message);
}

std::string argument(const Json& arguments, const std::string& name) {
  const auto found = arguments.find(name);
  if (found == arguments.end() || found->is_null()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

bool truth(const Json& arguments, const std::string& name, bool otherwise) {
  const std::string text = argument(arguments, name);
  return text.empty() ? otherwise : text == "true" || text == "1";
}

void control(Sandbox& sandbox, const std::string& name, const Json& arguments, ControlDone done) {
  if (!arguments.is_object()) return done(bad("The body must be a JSON object."));
  try {
    if (control_people(sandbox, name, arguments, done) || control_world(sandbox, name, arguments, done) ||
        control_state(sandbox, name, arguments, done))
      return;
  } catch (const Json::exception&) {
    return done(bad("An argument of " + name + " is of the wrong kind; docs/sandbox.md has them."));
  }
  ControlAnswer answer = bad("There is no /control/" + name + "; docs/sandbox.md has the list.");
  answer.status = 404;
  done(std::move(answer));
}

}  // namespace houston::bot::sandbox
