// What a message is made of, as chat.* methods, acknowledgements and response_urls take it.
#pragma once

#include <optional>
#include <string>

#include "bot/sandbox/api/call.hpp"

namespace houston::bot::sandbox::api {

struct Content {
  std::optional<std::string> text;
  std::optional<Json> blocks, attachments, metadata;
  bool empty() const;
};

/// Reads and validates; an answer that refuses, or nullopt. `update`: chat.update's stricter length.
std::optional<Json> read_content(Call& call, Content& content, bool update);

/// Puts it into a fresh message.
void apply(const Content& content, Message& message, Workspace& workspace);

/// Text as Slack keeps it: bare & < > escaped, bare links in angle brackets.
std::string as_stored(const std::string& text);

}  // namespace houston::bot::sandbox::api
