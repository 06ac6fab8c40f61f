// Counters and gauges for /metrics (prometheus-cpp). Names and labels are documented in docs/operations.md.
#pragma once

#include <map>
#include <memory>
#include <string>

namespace houston::bot {

/// Any thread. No label may hold what people wrote, their names or a secret.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  /// Adds to the counter "houston_<name>_total".
  void count(const std::string& name, const std::map<std::string, std::string>& labels = {}, double by = 1);
  /// Sets the gauge "houston_<name>".
  void set(const std::string& name, double value, const std::map<std::string, std::string>& labels = {});
  /// What a counter stands at; 0 when never counted. For tests.
  double value(const std::string& name, const std::map<std::string, std::string>& labels = {}) const;
  /// In the Prometheus text format.
  std::string text() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace houston::bot
