// Reading small files, with errors that say why. For config/ and the floors above that read files of their
// own.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "config/result.hpp"

namespace houston::config {

/// The whole file; an error (which names neither path nor content) when it is missing, a directory,
/// unreadable or larger than `limit` bytes.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit);

/// Why a regular file cannot be read, as the end of a sentence ("does not exist"); "" when it can.
std::string unreadable(const std::filesystem::path& path);

}  // namespace houston::config
