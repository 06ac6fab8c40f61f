// The few words that SQLite and PostgreSQL spell differently, expanded in one place. Internal to storage/.
//
//   {id}      a table's number, counted up and never used twice
//   {int64}   the type of numbers
//   {text}    the type of text, ordered by its bytes on both engines
//   {strict}  after a table: the engine checks the types of what is stored
//   {claim}   after a select of an alias `claimed`: locks its rows for this transaction and passes over those
//             that another one has locked
//   ?         the next parameter
#pragma once

#include <string>
#include <string_view>

#include "storage/database.hpp"

namespace houston::storage {

/// `sql` in the engine's words, its parameters named :p1, :p2, … as SOCI wants them. Throws std::logic_error
/// for an unknown word in braces.
std::string in_dialect(std::string_view sql, Engine engine);

}  // namespace houston::storage
