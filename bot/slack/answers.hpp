// How an Immediate reaches the person who is looking at the screen: what goes into the acknowledgement, what
// follows it. Pure.
#pragma once

#include <optional>
#include <string>

#include "bot/slack/incoming.hpp"
#include "bot/slack/render_message.hpp"
#include "handlers/turn.hpp"

namespace houston::bot::slack {

struct AnswerPlan {
  std::string payload;  ///< Of the acknowledgement (JSON), or "".
  struct OpenView {
    std::string trigger;
    std::string view;  ///< JSON
  };
  std::optional<OpenView> open;
  struct Respond {
    std::string url;  ///< A secret.
    std::string body;
  };
  std::optional<Respond> respond;
  /// Seen by the person alone in a channel (chat.postEphemeral), or said in their direct messages when `room`
  /// is one (D…) or "".
  struct Tell {
    std::string room;
    std::string thread;
    Rendered message;
  };
  std::optional<Tell> tell;
};

/// `takes_payload`: the envelope accepts_response_payload. Throws std::length_error as render() does.
AnswerPlan plan_answer(const handlers::Immediate& immediate, const Answering& answering, bool takes_payload);

/// When a form could not be opened in time.
chat::Message try_again();

}  // namespace houston::bot::slack
