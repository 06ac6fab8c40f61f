// Private calendar addresses: /cal/<token>.ics shows when a person meets whom, never what about.
//
// The token is 256 bits from the kernel. It cannot come from House::random(): that is repeatable on purpose,
// and what it gave before tells what it will give next. It is shown once, in an answer that is never kept
// (Turn::whisper); the database holds its SHA-256 alone.
#pragma once

#include <optional>
#include <string>

#include "handlers/house.hpp"
#include "storage/tables.hpp"

namespace houston::handlers::calendar {

/// 43 characters of base64url. Throws std::system_error when the kernel gives no randomness.
std::string new_token();
/// SHA-256, in hexadecimal.
std::string fingerprint(std::string_view token);

/// The .ics text of the person whose token has this fingerprint; `pair`: of that pair of theirs alone.
/// Nothing when there is no such address or pair. libical: on the thread that runs turns.
std::optional<std::string> read(storage::Tables& tables, const House& house, const std::string& fingerprint,
                                std::optional<std::int64_t> pair, Instant now);

}  // namespace houston::handlers::calendar
