// How much longer a test waits before it gives up, in a build that is slower than others.
#pragma once

/// HOUSTON_TIME_FACTOR of CMake (the sanitizers' presets set it): multiplies every limit of real time in the
/// tests, ctest's own too. A limit only ends what hangs; nothing a test measures depends on it.
namespace houston::test {

#ifdef HOUSTON_TIME_FACTOR
inline constexpr int kTimeFactor = HOUSTON_TIME_FACTOR;
#else
inline constexpr int kTimeFactor = 1;
#endif

}  // namespace houston::test
