#include "tests/stories/stage.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "scheduler/zone.hpp"
#include "tests/support/patience.hpp"

namespace houston::tests {

Instant at(const std::string& local, const std::string& zone) {
  const auto date = scheduler::parse_iso_date(local.substr(0, 10));
  if (!date || local.size() != 16) throw std::logic_error("not a time: " + local);
  const int minutes = std::stoi(local.substr(11, 2)) * 60 + std::stoi(local.substr(14, 2));
  return scheduler::to_instant(*date, LocalTime{minutes}, zone).at;
}

std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string plain_words(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool white = c == ' ' || c == '\n' || c == '\t';
    if (c == '*' || c == '_' || c == '`' || c == '~') continue;
    if (white && (out.empty() || out.back() == ' ')) continue;
    out += white ? ' ' : c;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

int count(const Texts& texts, const std::string& pattern) {
  const std::string anything = "…";
  return static_cast<int>(std::count_if(texts.begin(), texts.end(), [&](const std::string& text) {
    std::size_t from = 0;
    std::size_t begin = 0;
    while (true) {
      const std::size_t end = pattern.find(anything, begin);
      std::string piece = pattern.substr(begin, end == std::string::npos ? end : end - begin);
      // The blanks around "…" belong to the pattern's own looks.
      if (begin > 0 && piece.starts_with(' ')) piece.erase(0, 1);
      if (end != std::string::npos && piece.ends_with(' ')) piece.pop_back();
      const std::size_t found = text.find(piece, from);
      if (found == std::string::npos) return false;
      if (end == std::string::npos) return true;
      from = found + piece.size();
      begin = end + anything.size();
    }
  }));
}

std::string shown(const Texts& texts) {
  std::string out = std::to_string(texts.size()) + " texts:";
  for (const std::string& text : texts) out += "\n  · " + text;
  return out;
}

void Stage::wait_for(const std::string& who, const std::string& pattern) {
  using namespace std::chrono;
  if (besieged()) return;
  const auto give_up = steady_clock::now() + seconds(20 * test::kTimeFactor);
  while (count(privately(who), pattern) == 0 && steady_clock::now() < give_up) {
    hear(who, ceil<milliseconds>(give_up - steady_clock::now()));
  }
}

void Stage::until(const std::string& local, const std::string& zone) {
  // On the quarters of the hour, so that what is due then is not late.
  constexpr auto kStep = std::chrono::minutes(15);
  const Instant end = at(local, zone);
  settle();
  while (now() < end) {
    const Instant next = std::chrono::floor<std::chrono::minutes>(now());
    const auto past = next.time_since_epoch() % kStep;
    move(std::min(end, Instant(next - past + kStep)));
    if (!still()) settle();
  }
  settle();
}

}  // namespace houston::tests
