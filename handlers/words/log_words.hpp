// What Houston says about entries of the log: wins, kudos, celebrations.
#pragma once

#include <string>
#include <vector>

#include "handlers/chat/form.hpp"
#include "handlers/chat/message.hpp"
#include "storage/entries.hpp"

namespace houston::handlers::words::log {

using storage::Entry;

// --- Which team, which entry.
chat::Message no_log();
chat::Message which_team(const std::vector<std::string>& names, const std::string& usage);
chat::Message no_entry(const std::string& number);
chat::Message not_yours();
chat::Message unknown_people(const std::vector<std::string>& names);

// --- Put down.
/// To whoever put it down: with buttons to change it. `known`: it stood there already.
chat::Message noted(const Entry& entry, const std::string& team, bool known);
chat::Message brought_back(const Entry& entry);
/// Somebody withdrew it, and it is not this person's.
chat::Message stays_withdrawn();
chat::Message no_words();
chat::Message unreadable();
chat::Message edited(const Entry& entry);
chat::Message withdrawn(const Entry& entry);
chat::Message how_to_edit(const Entry& entry);
chat::Form win_form(const std::string& team);
chat::Form kudos_form(const std::string& team);
chat::Form edit_form(const Entry& entry);
std::string form_gone();
std::string form_empty();

// --- Kudos.
std::string nobody_named();
std::string not_oneself();
std::string for_what();
std::string unknown_in_form(const std::vector<std::string>& names);

// --- In the channel. `author`: "" for a machine.
chat::Message kudos(const Entry& entry, const std::string& author);
chat::Message celebration(const Entry& entry, const std::string& author);

// --- From machines: what a celebration is called.
std::string released(const std::string& repository, const std::string& tag, bool early);
std::string passed(const std::string& workflow, const std::string& branch, const std::string& repository);

// --- Looking back.
struct Line {
  EntryId id{};
  Entry::Kind kind = Entry::Kind::win;
  LocalDate date{};
  LocalDate today{};
  std::string who;   ///< Whose win, who is thanked; names.
  std::string from;  ///< Who thanks; "" otherwise.
  std::string text;
};
struct Page {
  std::string team;
  std::string person;  ///< Only theirs; "" for everybody's.
  std::string since;   ///< "1 November" or "".
  int first = 1;       ///< Number of the first line, from 1.
  int of = 0;
  std::vector<Line> lines;
  std::string older;  ///< The button's value; "" on the last page.
};
chat::Message page(const Page& page);
/// A year of somebody's own, as Markdown.
struct Year {
  std::string name;
  LocalDate first{};
  LocalDate last{};
  std::vector<Line> wins;               ///< Oldest first.
  std::vector<Line> thanks;             ///< Received; oldest first.
  std::vector<std::string> milestones;  ///< "2026-11-24: Model converges"
};
std::string year_markdown(const Year& year);
chat::Message year_part(const std::string& markdown, int part, int of);
chat::Message year_sent(int parts);
chat::Message year_empty();

// --- The home tab.
void home(chat::Message& home, const std::vector<Line>& mine);

}  // namespace houston::handlers::words::log
