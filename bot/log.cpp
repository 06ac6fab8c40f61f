#include "bot/log.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

#include "config/secret.hpp"

namespace houston::bot {
namespace {

constexpr auto kPattern = "%Y-%m-%dT%H:%M:%S.%e%z %l %v";
constexpr auto kRepeat = std::chrono::minutes(1);

/// Formats as usual, then blanks out every secret in the finished line: no caller can forget to.
class RedactingFormatter final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    spdlog::memory_buf_t line;
    usual_.format(message, line);
    const std::string clean = redact(std::string_view(line.data(), line.size()));
    out.append(clean.data(), clean.data() + clean.size());
  }
  std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<RedactingFormatter>(); }

 private:
  spdlog::pattern_formatter usual_{kPattern};
};

}  // namespace

void set_up_log(std::string_view level) {
  auto logger =
      std::make_shared<spdlog::logger>("houston", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(std::make_unique<RedactingFormatter>());
  logger->set_level(spdlog::level::from_str(std::string(level)));
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

Complaints::Complaints()
    : Complaints([](const std::string& line) { spdlog::error("{}", line); },
                 [](const std::string& line) { spdlog::info("{}", line); }) {}

void Complaints::tell(const std::string& what, const std::string& problem, Time now) {
  const auto found = last_.find(what);
  if (problem.empty()) {
    if (found == last_.end()) return;
    last_.erase(found);
    good_(what + ": all is well again");
    return;
  }
  // A problem whose wording changes (another address, another attempt) is still the same trouble.
  if (found != last_.end() && now - found->second.told < kRepeat) return;
  bad_(what + ": " + problem);
  last_[what] = {now, problem};
}

}  // namespace houston::bot
