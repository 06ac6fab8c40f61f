// What people type, as their Matrix clients send it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace houston::bot::demo {

/// Content of an m.room.message: "@bo" of the cast becomes a pill, as when a client completes the name.
nlohmann::json with_pills(const std::string& text);

}  // namespace houston::bot::demo
