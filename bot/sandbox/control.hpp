// The control API (docs/sandbox.md): JSON in, one of the Sandbox's calls, JSON out. No I/O of its own.
#pragma once

#include <functional>
#include <string>

#include "bot/sandbox/sandbox.hpp"

namespace houston::bot::sandbox {

struct ControlAnswer {
  int status = 200;
  Json body;
};
/// Called once: at once, or when the app has acknowledged what was done.
using ControlDone = std::function<void(ControlAnswer)>;

/// `name` is what stands behind /control/ in the URL.
void control(Sandbox& sandbox, const std::string& name, const Json& arguments, ControlDone done);

/// The parts, by subject. False: the name is none of theirs.
bool control_people(Sandbox& sandbox, const std::string& name, const Json& arguments,
                    const ControlDone& done);
bool control_world(Sandbox& sandbox, const std::string& name, const Json& arguments, const ControlDone& done);
bool control_state(Sandbox& sandbox, const std::string& name, const Json& arguments, const ControlDone& done);

// For the parts.
ControlAnswer good(Json fields = Json::object());
ControlAnswer bad(const std::string& sentence);
ControlAnswer said(const Result<void>& result);
/// An argument as text: "" if there is none; numbers and booleans as they are written.
std::string argument(const Json& arguments, const std::string& name);
bool truth(const Json& arguments, const std::string& name, bool otherwise);

}  // namespace houston::bot::sandbox
