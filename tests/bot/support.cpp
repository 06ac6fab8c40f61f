#include "tests/bot/support.hpp"

#include <stdlib.h>

#include <stdexcept>
#include <system_error>

namespace houston::bot::testing {

TemporaryFolder::TemporaryFolder() {
  // In memory where possible: these tests commit thousands of times, and no power will fail.
  std::error_code ignored;
  const auto root = std::filesystem::exists("/dev/shm", ignored) ? std::filesystem::path("/dev/shm")
                                                                 : std::filesystem::temp_directory_path();
  std::string name = (root / "houston-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::unique_ptr<storage::Database> open_database(const std::string& url) {
  auto opened = storage::Database::open(url);
  if (!opened) throw std::runtime_error(opened.error().message);
  return std::move(*opened);
}

TurnHandlers quiet_handlers() {
  return {[](handlers::Turn&) {}, [](handlers::Turn&, const chat::Event&) { return true; },
          [](handlers::Turn&, const storage::Timer&) {}, [](handlers::Turn&, const storage::OutboxRow&) {}};
}

}  // namespace houston::bot::testing
