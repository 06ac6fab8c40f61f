// The words that every floor shares: instants, dates, identities. Values only, no I/O.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace houston {

/// A moment, in UTC milliseconds. Everything Houston stores or compares is an Instant.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Duration = std::chrono::milliseconds;

/// A date on a wall calendar, in no zone by itself.
using LocalDate = std::chrono::year_month_day;

/// A time on a wall clock, in minutes since midnight: 0 … 1439.
struct LocalTime {
  int minutes = 0;
  auto operator<=>(const LocalTime&) const = default;
};

/// An identity that cannot be mistaken for another kind of identity.
template <class Tag>
struct TextId {
  std::string value;
  auto operator<=>(const TextId&) const = default;
};

using WorkspaceId = TextId<struct WorkspaceTag>;  ///< `name` of a [[workspace]] in the settings.
using TeamId = TextId<struct TeamTag>;            ///< `name` of a [[team]] in the settings.
using RitualId = TextId<struct RitualTag>;        ///< `name` of a [[team.ritual]]; unique within its team.
using PersonId =
    TextId<struct PersonTag>;           ///< The platform's id of a person ("U024BE7LH"), within a workspace.
using RoomId = TextId<struct RoomTag>;  ///< The platform's id of a conversation ("C…", "G…", "D…").

template <class Tag>
struct NumberId {
  std::int64_t value = 0;
  auto operator<=>(const NumberId&) const = default;
  explicit operator bool() const { return value != 0; }
};

using OccurrenceId = NumberId<struct OccurrenceTag>;  ///< Row of `occurrence`.
using ResponseId = NumberId<struct ResponseTag>;      ///< Row of `response`.
using DialogId = NumberId<struct DialogTag>;          ///< Row of `dialog`.
using EntryId = NumberId<struct EntryTag>;            ///< Row of `entry`.
using MilestoneId = NumberId<struct MilestoneTag>;    ///< Row of `milestone`.
using MessageId = NumberId<struct MessageTag>;        ///< Row of `outbox`: something Houston decided to say.

}  // namespace houston

template <class Tag>
struct std::hash<houston::TextId<Tag>> {
  std::size_t operator()(const houston::TextId<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.value);
  }
};
