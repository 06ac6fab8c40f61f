// What somebody typed, as they would read it: answers and entries are kept as plain text.
#pragma once

#include <string>

#include "handlers/chat/text.hpp"
#include "storage/tables.hpp"

namespace houston::handlers {

/// People and rooms by their names, links with their addresses.
std::string as_typed(storage::Tables& tables, const WorkspaceId& workspace, const chat::Text& text);

}  // namespace houston::handlers
