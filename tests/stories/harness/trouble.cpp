#include "tests/stories/harness/trouble.hpp"

namespace houston::tests {

void trouble(Box& box) {
  using bot::sandbox::Fault;
  box.in([](bot::sandbox::Sandbox& sandbox) {
    const auto some = [&](Fault::Kind kind, const std::string& method, double probability) {
      Fault fault;
      fault.kind = kind;
      fault.method = method;
      fault.count = std::nullopt;
      fault.probability = probability;
      sandbox.add_fault(fault);
    };
    some(Fault::Kind::drop_after, "chat.postMessage", 0.05);
    some(Fault::Kind::drop_before, "chat.postMessage", 0.03);
    some(Fault::Kind::internal_error, "chat.postMessage", 0.02);
    some(Fault::Kind::drop_after, "reactions.add", 0.1);
    some(Fault::Kind::ratelimit, "*", 0.03);
    some(Fault::Kind::http_500, "*", 0.03);
    some(Fault::Kind::html_502, "*", 0.02);
    some(Fault::Kind::drop_before, "*", 0.01);
    return true;
  });
}

}  // namespace houston::tests
