#include "bot/sandbox/api/call.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>

namespace houston::bot::sandbox::api {

std::string Call::text(const std::string& name) const {
  const auto found = arguments.find(name);
  if (found == arguments.end()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

bool Call::flag(const std::string& name, bool otherwise) const {
  if (!has(name)) return otherwise;
  const std::string value = text(name);
  return value == "true" || value == "1";
}

int Call::number(const std::string& name, int otherwise) const {
  return has(name) ? std::atoi(text(name).c_str()) : otherwise;
}

std::optional<Json> Call::structure(const std::string& name) const {
  const auto found = arguments.find(name);
  if (found == arguments.end()) return std::nullopt;
  if (!found->is_string()) return *found;
  const std::string text = found->get<std::string>();
  if (text.empty()) return std::nullopt;
  return Json::parse(text, nullptr, false);
}

Json ok(Json fields) {
  fields["ok"] = true;
  return fields;
}

Json fail(const std::string& error) {
  return {{"ok", false}, {"error", error}};
}

Json fail(const std::string& error, const blockkit::Faults& messages) {
  Json out = fail(error);
  if (error == "invalid_blocks" || error == "invalid_attachments") out["errors"] = messages;
  out["response_metadata"]["messages"] = messages;
  return out;
}

std::string encode_cursor(const std::string& key) {
  // One byte more where needed, so that a cursor always ends in '=': Slack's do, and forms must encode it.
  std::string plain = "next:" + key;
  if (plain.size() % 3 == 0) plain = "next::" + key;
  std::string out(4 * ((plain.size() + 2) / 3) + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(plain.data()), static_cast<int>(plain.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

std::optional<std::string> decode_cursor(const std::string& cursor) {
  if (cursor.empty() || cursor.size() % 4 != 0 || cursor.size() > 400) return std::nullopt;
  std::string out(cursor.size(), '\0');
  const int length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(cursor.data()), static_cast<int>(cursor.size()));
  if (length < 0) return std::nullopt;
  out.resize(static_cast<std::size_t>(length));
  while (!out.empty() && out.back() == '\0') out.pop_back();  // EVP_DecodeBlock counts the padding.
  if (out.rfind("next:", 0) != 0) return std::nullopt;
  return out.substr(out.rfind("next::", 0) == 0 ? 6 : 5);
}

Page page(const Call& call, const std::vector<std::string>& keys, int otherwise, int most) {
  Page out;
  int limit = call.number("limit", otherwise);
  if (call.has("limit") && (limit < 1 || limit > most)) {
    if (limit < 1 && !call.text("limit").empty() && call.text("limit") != "0") {
      out.error = "invalid_limit";
      return out;
    }
    limit = limit < 1 ? otherwise : most;
  }
  std::size_t from = 0;
  if (!call.text("cursor").empty()) {
    const auto key = decode_cursor(call.text("cursor"));
    const auto found = key ? std::find(keys.begin(), keys.end(), *key) : keys.end();
    if (found == keys.end()) {
      out.error = "invalid_cursor";
      return out;
    }
    from = static_cast<std::size_t>(found - keys.begin());
  }
  for (std::size_t i = from; i < keys.size() && out.items.size() < static_cast<std::size_t>(limit); ++i)
    out.items.push_back(i);
  if (from + out.items.size() < keys.size()) out.next_cursor = encode_cursor(keys[from + out.items.size()]);
  return out;
}

Channel* visible_channel(const Call& call, const std::string& name) {
  Workspace& workspace = call.workspace;
  const auto id = name == "dm" ? Result<std::string>(Error{""}) : workspace.place_id(name, {});
  Channel* channel = id ? workspace.channel(*id) : nullptr;
  if (channel && (channel->is_private || channel->im) && !channel->has(workspace.app.bot_user))
    return nullptr;
  return channel;
}

}  // namespace houston::bot::sandbox::api
