#include "bot/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>
#include <utility>

namespace houston::bot {
namespace {

using Labels = std::map<std::string, std::string>;

/// Families and children are kept by prometheus-cpp for ever, so that looking one up once is enough.
template <class Child>
class Children {
 public:
  using Register = prometheus::Family<Child>& (*)(prometheus::Registry&, const std::string& name);
  Children(prometheus::Registry& registry, Register add) : registry_(registry), add_(add) {}

  Child& get(const std::string& name, const Labels& labels) {
    const std::lock_guard lock(mutex_);
    auto& child = children_[{name, labels}];
    if (child == nullptr) {
      auto& family = families_[name];
      if (family == nullptr) family = &add_(registry_, name);
      child = &family->Add(labels);
    }
    return *child;
  }

  double value(const std::string& name, const Labels& labels) const {
    const std::lock_guard lock(mutex_);
    const auto found = children_.find({name, labels});
    return found == children_.end() ? 0 : found->second->Value();
  }

 private:
  prometheus::Registry& registry_;
  Register add_;
  mutable std::mutex mutex_;
  std::map<std::string, prometheus::Family<Child>*> families_;
  std::map<std::pair<std::string, Labels>, Child*> children_;
};

prometheus::Family<prometheus::Counter>& counters(prometheus::Registry& registry, const std::string& name) {
  return prometheus::BuildCounter()
      .Name("houston_" + name + "_total")
      .Help("See docs/operations.md")
      .Register(registry);
}

prometheus::Family<prometheus::Gauge>& gauges(prometheus::Registry& registry, const std::string& name) {
  return prometheus::BuildGauge().Name("houston_" + name).Help("See docs/operations.md").Register(registry);
}

}  // namespace

struct Metrics::Impl {
  prometheus::Registry registry;
  Children<prometheus::Counter> counted{registry, counters};
  Children<prometheus::Gauge> gauged{registry, gauges};
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::count(const std::string& name, const Labels& labels, double by) {
  impl_->counted.get(name, labels).Increment(by);
}

void Metrics::set(const std::string& name, double value, const Labels& labels) {
  impl_->gauged.get(name, labels).Set(value);
}

double Metrics::value(const std::string& name, const Labels& labels) const {
  return impl_->counted.value(name, labels);
}

std::string Metrics::text() const {
  return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

}  // namespace houston::bot
