// Small things about text that several tables need. Internal to storage/.
#pragma once

#include <string>
#include <string_view>

namespace houston::storage {

/// As lower() of both engines does it for text in byte order.
inline std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace houston::storage
