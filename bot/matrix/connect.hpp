// How requests to a homeserver travel: net::HttpClient, or a test's script.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <memory>

#include "bot/matrix/api.hpp"
#include "bot/matrix/matrix.hpp"

namespace houston::bot::matrix {

/// The real one, with a connection pool of its own.
Transport real_transport(boost::asio::any_io_executor executor, const net::TlsContext& tls,
                         const net::ProxySettings& proxy);

std::unique_ptr<Platform> make_matrix(boost::asio::any_io_executor executor, MatrixOptions options,
                                      Transport transport, Metrics& metrics);

boost::asio::awaitable<Result<chat::RosterLoaded>> load_roster(MatrixOptions options, Transport transport,
                                                               Metrics& metrics);

}  // namespace houston::bot::matrix
