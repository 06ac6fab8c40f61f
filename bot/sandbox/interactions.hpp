// What people do that an app is asked to acknowledge: commands, clicks, shortcuts, submissions. Builds the
// payloads that Slack sends and does with the acknowledgement what Slack does. Sans I/O.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "bot/sandbox/blockkit/validator.hpp"
#include "bot/sandbox/happenings.hpp"
#include "bot/sandbox/hub.hpp"
#include "bot/sandbox/workspace.hpp"

namespace houston::bot::sandbox {

/// All ids are known to exist. Results that are errors say what a person at the screen could not have done.
class Interactions {
 public:
  Interactions(Workspace& workspace, Hub& hub, const blockkit::Validator& validator)
      : workspace_(workspace), hub_(hub), validator_(validator) {}

  /// An inner event, in its Events API envelope.
  void event(const Json& inner);

  Result<void> command(const std::string& user, const std::string& channel, const std::string& command,
                       const std::string& text, OnAnswer done);
  Result<void> click_message(const std::string& user, const std::string& channel, const std::string& ts,
                             const std::string& action_id, const std::string& value, OnAnswer done);
  Result<void> click_view(const std::string& user, const std::string& view, const std::string& action_id,
                          const std::string& value, OnAnswer done);
  Result<void> shortcut(const std::string& user, const std::string& callback_id, const std::string& channel,
                        const std::string& ts, OnAnswer done);
  Result<void> submit(const std::string& user, const std::string& view, const Json& values, OnAnswer done);
  Result<void> close_view(const std::string& user, const std::string& view, OnAnswer done);
  Result<void> open_home(const std::string& user, const std::string& tab);

 private:
  Hub::Moment moment() const { return {workspace_.real(), workspace_.now()}; }
  Json common(const std::string& type, const std::string& user) const;
  Json channel_part(const std::string& channel) const;
  /// The topmost modal, or the one named; null if it is not open.
  View* open_modal(const std::string& user, const std::string& view);
  void plain_answer(const std::string& type, Json payload, OnAnswer done);
  Answer submitted(const std::string& user, const std::string& view, bool acknowledged, const Json& payload);

  Workspace& workspace_;
  Hub& hub_;
  const blockkit::Validator& validator_;
  std::map<std::string, Json> message_states_;  // state.values by channel, ts and user
};

}  // namespace houston::bot::sandbox
