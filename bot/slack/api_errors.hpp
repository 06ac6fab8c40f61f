// What Slack's error codes mean for Houston: one table for every method.
// https://docs.slack.dev/reference/methods (the "Errors" part of each)
#pragma once

#include <string>
#include <string_view>

namespace houston::bot::slack {

enum class Verdict {
  success,  ///< It is as it should be, though somebody else did it (already_reacted).
  wait,     ///< A rate limit.
  retry,    ///< Not done, nor anybody's fault: later.
  doubt,    ///< Slack failed within: it may have been done.
  operate,  ///< Houston's installation is at fault (token, scope): tell the operator, lose nothing meanwhile.
  give_up,  ///< This one will never work (channel gone): tell the team's leads.
  drop,     ///< What it was about is no more (message deleted): let it be.
};

/// Of an answer with ok:false. An unknown code is give_up: repeating it would block the messages behind it.
Verdict verdict(std::string_view method, std::string_view code);

/// A sentence for people: what is wrong and what to do. Never holds what was sent.
std::string explain(std::string_view method, std::string_view code, std::string_view needed_scope = {});

}  // namespace houston::bot::slack
