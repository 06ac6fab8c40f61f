#include "bot/demo/teller.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <ostream>

namespace houston::bot::demo {

std::chrono::milliseconds Teller::tell(const Item& item) {
  const std::string text = transcript_.tell(item);
  out_ << text << std::flush;
  saved_ += markdown_.tell(item);
  const auto lines = std::count(text.begin(), text.end(), '\n');
  return std::chrono::milliseconds(150 + 60 * lines);
}

void Teller::aside(const std::string& text) {
  out_ << text << std::flush;
}

Result<void> Teller::save(const std::filesystem::path& file, const std::string& title) const {
  std::ofstream out(file, std::ios::binary);
  out << "# " << title << "\n\n" << saved_;
  out.close();
  if (out.fail())
    return Error{"The transcript could not be written to " + file.string() + ": " + std::strerror(errno)};
  return {};
}

}  // namespace houston::bot::demo
