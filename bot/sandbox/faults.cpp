#include "bot/sandbox/faults.hpp"

#include <map>

namespace houston::bot::sandbox {

std::optional<Fault> Faults::meet(const std::string& method) {
  for (auto fault = faults_.begin(); fault != faults_.end(); ++fault) {
    if (fault->method != "*" && fault->method != method) continue;
    if (fault->probability < 1 && std::uniform_real_distribution<double>(0, 1)(random_) >= fault->probability)
      continue;
    const Fault met = *fault;
    if (fault->count && --*fault->count <= 0) faults_.erase(fault);
    return met;
  }
  return std::nullopt;
}

std::optional<Fault::Kind> fault_kind(const std::string& name) {
  using Kind = Fault::Kind;
  static const std::map<std::string, Kind> kinds = {{"ratelimit", Kind::ratelimit},
                                                    {"http_500", Kind::http_500},
                                                    {"html_502", Kind::html_502},
                                                    {"drop_before", Kind::drop_before},
                                                    {"drop_after", Kind::drop_after},
                                                    {"delay", Kind::delay},
                                                    {"internal_error", Kind::internal_error},
                                                    {"api_error", Kind::api_error}};
  const auto found = kinds.find(name);
  return found == kinds.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace houston::bot::sandbox
