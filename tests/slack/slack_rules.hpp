// Slack's own rules for blocks and views (types, fields, lengths, counts), apart from the code that obeys
// them. Figures: SLACK-FACTS part 4, docs.slack.dev/reference/block-kit.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace houston::bot::slack {

/// What Slack would refuse, a line each.
std::vector<std::string> broken_rules(const nlohmann::json& blocks, std::size_t most_blocks);
std::vector<std::string> broken_view_rules(const nlohmann::json& view);

/// Everything a reader sees, in order; emoji elements as ":name:".
std::string shown(const nlohmann::json& blocks);

/// The types of all rich_text elements that do something: user, usergroup, channel, broadcast, link, date.
std::vector<std::string> live_elements(const nlohmann::json& blocks);

/// The text of every mrkdwn object.
std::vector<std::string> mrkdwn_texts(const nlohmann::json& value);

}  // namespace houston::bot::slack
