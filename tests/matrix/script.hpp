// What the tests of Matrix's coroutines share: answers of a homeserver that is not there, and a coroutine run
// to its end.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "bot/net/http_client.hpp"

namespace houston::bot::matrix {

inline net::HttpResponse http(int status, std::string body, std::map<std::string, std::string> headers = {}) {
  net::HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  response.headers = std::move(headers);
  return response;
}

/// Gives its result; throws what it throws.
template <class T>
T run(boost::asio::io_context& context, boost::asio::awaitable<T> work) {
  std::optional<T> result;
  std::exception_ptr failure;
  boost::asio::co_spawn(context, std::move(work), [&](std::exception_ptr error, T value) {
    failure = error;
    result = std::move(value);
  });
  context.restart();
  context.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(result).value();
}

}  // namespace houston::bot::matrix
