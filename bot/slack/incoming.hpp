// What a Socket Mode envelope says, as an Event and the ways to answer it. Pure: JSON in, values out.
//
// Table of what is taken and what is passed over: tests/slack/events_test.cpp. Timestamps and ids are strings
// and stay strings: a number would lose digits.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <variant>

#include "handlers/chat/event.hpp"

namespace houston::bot::slack {

/// Who Houston is in this workspace (auth.test).
struct Identity {
  std::string user;  ///< "U…": what a mention of Houston names.
  std::string bot;   ///< "B…"
  std::string team;  ///< "T…"
};

/// How the person who acted can be answered at once. All of it is good for a few seconds or minutes and is
/// held only while the event is handled.
struct Answering {
  enum class By {
    nothing,     ///< An event: answers are ordinary messages.
    command,     ///< The acknowledgement may carry a message.
    click,       ///< Buttons, shortcuts.
    submission,  ///< The acknowledgement may carry errors by field.
  };
  By by = By::nothing;
  std::string trigger;       ///< For views.open: 3 s, once.
  std::string response_url;  ///< Lets anybody post: a secret, never logged.
  std::string room;          ///< Where the person is; "" on the home tab.
  std::string thread;        ///< The thread there, or "".
};

struct Incoming {
  chat::Event event;
  Answering answering;
};

/// Nothing for Houston to do: acknowledge it and go on.
struct PassedOver {
  std::string why;       ///< For the debug log; names types and ids, never what people wrote.
  bool strange = false;  ///< Not a kind of envelope or event we know or asked for: counted.
};

using Reading = std::variant<Incoming, PassedOver>;

/// Any JSON value; never throws for what is in it. `at` stamps the event.
Reading read_envelope(const nlohmann::json& envelope, const Identity& self, const WorkspaceId& workspace,
                      Instant at);

}  // namespace houston::bot::slack
