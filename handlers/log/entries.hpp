// The life of an entry of the log, whatever its kind: put down, edited, withdrawn; shown in the channel where
// its kind is shown there; noted by one quiet reaction where it was made of somebody's message.
#pragma once

#include <optional>
#include <string>

#include "handlers/commands/commands.hpp"
#include "handlers/house.hpp"
#include "handlers/turn.hpp"

namespace houston::handlers::log {

using storage::Entry;

/// Longer texts are cut: a log is no place for a report.
inline constexpr std::size_t kLongestText = 1500;

struct Added {
  enum class What {
    fresh,
    known,      ///< The same was put down before: nothing was done.
    revived,    ///< It had been withdrawn, by somebody whose word this is too, or by nobody's.
    withdrawn,  ///< It had been withdrawn, and is not this person's to bring back.
  };
  What what = What::fresh;
  Entry entry;
};

/// Puts it down. Of `entry`, kind, author, people, whole_team, text, url and source count. The same source,
/// or the same words of the same author about the same people within a day, is one entry.
Added add(Turn& turn, const config::Team& team, Entry entry);
/// Shows it in the channel, where its kind is shown there and the channel is known; add() has done so.
void publish(Turn& turn, const config::Team& team, Entry& entry);
void edit(Turn& turn, const config::Team& team, Entry entry, const std::string& text);
/// Brings what the channel shows of it in line.
void show_again(Turn& turn, const config::Team& team, const Entry& entry);
void withdraw(Turn& turn, const config::Team& team, Entry entry, const PersonId& by);

/// Its author, whose win it is, and the team's leads.
bool may_change(storage::Tables& tables, const config::Team& team, const Entry& entry,
                const PersonId& person);

/// A text as an entry keeps it.
std::string as_kept(const std::string& text);
/// What a message, or a direct message to Houston, is as a source.
std::string of_message(const RoomId& room, const std::string& message);
std::string of_direct(const RoomId& room, const std::string& message);

/// An entry that somebody speaks of, and its team, if they may see it.
struct Shown {
  const config::Team* team = nullptr;
  Entry entry;
};
std::optional<Shown> shown(Turn& turn, const House& house, const storage::Person& person,
                           const std::string& number);

/// "edit 12 NEW TEXT" and "withdraw 12", after the name of any of the log's commands: done and answered.
/// False when they are neither.
bool change(commands::Request& request);
/// Whether the words are such a change and nothing but.
bool is_change(commands::Request& request);

}  // namespace houston::handlers::log
