// Guesses the zone somebody meant. The list of zones is one floor up, so that guesses are made and asked
// about.
#include <string>
#include <string_view>

#include "config/addresses.hpp"
#include "config/text.hpp"

namespace houston::config {
namespace {

/// "new york" → "New_York", "europe/WARSAW" → "Europe/Warsaw".
std::string in_usual_case(std::string_view name) {
  std::string out = lower(name);
  bool start = true;
  for (char& c : out) {
    if (c == ' ') c = '_';
    if (start && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    start = c == '/' || c == '_' || c == '-';
  }
  return out;
}

std::string in_a_region(const std::string& city, ZoneExists exists) {
  for (const std::string_view region : {"Europe/", "America/", "Asia/", "Africa/", "Australia/", "Pacific/",
                                        "Atlantic/", "Indian/", "Antarctica/"}) {
    std::string guess = std::string(region) + city;
    if (exists(guess)) return guess;
  }
  return {};
}

/// The zone one letter away: dropped, swapped, changed or added.
std::string one_letter_away(const std::string& name, ZoneExists exists) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_/-";
  for (std::size_t i = 0; i <= name.size(); ++i) {
    std::string guess = name;
    if (i < name.size()) {
      guess.erase(i, 1);
      if (exists(guess)) return guess;
      for (const char c : kLetters) {
        guess = name;
        guess[i] = c;
        if (exists(guess)) return guess;
      }
    }
    if (i + 1 < name.size()) {
      guess = name;
      std::swap(guess[i], guess[i + 1]);
      if (exists(guess)) return guess;
    }
    for (const char c : kLetters) {
      guess = name;
      guess.insert(i, 1, c);
      if (exists(guess)) return guess;
    }
  }
  return {};
}

std::string guess_zone(std::string_view name, ZoneExists exists) {
  if (name.size() < 3 || name.size() > 40) return {};
  const std::string usual = in_usual_case(name);
  if (exists(usual)) return usual;
  if (std::string guess = in_a_region(usual, exists); !guess.empty()) return guess;
  // Short names are abbreviations, and one letter away from a short name stands something else altogether.
  if (usual.size() < 6) return {};
  return one_letter_away(usual, exists);
}

}  // namespace

std::string zone_problem(std::string_view name, ZoneExists exists) {
  constexpr std::string_view kForm =
      "write an IANA name, which is a region and a city, as in \"Europe/Warsaw\"";
  if (name.empty()) return "names no time zone: " + std::string(kForm);
  if (exists == nullptr || exists(name)) return {};
  const std::string guess = guess_zone(name, exists);
  return "is not a time zone that this machine knows: " +
         (guess.empty() ? std::string(kForm) : "did you mean " + quote(guess) + "?");
}

}  // namespace houston::config
