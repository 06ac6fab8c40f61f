#include "bot/sandbox/api/chat_content.hpp"

#include <algorithm>

#include "bot/sandbox/blockkit/inputs.hpp"

namespace houston::bot::sandbox::api {
namespace {

constexpr std::size_t kTextCut = 40000, kUpdateText = 4000, kMarkdown = 12000, kBlocksJson = 13200,
                      kMetadataJson = 16384;

std::string cut(const std::string& text, std::size_t characters) {
  std::size_t seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((text[i] & 0xC0) != 0x80 && ++seen > characters) return text.substr(0, i);
  return text;
}

std::optional<Json> read_text(Call& call, Content& content, bool update) {
  if (call.has("markdown_text")) {
    if (call.has("text") || call.has("blocks")) return fail("markdown_text_conflict");
    content.text = call.text("markdown_text");
    if (blockkit::length(*content.text) > kMarkdown) return fail("msg_too_long");
    return std::nullopt;
  }
  if (!call.has("text")) return std::nullopt;
  content.text = call.text("text");
  const auto length = blockkit::length(*content.text);
  if (update && length > kUpdateText) return fail("msg_too_long");
  if (length > kTextCut) {
    content.text = cut(*content.text, kTextCut);
    call.warnings.push_back("message_truncated");
  }
  return std::nullopt;
}

std::optional<Json> read_blocks(Call& call, Content& content) {
  content.blocks = call.structure("blocks");
  if (!content.blocks) return std::nullopt;
  if (content.blocks->is_discarded() || !content.blocks->is_array()) return fail("invalid_blocks_format");
  if (const auto faults = call.validator.blocks(*content.blocks); !faults.empty())
    return fail("invalid_blocks", faults);
  if (blockkit::length(content.blocks->dump()) > kBlocksJson) return fail("msg_blocks_too_long");
  return std::nullopt;
}

std::optional<Json> read_attachments(Call& call, Content& content) {
  content.attachments = call.structure("attachments");
  if (!content.attachments) return std::nullopt;
  if (content.attachments->is_discarded() || !content.attachments->is_array())
    return fail("invalid_attachments");
  if (content.attachments->size() > 100) return fail("too_many_attachments");
  if (const auto faults = call.validator.attachments(*content.attachments); !faults.empty())
    return fail("invalid_attachments", faults);
  return std::nullopt;
}

std::optional<Json> read_metadata(Call& call, Content& content) {
  content.metadata = call.structure("metadata");
  if (!content.metadata) return std::nullopt;
  if (content.metadata->is_discarded() || !content.metadata->is_object())
    return fail("invalid_metadata_format");
  if (content.metadata->empty()) return std::nullopt;  // {} clears.
  if (const auto faults = call.validator.metadata(*content.metadata); !faults.empty())
    return fail("invalid_metadata_schema", faults);
  if (content.metadata->dump().size() > kMetadataJson) return fail("metadata_too_large");
  return std::nullopt;
}

bool starts(const std::string& text, std::size_t at, const char* word) {
  return text.compare(at, std::char_traits<char>::length(word), word) == 0;
}

}  // namespace

bool Content::empty() const {
  return (!text || text->empty()) && (!blocks || blocks->empty()) && (!attachments || attachments->empty());
}

std::optional<Json> read_content(Call& call, Content& content, bool update) {
  if (auto refusal = read_text(call, content, update)) return refusal;
  if (auto refusal = read_blocks(call, content)) return refusal;
  if (auto refusal = read_attachments(call, content)) return refusal;
  return read_metadata(call, content);
}

void apply(const Content& content, Message& message, Workspace& workspace) {
  if (content.text) message.text = as_stored(*content.text);
  if (content.blocks) message.blocks = blockkit::blocks_with_ids(*content.blocks, workspace.ids);
  if (content.attachments) message.attachments = *content.attachments;
  if (content.metadata) message.metadata = content.metadata->empty() ? Json() : *content.metadata;
}

std::string as_stored(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    const auto close = c == '<' ? text.find_first_of("<>\n", i + 1) : std::string::npos;
    const bool control = close != std::string::npos && text[close] == '>' && close > i + 1 &&
                         (std::string("@#!").find(text[i + 1]) != std::string::npos ||
                          starts(text, i + 1, "http") || starts(text, i + 1, "mailto:"));
    if (control) {
      out += text.substr(i, close - i + 1);
      i = close + 1;
    } else if (starts(text, i, "http://") || starts(text, i, "https://")) {
      const auto end = std::min(text.find_first_of(" \t\n<>|", i), text.size());
      out += "<" + text.substr(i, end - i) + ">";
      i = end;
    } else {
      const bool entity = starts(text, i, "&amp;") || starts(text, i, "&lt;") || starts(text, i, "&gt;");
      out += c == '&' && !entity ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
      ++i;
    }
  }
  return out;
}

}  // namespace houston::bot::sandbox::api
