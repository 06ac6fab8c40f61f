// How a network step failed, with what the caller must know to go on rightly.
#pragma once

#include <string>

namespace houston::net {

struct NetError {
  enum class Stage { resolve, connect, proxy, tls, send, receive, protocol, cancelled };
  Stage stage = Stage::connect;
  /// False: not a byte of the request left, it can be repeated without thought. True: the peer may have acted
  /// on it.
  bool may_have_arrived = false;
  bool timed_out = false;
  std::string message;  ///< For people: host, stage and reason. Never a header, a query or a token.
};

}  // namespace houston::net
