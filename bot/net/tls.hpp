// TLS contexts (OpenSSL): for clients with verification that cannot be switched off, for the sandbox's server
// with a throw-away CA of its own.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "config/result.hpp"

namespace boost::asio::ssl {
class context;
}

namespace houston::net {

using TlsContext = std::shared_ptr<boost::asio::ssl::context>;

/// TLS 1.2 and later, the system's trust store plus `ca_file` (PEM; empty for none). The error names the
/// file.
Result<TlsContext> client_tls(const std::filesystem::path& ca_file);

/// A CA and a server certificate for localhost, 127.0.0.1 and ::1, valid a year from the machine's clock.
struct ThrowawayCertificate {
  std::string ca_pem;
  std::string certificate_pem;
  std::string key_pem;
};
ThrowawayCertificate make_certificate();

Result<TlsContext> server_tls(const ThrowawayCertificate& certificate);

}  // namespace houston::net
