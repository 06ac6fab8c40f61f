#include "bot/demo/matrix_pills.hpp"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "bot/demo/cast.hpp"
#include "bot/demo/synapse.hpp"
#include "bot/matrix/html.hpp"

namespace houston::bot::demo {
namespace {

bool is_letter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

nlohmann::json with_pills(const std::string& text) {
  std::string body, html;
  auto mentioned = nlohmann::json::array();
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t at = std::min(text.find('@', from), text.size());
    body += text.substr(from, at - from);
    html += matrix::escape_html(text.substr(from, at - from));
    if (at == text.size()) break;
    const auto end =
        std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at) + 1, text.end(), is_letter);
    from = static_cast<std::size_t>(end - text.begin());
    const Member* member = find_member(text.substr(at + 1, from - at - 1));
    if (member == nullptr) {
      body += text.substr(at, from - at);
      html += matrix::escape_html(text.substr(at, from - at));
      continue;
    }
    const std::string id = "@" + member->handle + ":" + Synapse::server_name();
    body += member->name;
    html += "<a href=\"https://matrix.to/#/" + id + "\">" + member->name + "</a>";
    mentioned.push_back(id);
  }
  nlohmann::json content{{"msgtype", "m.text"}, {"body", body}, {"m.mentions", nlohmann::json::object()}};
  if (mentioned.empty()) return content;
  content["m.mentions"]["user_ids"] = mentioned;
  content["format"] = "org.matrix.custom.html";
  content["formatted_body"] = html;
  return content;
}

}  // namespace houston::bot::demo
