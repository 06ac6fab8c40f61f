// Envelopes as Slack sends them, and short ways to read what became of them.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "bot/slack/incoming.hpp"

namespace houston::bot::slack {

inline const Identity houston{"UHOUSTON", "BHOUSTON", "T1"};
inline const Instant noon{std::chrono::seconds(1764158400)};

inline Reading read(const nlohmann::json& envelope) {
  return read_envelope(envelope, houston, WorkspaceId{"acme"}, noon);
}

inline nlohmann::json events_api(const nlohmann::json& event, const std::string& id = "Ev1") {
  return {{"type", "events_api"},
          {"envelope_id", "e-1"},
          {"accepts_response_payload", false},
          {"retry_attempt", 0},
          {"payload",
           {{"type", "event_callback"},
            {"team_id", "T1"},
            {"event_id", id},
            {"event_time", 1764158400},
            {"event", event}}}};
}

inline nlohmann::json interactive(const nlohmann::json& payload) {
  return {{"type", "interactive"},
          {"envelope_id", "e-2"},
          {"accepts_response_payload", true},
          {"payload", payload}};
}

/// The event's content; fails the test when the envelope was passed over or is of another kind.
template <class What>
const What& taken(const Reading& reading) {
  return std::get<What>(std::get<Incoming>(reading).event.what);
}

/// Why it was passed over; "" when it was not.
inline std::string passed(const Reading& reading) {
  const auto* over = std::get_if<PassedOver>(&reading);
  return over == nullptr ? "" : over->why;
}

}  // namespace houston::bot::slack
