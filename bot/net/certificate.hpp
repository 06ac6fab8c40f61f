// Certificates made on the spot (OpenSSL): an authority, and a server certificate signed by it.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "bot/net/tls.hpp"

namespace houston::net {

struct CertificateWish {
  std::vector<std::string> names{"localhost", "127.0.0.1", "::1"};  ///< Host names and addresses (SANs).
  /// Validity, counted from the machine's clock. It begins a little in the past: clocks differ.
  std::chrono::seconds from = -std::chrono::hours(1);
  std::chrono::seconds until = std::chrono::hours(24 * 365);
};

/// Throws std::runtime_error when OpenSSL fails, which only a broken installation makes it do.
ThrowawayCertificate make_certificate(const CertificateWish& wish);

}  // namespace houston::net
