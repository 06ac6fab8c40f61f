#include "tests/support/plain_http.hpp"

#include <sys/socket.h>
#include <sys/time.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <stdexcept>

#include "tests/support/patience.hpp"

namespace houston::test {

namespace http = boost::beast::http;
using boost::asio::ip::tcp;

PlainAnswer plain_http(const std::string& method, const std::string& url, const std::string& bearer,
                       const std::string& body) {
  const std::string scheme = "http://";
  const auto slash = url.find('/', scheme.size());
  const std::string authority = url.substr(scheme.size(), slash - scheme.size());
  const auto colon = authority.find(':');
  if (url.rfind(scheme, 0) != 0 || slash == std::string::npos || colon == std::string::npos)
    throw std::runtime_error("not http://HOST:PORT/…: " + url);
  try {
    boost::asio::io_context context;
    tcp::socket socket(context);
    socket.connect(tcp::endpoint(boost::asio::ip::make_address(authority.substr(0, colon)),
                                 static_cast<unsigned short>(std::stoi(authority.substr(colon + 1)))));
    const timeval patience{60 * kTimeFactor, 0};
    ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    http::request<http::string_body> request(http::string_to_verb(method), url.substr(slash), 11);
    request.set(http::field::host, authority);
    request.set(http::field::connection, "close");
    if (!bearer.empty()) request.set(http::field::authorization, "Bearer " + bearer);
    if (!body.empty()) request.set(http::field::content_type, "application/json");
    request.body() = body;
    request.prepare_payload();
    http::write(socket, request);
    boost::beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(64 * 1024 * 1024);
    http::read(socket, buffer, parser);
    return {static_cast<int>(parser.get().result_int()), std::move(parser.get().body())};
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error(method + " " + url.substr(0, url.find('?')) + ": " + error.code().message());
  }
}

std::string percent(const std::string& text) {
  static const char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= 'a' && byte <= 'z') || byte == '-' || byte == '.' || byte == '_' ||
                       byte == '~';
    if (plain) {
      out += letter;
    } else {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

}  // namespace houston::test
