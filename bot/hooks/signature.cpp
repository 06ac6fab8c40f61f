#include "bot/hooks/signature.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace houston::bot::hooks {
namespace {

constexpr std::size_t kBytes = 32;
constexpr std::string_view kBefore = "sha256=";

std::string hexadecimal(const std::array<unsigned char, kBytes>& bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const unsigned char byte : bytes) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

}  // namespace

std::string hmac_sha256(const Secret& secret, std::string_view text) {
  std::array<unsigned char, kBytes> bytes{};
  unsigned int length = 0;
  const std::string& key = secret.reveal();
  const auto* from = reinterpret_cast<const unsigned char*>(text.data());
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), from, text.size(), bytes.data(),
           &length) == nullptr ||
      length != kBytes) {
    throw std::runtime_error("HMAC-SHA256 is not available");
  }
  return hexadecimal(bytes);
}

std::string sha256(std::string_view text) {
  std::array<unsigned char, kBytes> bytes{};
  unsigned int length = 0;
  if (EVP_Digest(text.data(), text.size(), bytes.data(), &length, EVP_sha256(), nullptr) != 1 ||
      length != kBytes) {
    throw std::runtime_error("SHA-256 is not available");
  }
  return hexadecimal(bytes);
}

bool is_signed(const Secret& secret, std::string_view text, std::string_view given) {
  const std::string right = hmac_sha256(secret, text);
  if (!given.starts_with(kBefore)) return false;
  std::string digits(given.substr(kBefore.size()));
  if (digits.size() != right.size()) return false;  // The length is no secret.
  std::transform(digits.begin(), digits.end(), digits.begin(),
                 [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
  return CRYPTO_memcmp(digits.data(), right.data(), right.size()) == 0;
}

}  // namespace houston::bot::hooks
