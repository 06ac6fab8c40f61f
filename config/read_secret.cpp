#include <algorithm>
#include <cstdlib>

#include "config/files.hpp"
#include "config/settings.hpp"
#include "config/text.hpp"

namespace houston::config {
namespace {

constexpr std::size_t kLargestSecret = 65536;

/// A token goes into an HTTP header: anything but visible ASCII in it is a mistake, and might forge another
/// header.
bool is_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

Result<Secret> checked(std::string_view raw, const std::string& source, const std::string& cure) {
  const std::string_view token = trim(raw);
  if (token.empty()) return Error{source + " is empty: " + cure};
  if (!is_visible(token)) {
    return Error{source + " holds more than a token (spaces, several lines or special characters): " + cure};
  }
  return Secret(std::string(token));
}

}  // namespace

Result<Secret> read_secret(const SecretSource& source) {
  if (source.kind == SecretSource::Kind::environment) {
    const std::string name = "the environment variable " + redact(source.where);
    const char* value = std::getenv(source.where.c_str());
    if (value == nullptr) {
      return Error{name +
                   " is not set: export it, or write file:PATH in the settings and keep the token in a file"};
    }
    return checked(value, name, "set it to the token and nothing else");
  }
  const std::string name = "the file " + redact(source.where);
  const auto text = read_file(source.where, kLargestSecret);
  if (!text) {
    return Error{name + ' ' + text.error().message +
                 ": write the token into it, or name another source in the settings (env:NAME or file:PATH)"};
  }
  return checked(*text, name, "write the token into it and nothing else");
}

}  // namespace houston::config
