// What Houston says of what it keeps.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "handlers/chat/message.hpp"

namespace houston::handlers::words::privacy {

/// Whom a text is by whose author asked to be forgotten.
std::string former_member();

/// A part of an export, number `part` of `of`. `team`: "" for the person's own.
chat::Message exported(const std::string& team, std::size_t part, std::size_t of,
                       const std::vector<std::string>& pieces);
chat::Message export_sent(std::size_t messages);
chat::Message export_usage();
chat::Message no_team(const std::string& name);

/// `rows`: how many, by table.
chat::Message kept(const std::map<std::string, int>& rows);
chat::Message confirm();
chat::Message forget_usage();
chat::Message forgotten();
chat::Message kept_all();

}  // namespace houston::handlers::words::privacy
