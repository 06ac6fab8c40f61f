#include "handlers/one_on_one/calendar.hpp"

#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <system_error>

#include "handlers/roster.hpp"
#include "handlers/words/words.hpp"
#include "scheduler/calendar.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers::calendar {
namespace {

constexpr auto kShownBack = std::chrono::hours(24 * 60);

bool is_coffee(const House& house, const storage::Pair& pair) {
  const config::Team* team = house.settings().team(pair.team);
  if (team == nullptr) return false;
  for (const config::Coffee& coffee : team->coffees) {
    if (coffee.name == pair.ritual) return true;
  }
  return false;
}

}  // namespace

std::string new_token() {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::array<unsigned char, 33> bytes{};  // A whole number of base64 digits; the last byte stays zero.
  if (::getentropy(bytes.data(), 32) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot get randomness for an address");
  }
  std::string token;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::uint32_t three =
        (std::uint32_t{bytes[i]} << 16) | (std::uint32_t{bytes[i + 1]} << 8) | bytes[i + 2];
    for (int shift = 18; shift >= 0; shift -= 6) token += kDigits[(three >> shift) & 63];
  }
  token.resize(43);
  return token;
}

std::string fingerprint(std::string_view token) {
  std::array<unsigned char, 32> digest{};
  unsigned int length = 0;
  if (EVP_Digest(token.data(), token.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1 ||
      length != 32) {
    throw std::runtime_error("SHA-256 is not available");
  }
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const unsigned char byte : digest) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::optional<std::string> read(storage::Tables& tables, const House& house, const std::string& fingerprint,
                                std::optional<std::int64_t> only, Instant now) {
  const auto owner = tables.calendars.owner(fingerprint);
  if (!owner) return std::nullopt;
  const auto person = tables.people.find(owner->workspace, owner->person);
  if (!person || person->deactivated) return std::nullopt;
  std::vector<scheduler::CalendarEvent> events;
  bool found = !only;
  for (const storage::Pair& pair : tables.pairs.of_person(owner->workspace, owner->person)) {
    if (only && pair.id.value != *only) continue;
    found = true;
    std::vector<std::string> names;
    std::string people;
    for (const PersonId& one : pair.people) {
      people += "/" + one.value;
      if (one != owner->person) names.push_back(roster::name_of(tables, pair.workspace, one));
    }
    const std::string summary = (is_coffee(house, pair) ? "Coffee with " : "1:1 with ") + words::list(names);
    for (const storage::Meeting& meeting : tables.pairs.since(pair.id, now - kShownBack)) {
      scheduler::CalendarEvent event;
      // The same for both, whatever happens to the row's number.
      event.uid = calendar::fingerprint(pair.workspace.value + "/" + pair.team.value + "/" +
                                        pair.ritual.value + people + "/" + scheduler::iso_date(meeting.day))
                      .substr(0, 32) +
                  "@houston";
      event.starts = meeting.starts;
      event.ends = meeting.ends;
      event.changed = meeting.changed;
      event.sequence = meeting.sequence;
      event.cancelled = meeting.state == storage::Meeting::State::skipped ||
                        meeting.state == storage::Meeting::State::dropped;
      event.summary = summary;
      events.push_back(std::move(event));
    }
  }
  if (!found) return std::nullopt;
  return scheduler::to_ics("Houston: " + person->name, events);
}

}  // namespace houston::handlers::calendar
