#include "handlers/random.hpp"

#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace houston::handlers {

std::string Random::key() {
  static constexpr char digits[] = "0123456789abcdef";
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("OpenSSL has no random bytes to give");
  }
  std::string out;
  for (const unsigned char byte : bytes) {
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

}  // namespace houston::handlers
