#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/hooks/reading.hpp"
#include "bot/net/url.hpp"
#include "config/text.hpp"

namespace houston::bot::hooks {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLongestTitle = 200;
constexpr std::size_t kLongestText = 1200;
constexpr std::size_t kLongestName = 100;
constexpr std::size_t kMostPeople = 20;
constexpr std::size_t kLongestAddress = 2000;
constexpr const char* kExample =
    R"({"title":"Model converged","text":"val loss 0.87","people":["@bo"],"url":"https://runs.example/7"})";

/// Holds what no text of people's holds: control characters but line breaks and tabs.
bool has_controls(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f;
  });
}

/// Why the field is wrong, or "".
std::string read_text(const Json& json, const char* field, std::size_t longest, std::string& into) {
  const auto found = json.find(field);
  if (found == json.end() || found->is_null()) return "";
  if (!found->is_string()) return std::string("\"") + field + "\" is no text: write it in quotes.";
  into = config::trim(found->get_ref<const std::string&>());
  if (has_controls(into)) {
    return std::string("\"") + field + "\" holds control characters: leave them out.";
  }
  if (config::code_points(into) > longest) {
    return std::string("\"") + field + "\" is longer than " + std::to_string(longest) +
           " characters: shorten it, and let \"url\" say the rest.";
  }
  return "";
}

std::string read_people(const Json& json, std::vector<std::string>& into) {
  const auto found = json.find("people");
  if (found == json.end() || found->is_null()) return "";
  static const std::string right =
      "\"people\" is no list of names: write [\"@bo\", \"eva@example.com\"], at most 20, of up to 100 "
      "characters "
      "each.";
  if (!found->is_array() || found->size() > kMostPeople) return right;
  for (const Json& one : *found) {
    if (!one.is_string()) return right;
    const std::string name(config::trim(one.get_ref<const std::string&>()));
    if (name.empty() || config::has_control_character(name) || config::code_points(name) > kLongestName) {
      return right;
    }
    into.push_back(name);
  }
  return "";
}

}  // namespace

bool is_delivery_id(std::string_view text) {
  return !text.empty() && text.size() <= 200 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool is_web_address(std::string_view text) {
  if (text.size() > kLongestAddress) return false;
  return (text.starts_with("https://") || text.starts_with("http://")) && net::parse_url(text).has_value();
}

Reading read_signed(const std::string& body) {
  const Json json = Json::parse(body, nullptr, false);
  if (json.is_discarded() || !json.is_object()) {
    return Malformed{std::string("The body is not a JSON object in UTF-8: write ") + kExample + "."};
  }
  for (const auto& [key, value] : json.items()) {
    if (key != "title" && key != "text" && key != "people" && key != "url") {
      return Malformed{
          "There is a field that nobody reads: there are \"title\", \"text\", \"people\" and \"url\"."};
    }
  }
  handlers::Celebration celebration;
  for (const std::string& why :
       {read_text(json, "title", kLongestTitle, celebration.title),
        read_text(json, "text", kLongestText, celebration.text), read_people(json, celebration.people),
        read_text(json, "url", kLongestAddress, celebration.url)}) {
    if (!why.empty()) return Malformed{why};
  }
  if (config::trim_unseen(celebration.title).empty() && config::trim_unseen(celebration.text).empty()) {
    return Malformed{"There is nothing to say: write \"title\" or \"text\", or both."};
  }
  if (!celebration.url.empty() && !is_web_address(celebration.url)) {
    return Malformed{
        "\"url\" is no address of the web: it starts with https:// or http://, and has no blanks."};
  }
  return celebration;
}

}  // namespace houston::bot::hooks
