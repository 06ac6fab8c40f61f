// What a Slack message shows, line by line: its blocks read as a person sees them, for the transcript and for
// the verdict, which must not trust Houston's own idea of what it said.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bot/demo/seen.hpp"
#include "bot/sandbox/model.hpp"

namespace houston::bot::demo {

/// Names for ids: "U0BO000001" → "Bo", "C0VISION01" → "vision". An unknown id stands for itself.
using NameOf = std::function<std::string(const std::string& id)>;

std::vector<Line> read_message(const sandbox::Message& message, const NameOf& name_of);
/// Slack's mrkdwn without its markers: mentions, links and dates resolved, entities decoded.
std::string read_mrkdwn(const std::string& text, const NameOf& name_of);

/// Without `name_of`, ids in what stands beside stay ids.
std::vector<SeenButton> buttons_of(const sandbox::Message& message, const NameOf& name_of = {});

}  // namespace houston::bot::demo
