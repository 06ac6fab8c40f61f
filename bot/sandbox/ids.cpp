#include "bot/sandbox/ids.hpp"

namespace houston::bot::sandbox {

std::string Ids::from(std::string_view alphabet, int length) {
  std::string text;
  for (int i = 0; i < length; ++i) text += alphabet[random_() % alphabet.size()];
  return text;
}

std::string Ids::id(std::string_view prefix) {
  return std::string(prefix) + from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 10);
}

std::string Ids::hex(int length) {
  return from("0123456789abcdef", length);
}

std::string Ids::digits(int length) {
  return from("123456789", 1) + from("0123456789", length - 1);
}

std::string Ids::uuid() {
  return hex(8) + "-" + hex(4) + "-4" + hex(3) + "-" + from("89ab", 1) + hex(3) + "-" + hex(12);
}

}  // namespace houston::bot::sandbox
