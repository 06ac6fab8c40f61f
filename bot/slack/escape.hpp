// Slack's text encoding, both ways (https://docs.slack.dev/messaging/formatting-message-text): what people
// wrote arrives as escaped mrkdwn and becomes chat::Text; what Houston says leaves so that no plain span can
// mention, link or format. The one place where escaping is done.
#pragma once

#include <string>
#include <string_view>

#include "handlers/chat/text.hpp"

namespace houston::bot::slack {

/// How a command is given in Slack.
chat::Plain slash_command(const chat::Invocation& invocation);

/// & < > as &amp; &lt; &gt;, of cleaned text.
std::string escape(std::string_view raw);

/// As escape(), cut with "…" so that the escaped text has at most `limit` UTF-16 units.
std::string escape_cut(std::string_view raw, std::size_t limit);

/// event.text, slash command text: <@U1|name> is a Mention, <#C1|name> a RoomLink, <url|label> a Link,
/// <!date…> a DateTime; <!channel> and its kin become the inert words "@channel".
chat::Text decode(std::string_view escaped);

/// For the few places that take no rich_text (context, section fields): mrkdwn of the spans. Characters that
/// would format, and that mrkdwn has no escape for, are replaced by look-alikes. To be used with verbatim.
std::string mrkdwn(const chat::Text& text);

/// The text would read differently as mrkdwn: it holds one of * _ ~ ` or begins a line with '>'.
bool would_format(std::string_view raw);

/// http, https or mailto, at most 3,000 characters, nothing in it that could end the link early.
bool safe_url(std::string_view url);

/// A Slack id: capital letters and digits. Anything else is never put into a mention.
bool is_id(std::string_view id);

}  // namespace houston::bot::slack
