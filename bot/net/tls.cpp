#include "bot/net/tls.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>

namespace houston::net {
namespace {

namespace ssl = boost::asio::ssl;

TlsContext modern(ssl::context::method method) {
  auto context = std::make_shared<ssl::context>(method);
  context->set_options(ssl::context::default_workarounds | ssl::context::no_compression);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  return context;
}

}  // namespace

Result<TlsContext> client_tls(const std::filesystem::path& ca_file) {
  auto context = modern(ssl::context::tls_client);
  context->set_verify_mode(ssl::verify_peer);
  boost::system::error_code problem;
  context->set_default_verify_paths(problem);
  if (problem) return Error{"The system's certificates cannot be read: " + problem.message() + "."};
  if (!ca_file.empty()) {
    context->load_verify_file(ca_file.string(), problem);
    if (problem)
      return Error{"The certificates in ca_file \"" + ca_file.string() + "\" cannot be read: " +
                   problem.message() + ". It must be a readable file of PEM certificates."};
  }
  return context;
}

Result<TlsContext> server_tls(const ThrowawayCertificate& certificate) {
  auto context = modern(ssl::context::tls_server);
  boost::system::error_code problem;
  context->use_certificate_chain(boost::asio::buffer(certificate.certificate_pem), problem);
  if (!problem)
    context->use_private_key(boost::asio::buffer(certificate.key_pem), ssl::context::pem, problem);
  if (problem) return Error{"The server's certificate or key cannot be used: " + problem.message() + "."};
  return context;
}

}  // namespace houston::net
