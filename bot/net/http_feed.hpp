// Feeds Beast's HTTP parser from a buffer, so that reading stays apart from parsing. Inside net only.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <string>

namespace houston::net {

/// Parses as much of `pending` as there is and takes it out. No error when more is needed.
template <bool IsRequest>
void feed(boost::beast::http::basic_parser<IsRequest>& parser, std::string& pending,
          boost::system::error_code& error) {
  error = {};
  std::size_t used = 0;
  while (used < pending.size() && !parser.is_done()) {
    const auto size =
        parser.put(boost::asio::const_buffer(pending.data() + used, pending.size() - used), error);
    used += size;
    if (error || size == 0) break;
  }
  pending.erase(0, used);
  if (error == boost::beast::http::error::need_more) error = {};
}

}  // namespace houston::net
