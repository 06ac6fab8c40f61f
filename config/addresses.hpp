// Where things are: URLs, the database, the listening address, secrets, time zones. Internal to config/.
// Each parser's error completes a sentence that starts with the value, or with the key alone where the value
// may hold a secret (`parse_database`, `parse_secret_source`: their errors never repeat what they were
// given).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "config/result.hpp"
#include "config/settings.hpp"

namespace houston::config {

/// `path` as an absolute path that starts at `folder` when it is relative.
std::filesystem::path resolve(const std::filesystem::path& folder, std::string_view path);

/// "https://host[:port]/path/", or http:// on a loopback host (127.0.0.0/8, ::1, localhost). A missing slash
/// at the end is added, because method names are appended to it. No user, query or fragment.
Result<std::string> parse_api_url(std::string_view text);

/// The same for an address of Houston's own.
Result<std::string> parse_public_url(std::string_view text);

/// A Matrix homeserver: its URL, as parse_api_url() has it, or the name of a server ("example.com",
/// "example.com:8448"), which is given back as it is.
Result<std::string> parse_homeserver(std::string_view text);

/// "sqlite:PATH" (made absolute) or "postgresql://…" (a password in it is refused; postgres:// is the same).
Result<std::string> parse_database(std::string_view text, const std::filesystem::path& folder);

/// "" for off, "HOST:PORT", or a port alone, which means loopback. Port 0 takes a free one.
Result<std::string> parse_listen(std::string_view text);

/// "env:NAME" or "file:PATH" (made absolute). `example`: a right value, for the error.
Result<SecretSource> parse_secret_source(std::string_view text, const std::filesystem::path& folder,
                                         std::string_view example = "env:SLACK_BOT_TOKEN");

/// What is wrong with an IANA zone name, with the name that was probably meant; "" when it exists or
/// `zone_exists` is null.
std::string zone_problem(std::string_view name, ZoneExists zone_exists);

}  // namespace houston::config
