// From a server's name ("example.com") to its homeserver: what it says in /.well-known/matrix/client.
// https://spec.matrix.org/v1.12/client-server-api/#well-known-uri
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "bot/matrix/api.hpp"
#include "bot/net/http_client.hpp"

namespace houston::bot::matrix {

/// The homeserver's base URL, without a '/' at its end. A server that says nothing is taken for its own
/// homeserver. Redirects are followed, from https to https.
boost::asio::awaitable<Outcome<std::string>> discover(Transport transport, std::string server_name);

/// What the answer at the well-known place means. Pure.
Outcome<std::string> read_well_known(const std::string& server_name, const net::HttpResponse& response);

}  // namespace houston::bot::matrix
