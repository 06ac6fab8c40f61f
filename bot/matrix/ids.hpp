// Matrix identifiers and the addresses that name them
// (https://spec.matrix.org/v1.12/appendices/#identifier-grammar and #matrixto-navigation).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "config/types.hpp"

namespace houston::bot::matrix {

/// "@bo:example.org": what may stand in a mention. Historical ids with odd characters are ids, too; blanks
/// and control characters are in none.
bool is_user(std::string_view id);
/// "!abc:example.org", or "!abc" of room version 12.
bool is_room(std::string_view id);
/// "bo" of "@bo:example.org"; the whole of what is no id.
std::string localpart(std::string_view user);
/// "example.org" of any id; "" when it names none.
std::string server_of(std::string_view id);

std::string link_to(const PersonId& person);
/// `via`: a server that knows the room, "" for none.
std::string link_to(const RoomId& room, std::string_view via);
std::string link_to_event(const RoomId& room, std::string_view event, std::string_view via);

/// Whom or what "https://matrix.to/#/…" or "matrix:u/…" names; rooms by id or alias. Nothing for events and
/// for other addresses.
std::optional<std::variant<PersonId, RoomId>> linked(std::string_view url);

/// http, https or mailto, at most 3,000 characters, no blanks and control characters in it.
bool safe_url(std::string_view url);

}  // namespace houston::bot::matrix
