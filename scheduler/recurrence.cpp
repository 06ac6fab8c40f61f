#include "scheduler/recurrence.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "scheduler/ical.hpp"
#include "scheduler/zone.hpp"

namespace houston::scheduler {
namespace {

constexpr std::chrono::years kHorizon{10};

LocalDate ten_years_after(LocalDate date) {
  const LocalDate then = date + kHorizon;
  return then.ok() ? then : LocalDate(then.year() / then.month() / std::chrono::last);
}

/// The dates of a rule in order, made as far as they were asked for and then kept: INTERVAL and COUNT count
/// from the start, so that there is no other way to a far date than over all those before it.
class Expansion {
 public:
  Expansion(const std::string& rule, LocalDate start) {
    quiet_ical();
    const icalrecurrencetype parsed = icalrecurrencetype_from_string(rule.c_str());
    if (parsed.freq == ICAL_NO_RECURRENCE) throw std::invalid_argument("not a recurrence rule: " + rule);
    rule_.emplace(parsed, start);
  }

  std::optional<LocalDate> next(LocalDate from) {
    while (rule_ && (dates_.empty() || dates_.back() < from)) {
      if (const auto date = rule_->next()) {
        dates_.push_back(*date);
      } else {
        rule_.reset();
      }
    }
    const auto at = std::lower_bound(dates_.begin(), dates_.end(), from);
    if (at == dates_.end()) return std::nullopt;
    return *at;
  }

 private:
  std::optional<RuleDates> rule_;  ///< Nothing when it has ended.
  std::vector<LocalDate> dates_;
};

}  // namespace

struct Dates::Impl {
  config::Weekdays days = 0;
  std::optional<Expansion> rule;

  std::optional<LocalDate> next(LocalDate from) {
    if (rule) return rule->next(from);
    for (int ahead = 0; ahead < 7; ++ahead) {
      const LocalDate date = add_days(from, ahead);
      if ((days >> weekday_index(date) & 1U) != 0) return date;
    }
    return std::nullopt;
  }
};

Dates::Dates(const config::Schedule& schedule) : impl_(std::make_unique<Impl>()) {
  impl_->days = schedule.days;
  if (!schedule.rule.empty()) impl_->rule.emplace(schedule.rule, schedule.start.value_or(kUsualStart));
}

Dates::~Dates() = default;
Dates::Dates(Dates&&) noexcept = default;
Dates& Dates::operator=(Dates&&) noexcept = default;

bool Dates::on(LocalDate date) const {
  return impl_->next(date) == date;
}

std::optional<LocalDate> Dates::next(LocalDate from) const {
  auto date = impl_->next(from);
  if (date && *date > ten_years_after(from)) return std::nullopt;
  return date;
}

}  // namespace houston::scheduler
