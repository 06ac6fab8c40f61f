// `houston demo`: a team of five lives through a working week, in a simulated Slack workspace or on a Matrix
// homeserver that the demo starts, told in the terminal as a chat transcript. Everything is real but the
// people (and Slack): connection, database, turns, courier.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace houston::bot::demo {

struct DemoOptions {
  std::string platform = "slack";    ///< Or "matrix".
  bool headless = false;             ///< Play all five, also when there is a terminal.
  int days = 5;                      ///< Working days, 1 … 60; the first is Monday 9 November 2026.
  std::uint64_t seed = 1;            ///< Who says what when.
  std::filesystem::path transcript;  ///< Markdown goes there as well; empty: nowhere.
  std::string as = "bo";             ///< Whom the person at the keyboard plays.
  /// Reading pace: 2 is twice as quick, 0 does not pause. Not given: 1 when a person plays, else 0.
  std::optional<double> speed{};
};

/// 0 when the week came out right, 1 when it did not (and said why), 2 for options that make no sense, 69
/// when there is no Synapse here to play on, 130 when interrupted.
int run_demo(const DemoOptions& options);

}  // namespace houston::bot::demo
