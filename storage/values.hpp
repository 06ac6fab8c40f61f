// How the types of the house become columns and come back. Internal to storage/; knows no SOCI.
//
// There are two kinds of column: numbers (64 bit) and text. Instants are milliseconds, dates ISO text, truths
// 0 or 1, states words.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "config/types.hpp"

namespace houston::storage {

/// A parameter on its way in, or a column on its way out. Columns come out as text whatever they are.
struct Value {
  bool null = false;
  long long number = 0;
  std::string text;
};

enum class ColumnKind : char { number, text };

/// The words an enumeration is stored as, in the order of its values. Specialised beside each table's SQL.
template <class E>
inline constexpr std::array<std::string_view, 0> kWords{};

std::string to_iso(LocalDate date);
/// These throw DatabaseError (corrupt) for what cannot have been written by this program.
LocalDate from_iso(std::string_view text);
long long to_number(std::string_view text);
[[noreturn]] void throw_unknown_word(std::string_view word);

/// `text` as both engines can keep it: PostgreSQL's text ends at a NUL byte, so that U+FFFD takes its place.
void keep_text(std::string_view text, std::string& into);

template <class T>
struct Column;

template <std::integral T>
struct Column<T> {
  static constexpr ColumnKind kind = ColumnKind::number;
  static void write(T from, Value& to) { to.number = static_cast<long long>(from); }
  static void read(const Value& from, T& to) { to = static_cast<T>(to_number(from.text)); }
};

template <>
struct Column<std::string> {
  static constexpr ColumnKind kind = ColumnKind::text;
  static void write(const std::string& from, Value& to) { keep_text(from, to.text); }
  static void read(const Value& from, std::string& to) { to = from.text; }
};

template <>
struct Column<std::string_view> {
  static constexpr ColumnKind kind = ColumnKind::text;
  static void write(std::string_view from, Value& to) { keep_text(from, to.text); }
};

template <class Tag>
struct Column<TextId<Tag>> {
  static constexpr ColumnKind kind = ColumnKind::text;
  static void write(const TextId<Tag>& from, Value& to) { keep_text(from.value, to.text); }
  static void read(const Value& from, TextId<Tag>& to) { to.value = from.text; }
};

template <class Tag>
struct Column<NumberId<Tag>> {
  static constexpr ColumnKind kind = ColumnKind::number;
  static void write(NumberId<Tag> from, Value& to) { to.number = from.value; }
  static void read(const Value& from, NumberId<Tag>& to) { to.value = to_number(from.text); }
};

template <>
struct Column<Instant> {
  static constexpr ColumnKind kind = ColumnKind::number;
  static void write(Instant from, Value& to) { to.number = from.time_since_epoch().count(); }
  static void read(const Value& from, Instant& to) { to = Instant(Duration(to_number(from.text))); }
};

template <>
struct Column<LocalDate> {
  static constexpr ColumnKind kind = ColumnKind::text;
  static void write(LocalDate from, Value& to) { to.text = to_iso(from); }
  static void read(const Value& from, LocalDate& to) { to = from_iso(from.text); }
};

template <class E>
requires std::is_enum_v<E>
struct Column<E> {
  static constexpr ColumnKind kind = ColumnKind::text;
  static void write(E from, Value& to) { to.text = kWords<E>.at(static_cast<std::size_t>(from)); }
  static void read(const Value& from, E& to) {
    for (std::size_t i = 0; i < kWords<E>.size(); ++i)
      if (kWords<E>[i] == from.text) {
        to = static_cast<E>(i);
        return;
      }
    throw_unknown_word(from.text);
  }
};

template <class T>
struct Column<std::optional<T>> {
  static constexpr ColumnKind kind = Column<T>::kind;
  static void write(const std::optional<T>& from, Value& to) {
    to.null = !from;
    if (from) Column<T>::write(*from, to);
  }
  static void read(const Value& from, std::optional<T>& to) {
    if (from.null)
      to.reset();
    else
      Column<T>::read(from, to.emplace());
  }
};

template <class T>
concept OneColumn = requires(const Value& value, T& to) {
  Column<T>::read(value, to);
};

}  // namespace houston::storage
