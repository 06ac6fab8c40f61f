#include "bot/slack/frames.hpp"

#include "bot/json_fields.hpp"
#include "bot/slack/text.hpp"

namespace houston::bot::slack {

using nlohmann::json;

Frame read_frame(std::string_view text) {
  json frame = json::parse(text, nullptr, false);
  if (frame.is_discarded()) return BadFrame{"not_json"};
  if (!frame.is_object()) return BadFrame{"not_an_object"};
  const std::string type = text_of(frame, "type");
  if (type == "hello") {
    const json& lifetime = child(child(frame, "debug_info"), "approximate_connection_time");
    constexpr std::int64_t week = 7 * 24 * 3600;
    std::int64_t seconds = lifetime.is_number_integer() ? lifetime.get<std::int64_t>() : 0;
    if (seconds < 0 || seconds > week) seconds = 0;
    return Hello{std::chrono::seconds(seconds)};
  }
  if (type == "disconnect") return Disconnect{cut(one_line(clean(text_of(frame, "reason"))), 40)};
  const std::string id = text_of(frame, "envelope_id");
  if (id.empty()) return BadFrame{"unknown_type"};
  const bool takes_payload = flag_of(frame, "accepts_response_payload");
  return Envelope{id, type, takes_payload, std::move(frame)};
}

std::string acknowledgement(const std::string& envelope_id, const std::string& payload) {
  std::string text =
      "{\"envelope_id\":" + json(envelope_id).dump(-1, ' ', false, json::error_handler_t::replace);
  if (!payload.empty()) text += ",\"payload\":" + payload;
  return text + "}";
}

}  // namespace houston::bot::slack
