// What Houston answers to commands.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "handlers/chat/form.hpp"
#include "handlers/chat/message.hpp"

namespace houston::handlers::words::commands {

// --- Not understood.
chat::Message unknown(const std::string& word, const std::optional<std::string>& nearest);
/// To who says "thanks".
chat::Message welcome();
chat::Message nothing_to_answer();
chat::Message not_a_member();
chat::Message not_in_team(const std::string& team);
/// To somebody's other account: Houston asks the one of that name in that workspace.
chat::Message asked_elsewhere(const std::string& name, const std::string& workspace);
/// A button's or form's ritual is no longer in the settings.
chat::Message gone();
std::string form_gone();
chat::Message only_leads(const std::string& command, const std::vector<std::string>& leads);
chat::Message which_ritual(const std::string& command, const std::vector<std::string>& names);
chat::Message no_ritual(const std::string& word, const std::vector<std::string>& names);
chat::Message usage(const std::string& usage);

// --- Help.
struct HelpLine {
  std::string usage;
  std::string help;
  bool leads = false;
};
chat::Message help(const std::vector<HelpLine>& lines, bool with_leads);

// --- Dates, written as words::day() does. Each completes the answer to a command that was not understood.
std::string away_usage();
std::string not_a_day(const std::string& word);
std::string not_days(const std::string& word);
std::string range_backwards(LocalDate first, LocalDate last, LocalDate today);
std::string range_past(LocalDate last, LocalDate today);
std::string range_long(int days);
std::string until_too_early(LocalDate first, LocalDate back, LocalDate today);

// --- Away and back. `who`: "" for the person who asks.
chat::Message away_set(const std::string& who, LocalDate first, LocalDate last, LocalDate today);
/// Told to the person for whom a lead spoke.
chat::Message away_set_by(const std::string& lead, LocalDate first, LocalDate last, LocalDate today);
chat::Message back(const std::string& who, bool was_away);
chat::Message back_by(const std::string& lead);
chat::Form away_form(LocalDate first, LocalDate back);
chat::Message unknown_person(const std::string& word);
chat::Message not_their_lead(const std::string& who);

// --- Zone.
/// `own`: they told it themselves; else it is their team's.
chat::Message zone_is(const std::string& zone, bool own);
chat::Message zone_set(const std::string& zone, bool own);
/// The platform says it, and that counts.
chat::Message zone_of_profile(const std::string& zone);
/// `meant`: what it may have been; may be empty.
chat::Message not_a_zone(const std::string& said, const std::vector<std::string>& meant);

// --- Standup.
chat::Message nothing_to_come();
struct Choice {
  std::string name;
  std::string subject;
  std::string day;  ///< "Tue 24 Nov"
};
chat::Message which_standup(const std::vector<Choice>& choices);

// --- Status and plan.
struct StatusLine {
  std::string ritual;   ///< "vision/daily"
  std::string today;    ///< "Tue 24 Nov: 3 of 5 answered, open until 12:30", "nothing under way"
  std::string mine;     ///< "You have answered.", …
  std::string waiting;  ///< "Ana and Bo", for those who may know.
  std::string next;     ///< "Wed 25 Nov, 09:30"
  std::string paused;   ///< By whom, or "".
};
chat::Message status(const std::vector<StatusLine>& lines);
struct PlanLine {
  std::string when;
  std::string ritual;
  std::string note;
  std::string instead;  ///< "not asked", "not posted"; "" when it takes place.
};
chat::Message plan(const std::vector<PlanLine>& lines, int days);

// --- What leads do.
chat::Message run_done(const std::string& ritual, int prompted);
chat::Message run_nobody(const std::string& ritual);
chat::Message run_holiday(const std::string& ritual, const std::string& holiday);
chat::Message run_paused(const std::string& ritual, const std::string& by);
chat::Message run_skipped(const std::string& ritual);
chat::Message run_over(const std::string& ritual);
chat::Message paused(const std::string& ritual);
chat::Message paused_already(const std::string& ritual, const std::string& by);
chat::Message resumed(const std::string& ritual, const std::string& next);
chat::Message not_paused(const std::string& ritual);
chat::Message skipped(const std::string& ritual, const std::string& day);
chat::Message skip_refused(const std::string& ritual, const std::string& day, const std::string& why);
std::string skip_past();
std::string skip_not_due();
std::string skip_under_way();
std::string skip_already();

// --- To leads, unasked.
chat::Message undeliverable(const std::string& where, const std::string& why);
/// In a room where Houston cannot read, once.
chat::Message unreadable_here(bool direct);
/// The same, to a lead. `where`: the room, or the person whose direct messages it is.
chat::Message unreadable(const std::string& where, bool direct);
/// In the direct room that Houston opened instead.
chat::Message readable_here();

// --- The home tab.
struct HomeItem {
  std::string title;  ///< "vision/daily · Tue 24 Nov"
  std::string state;
  std::vector<chat::Button> buttons;
};
chat::Message home(const std::vector<HomeItem>& items, const std::vector<PlanLine>& next, bool member);

}  // namespace houston::handlers::words::commands
