// The text of schema.json, put into the program by CMake.
#pragma once

#include <string>

namespace houston::bot::sandbox::blockkit {

std::string schema_text();

}  // namespace houston::bot::sandbox::blockkit
