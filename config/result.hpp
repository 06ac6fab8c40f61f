// An expected failure is a value: Result<T> is a T or an Error that can be shown to a person.
#pragma once

#include <boost/system/result.hpp>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <utility>

namespace houston {

/// What is wrong and what to do about it, in a sentence or two that a person can act on. Never holds a
/// secret.
struct Error {
  std::string message;

  /// `Error{"…"}`, with braces only. A constructor from plain text would make every Result<std::string>
  /// ambiguous: boost::system::result takes a value implicitly only where the error cannot be made from it.
  Error(std::initializer_list<std::string> text)
      : message(text.size() == 0 ? std::string() : *text.begin()) {}
  Error() = default;
};

[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::runtime_error(error.message);
}

/// A T, or why there is none. `value()` on a failure throws std::runtime_error: ask `has_value()` first.
template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace houston
