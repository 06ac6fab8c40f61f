// What a homeserver's answers mean, and the lack of one.

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "bot/json_fields.hpp"
#include "bot/matrix/api.hpp"
#include "bot/matrix/api_call.hpp"

namespace houston::bot::matrix {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using Kind = ApiFailure::Kind;

// Where a rate limit names no time.
constexpr milliseconds usual_wait{5000};
constexpr milliseconds longest_wait{std::chrono::hours(1)};

std::string header(const net::HttpResponse& response, const std::string& name) {
  const auto found = response.headers.find(name);
  return found == response.headers.end() ? std::string() : found->second;
}

// Seconds; a date (RFC 9110 allows one) counts as none.
milliseconds retry_after_header(const net::HttpResponse& response) {
  const std::string text = header(response, "retry-after");
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || seconds < 0) return {};
  return std::chrono::seconds(std::min<std::int64_t>(seconds, longest_wait.count() / 1000));
}

milliseconds named_wait(const net::HttpResponse& response, const json& body) {
  const std::int64_t told = number_of(body, "retry_after_ms", 0);
  if (told > 0) return milliseconds(std::min<std::int64_t>(told, longest_wait.count()));
  return retry_after_header(response);
}

// An error code as it may stand in a log: short, nothing but what such things are made of.
std::string tame(const std::string& text) {
  std::string out;
  for (const char c : text.substr(0, 80)) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-' || c == '.';
    out += fine ? c : '?';
  }
  return out;
}

// The server's own sentence, on one line, short, without what looks like a secret.
std::string quoted(const std::string& text) {
  std::string line;
  for (const char c : text.substr(0, 200)) {
    const auto byte = static_cast<unsigned char>(c);
    line += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
  // Not in the middle of a letter.
  while (!line.empty() && text.size() > 200 && (static_cast<unsigned char>(line.back()) & 0x80) != 0)
    line.pop_back();
  return redact(line);
}

struct Meaning {
  std::string_view code;
  Kind kind;
  std::string_view sentence;  // "" where the server's own says enough
};

// https://spec.matrix.org/v1.12/client-server-api/#standard-error-response
// clang-format off
constexpr Meaning meanings[] = {
    {"M_LIMIT_EXCEEDED", Kind::wait, "it limits how much one account may do at a time; an administrator can lift that for Houston's account (override_ratelimit)"},
    {"M_UNKNOWN_TOKEN", Kind::operate, "it does not know the access token (any more): make a new one and put it where access_token in the settings points to"},
    {"M_MISSING_TOKEN", Kind::operate, "the access token did not arrive: check what stands between Houston and the homeserver"},
    {"M_USER_DEACTIVATED", Kind::operate, "Houston's account is deactivated"},
    {"M_USER_LOCKED", Kind::operate, "Houston's account is locked: ask the homeserver's administrator"},
    {"M_USER_SUSPENDED", Kind::operate, "Houston's account is suspended: ask the homeserver's administrator"},
    {"M_RESOURCE_LIMIT_EXCEEDED", Kind::operate, "the homeserver is over a limit of its own: ask its administrator"},
    {"M_CONSENT_NOT_GIVEN", Kind::operate, "Houston's account has to accept the homeserver's terms first: log in with it once in an ordinary client"},
    {"M_SERVER_NOT_TRUSTED", Kind::refuse, ""},
    {"M_TOO_LARGE", Kind::refuse, "the message is too long for Matrix"},
    {"M_UNRECOGNIZED", Kind::refuse, "the homeserver does not know this call: it is too old, or the address in the settings is not a homeserver's"},
    {"M_UNSUPPORTED_ROOM_VERSION", Kind::refuse, "the homeserver is too old for the room's version"},
    {"M_INCOMPATIBLE_ROOM_VERSION", Kind::refuse, "the homeserver is too old for the room's version"},
    {"M_UNKNOWN_POS", Kind::refuse, "the homeserver does not know this point of its history any more"},
};
// clang-format on

const Meaning* meaning_of(std::string_view code) {
  const auto found = std::find_if(std::begin(meanings), std::end(meanings),
                                  [&](const Meaning& meaning) { return meaning.code == code; });
  return found == std::end(meanings) ? nullptr : found;
}

SyncedRoom read_room(const json& room) {
  SyncedRoom read;
  read.state = objects_of(child(room, "state"), "events");
  const json& timeline = child(room, "timeline");
  read.timeline.events = objects_of(timeline, "events");
  read.timeline.limited = flag_of(timeline, "limited");
  read.timeline.prev_batch = text_of(timeline, "prev_batch");
  return read;
}

}  // namespace

Outcome<json> read_answer(const std::string& name, const net::HttpResponse& response) {
  // A proxy's page of HTML is neither.
  json body = json::parse(response.body, nullptr, false);
  const bool ours = body.is_object() || body.is_array();
  if (response.status >= 200 && response.status < 300 && ours) return body;

  ApiFailure failure;
  failure.status = response.status;
  const std::string code = ours ? tame(text_of(body, "errcode")) : std::string();
  const std::string http = "HTTP " + std::to_string(response.status);
  failure.errcode = code.empty() ? "http_" + std::to_string(response.status) : code;
  failure.what = "The homeserver answered " + name + " with " + (code.empty() ? http : code);
  failure.retry_after = named_wait(response, body);
  if (response.status >= 200 && response.status < 300) {
    failure.kind = Kind::doubt;
    failure.errcode = "not_json";
    failure.what =
        "The answer to " + name + " is not a Matrix homeserver's: check homeserver in the settings";
    return failure;
  }
  if (response.status == 429 || code == "M_LIMIT_EXCEEDED") {
    failure.kind = Kind::wait;
    if (failure.retry_after <= milliseconds(0)) failure.retry_after = usual_wait;
  } else if (response.status >= 500 || response.status == 408) {
    failure.kind = Kind::doubt;
  } else if (const Meaning* meaning = meaning_of(code)) {
    failure.kind = meaning->kind;
  } else if (code.empty()) {
    // Something between us and the homeserver speaks; what it says will change when that is mended.
    failure.kind = Kind::retry;
    failure.what += ", which is not a homeserver's way: check homeserver in the settings, and the proxy";
    return failure;
  } else {
    failure.kind = Kind::refuse;
  }
  if (const Meaning* meaning = meaning_of(code); meaning != nullptr && !meaning->sentence.empty()) {
    failure.what += ": " + std::string(meaning->sentence);
  } else if (const std::string said = quoted(text_of(body, "error")); !said.empty()) {
    failure.what += ": " + said;
  }
  failure.soft_logout = code == "M_UNKNOWN_TOKEN" && flag_of(body, "soft_logout");
  return failure;
}

ApiFailure read_failure(const net::NetError& error) {
  ApiFailure failure;
  const bool called_off = error.stage == net::NetError::Stage::cancelled;
  failure.errcode = called_off ? "cancelled" : error.timed_out ? "timeout" : "network";
  failure.kind = error.may_have_arrived ? Kind::doubt : Kind::retry;
  failure.what = redact(error.message);
  return failure;
}

Synced read_sync(const json& body) {
  Synced synced;
  synced.next_batch = text_of(body, "next_batch");
  const json& rooms = child(body, "rooms");
  each_of(child(rooms, "join"),
          [&](const std::string& id, const json& room) { synced.joined[id] = read_room(room); });
  each_of(child(rooms, "leave"),
          [&](const std::string& id, const json& room) { synced.left[id] = read_room(room); });
  each_of(child(rooms, "invite"), [&](const std::string& id, const json& room) {
    synced.invited[id] = objects_of(child(room, "invite_state"), "events");
  });
  synced.account_data = objects_of(child(body, "account_data"), "events");
  return synced;
}

}  // namespace houston::bot::matrix
