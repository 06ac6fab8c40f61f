// A team may be in several workspaces, and a workspace knows only its own people and rooms: what is said in
// another one names them.
#pragma once

#include "handlers/chat/message.hpp"
#include "storage/tables.hpp"

namespace houston::handlers {

/// The message as it is said in that workspace: people of others by their plain names (nobody there can be
/// notified for them), a team's room by the one that it has there. Unchanged for a workspace without a name.
chat::Message as_said_in(storage::Tables& tables, const WorkspaceId& workspace, chat::Message message);
chat::Text as_said_in(storage::Tables& tables, const WorkspaceId& workspace, chat::Text text);

}  // namespace houston::handlers
