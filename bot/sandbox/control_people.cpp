// /control/: what people do.
#include "bot/sandbox/control.hpp"

namespace houston::bot::sandbox {
namespace {

// The app's answer, once it is there; a refusal at once.
struct Waiting {
  ControlDone done;
  OnAnswer on_answer() const {
    return [done = done](const Answer& answer) {
      done(good({{"acknowledged", answer.acknowledged},
                 {"payload", answer.payload},
                 {"outcome", answer.outcome},
                 {"errors", answer.errors},
                 {"problem", answer.problem}}));
    };
  }
  bool started(const Result<void>& result) const {
    if (!result) done(bad(result.error().message));
    return true;
  }
};

ControlAnswer with_ts(const Result<std::string>& ts, const Result<std::string>& channel) {
  if (!ts) return bad(ts.error().message);
  return good({{"ts", *ts}, {"channel", channel ? *channel : ""}});
}

bool speech(Sandbox& sandbox, const std::string& name, const Json& arguments, const ControlDone& done) {
  const auto arg = [&](const char* key) { return argument(arguments, key); };
  if (name == "say") {
    const auto ts = sandbox.say(arg("user"), arg("channel"), arg("text"), arg("thread_ts"));
    done(with_ts(ts, sandbox.place_id(arg("channel"), arg("user"))));
  } else if (name == "edit") {
    const auto ts = sandbox.edit(arg("user"), arg("channel"), arg("ts"), arg("text"));
    done(with_ts(ts, sandbox.place_id(arg("channel"), arg("user"))));
  } else if (name == "delete") {
    const auto ts = sandbox.erase(arg("user"), arg("channel"), arg("ts"));
    done(with_ts(ts, sandbox.place_id(arg("channel"), arg("user"))));
  } else if (name == "react") {
    done(said(sandbox.react(arg("user"), arg("channel"), arg("ts"), arg("name"),
                            truth(arguments, "remove", false))));
  } else if (name == "join") {
    done(said(sandbox.join(arg("user"), arg("channel"))));
  } else if (name == "leave") {
    done(said(sandbox.leave(arg("user"), arg("channel"))));
  } else if (name == "open_home") {
    done(said(sandbox.open_home(arg("user"), arg("tab").empty() ? "home" : arg("tab"))));
  } else {
    return false;
  }
  return true;
}

}  // namespace

bool control_people(Sandbox& sandbox, const std::string& name, const Json& arguments,
                    const ControlDone& done) {
  if (speech(sandbox, name, arguments, done)) return true;
  const auto arg = [&](const char* key) { return argument(arguments, key); };
  const Waiting waiting{done};
  const OnAnswer then = waiting.on_answer();
  if (name == "command") {
    const std::string place = arg("channel").empty() ? "dm" : arg("channel");
    return waiting.started(sandbox.command(arg("user"), place, arg("command"), arg("text"), then));
  }
  if (name == "click" && !arg("view").empty())
    return waiting.started(
        sandbox.click_view(arg("user"), arg("view"), arg("action_id"), arg("value"), then));
  if (name == "click")
    return waiting.started(
        sandbox.click(arg("user"), arg("channel"), arg("ts"), arg("action_id"), arg("value"), then));
  if (name == "shortcut")
    return waiting.started(
        sandbox.shortcut(arg("user"), arg("callback_id"), arg("channel"), arg("ts"), then));
  if (name == "submit")
    return waiting.started(
        sandbox.submit(arg("user"), arguments.value("values", Json::object()), then, arg("view")));
  if (name == "close_view") return waiting.started(sandbox.close_view(arg("user"), arg("view"), then));
  return false;
}

}  // namespace houston::bot::sandbox
