// A Synapse of the demo's own: on loopback, with its data in a folder that the demo removes.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "bot/demo/find_synapse.hpp"
#include "bot/demo/matrix_client.hpp"
#include "bot/demo/pump.hpp"
#include "bot/net/http_client.hpp"
#include "config/result.hpp"

namespace houston::bot::demo {

class Synapse {
 public:
  /// Writes its settings into `folder`, which exists and is empty, and starts it there on a free port.
  /// Returns when it answers. The error is for people. Throws Left.
  static Result<std::unique_ptr<Synapse>> start(Pump& pump, net::HttpClient& http,
                                                const SynapseProgram& program,
                                                const std::filesystem::path& folder);
  /// Ends it, kindly at first. Should this process die before that, the kernel ends it.
  ~Synapse();
  Synapse(const Synapse&) = delete;
  Synapse& operator=(const Synapse&) = delete;

  const std::string& url() const;  ///< "http://127.0.0.1:PORT"
  static std::string server_name() { return "localhost"; }

  struct Account {
    std::string id, token;
  };
  Result<Account> account(const std::string& name, const std::string& password);

 private:
  struct Impl;
  explicit Synapse(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace houston::bot::demo
