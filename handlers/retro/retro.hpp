// The retrospective of one team, in the order in which it happens: notes.cpp (all sprint long), window.cpp
// (prompt, remind, close), publish.cpp (what the channel sees), group.cpp, vote.cpp, ballot.cpp (what each
// voter gets alone, where there are polls), record.cpp (Markdown). Its texts stand in words/retro_words.cpp;
// what leads to and from people, in part.cpp.
//
// Notes go to the retro that is collecting; there is one of a ritual at a time, made by the first note or by
// the window's opening, and it keeps the strictest anonymity it has had. Of an anonymous one nothing is
// written down that knows an author: notes have ids drawn at random and a day for time, what the writer is
// answered is whispered (Turn::whisper), nobody's part in the occurrence is marked as answered, and authors
// are counted by hashes whose key is thrown away at close. Whoever holds a note's id (in the whispered
// answer) may change it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "handlers/random.hpp"
#include "handlers/shapes/collect.hpp"
#include "handlers/words/retro_words.hpp"

namespace houston::handlers {

class Retro final : public shapes::Voice {
 public:
  /// All of these outlive it. `everything`: all settings.
  Retro(const config::Team& team, const config::Retro& settings, const scheduler::Dates& dates,
        const scheduler::Holidays& holidays, Random& random, const config::Settings& everything);
  Retro(const Retro&) = delete;
  Retro& operator=(const Retro&) = delete;

  static constexpr const char* kKind = "retro";
  const config::Team& team() const { return team_; }
  const config::Retro& settings() const { return settings_; }
  shapes::Collect& collect() { return collect_; }
  std::string full_name() const { return collect_.full_name(); }

  // --- Notes (notes.cpp).
  /// Which column a word names: "improve" is "To improve". Nothing when none, or more than one.
  std::optional<int> column_of(const std::string& word) const;
  /// Takes "improve: text" apart.
  struct Draft {
    std::optional<int> column{};
    std::string text;
    std::optional<std::pair<RoomId, std::string>> typed{};  ///< The message that says it.
    bool decided = false;                                   ///< The writer wants it as it is.
  };
  Draft draft_of(const std::string& text) const;
  /// Keeps it, or suggests other words first; answers the writer.
  void put_down(Turn& turn, const storage::Person& person, const std::vector<Draft>& drafts);
  /// Opens the form, or asks for a note.
  void write(Turn& turn, const storage::Person& person, bool can_ask);
  /// The same for one note that is to be worded anew.
  void ask_note(Turn& turn, const storage::Person& person);
  void reword(Turn& turn, const storage::Person& person, const Draft& draft, bool can_ask);
  void edit(Turn& turn, const storage::Person& person, storage::NoteId note, bool can_ask, bool modal);
  /// `decided`: the writer wants it as it is; else other words may be suggested first.
  void change(Turn& turn, const storage::Person& person, storage::NoteId note, const std::string& text,
              bool quietly, bool decided = false);
  void move(Turn& turn, const storage::Person& person, storage::NoteId note, int column);
  void withdraw(Turn& turn, const storage::Person& person, storage::NoteId note, bool quietly);
  /// Answers the writer of a note: whispered where no trace may stay.
  void answer(Turn& turn, const chat::Message& message);

  // --- After the close. `by` may do it only as facilitator or lead.
  bool may_facilitate(Turn& turn, const storage::Retro& retro, const PersonId& by);
  void ask_groups(Turn& turn, const storage::Retro& retro, bool can_ask);
  /// False when the numbers name no two topics.
  bool group(Turn& turn, const storage::Retro& retro, const std::vector<int>& numbers,
             const std::string& title);
  bool ungroup(Turn& turn, const storage::Retro& retro, int number);
  void show_groups(Turn& turn, const storage::Retro& retro);
  void hand_over(Turn& turn, storage::Retro retro, const storage::Person& to, const PersonId& by);
  /// From stage to stage: by hand, or because its time has come.
  void next(Turn& turn, storage::Retro retro);
  /// Ends the window before its time. False when none is open.
  bool close(Turn& turn, const storage::Retro& retro);
  void stage_due(Turn& turn, storage::RetroId id, const std::string& stage);
  /// One vote more, or less.
  void vote(Turn& turn, const storage::Person& person, const storage::Retro& retro, int topic,
            bool take_back);
  /// All of the person's votes anew: a number is a vote for that topic. What cannot be counted changes
  /// nothing.
  void cast(Turn& turn, const storage::Person& person, const storage::Retro& retro,
            const std::vector<int>& topics);
  /// Gives the voter their ballot as soon as they may be asked, where their platform has polls.
  void offer_ballot(Turn& turn, const storage::Retro& retro, const storage::Person& person);
  /// The retro of the ballot that the person was asked with last.
  std::optional<storage::Retro> asked_to_vote(Turn& turn, const storage::Person& person);

  // --- For everybody.
  words::retro::About about(Turn& turn, const std::optional<storage::Retro>& retro);
  std::optional<storage::Retro> under_way(Turn& turn);  ///< Past collecting and not over, else nothing.
  std::vector<words::retro::Topic> topics(Turn& turn, const storage::Retro& retro);
  chat::Message status(Turn& turn);
  bool window_open(Turn& turn);
  std::string markdown(Turn& turn, const storage::Retro& retro);
  /// What an action looks like; `id` is "vision/3".
  static words::retro::Action shown(Turn& turn, const config::Team& team, const storage::RetroAction& action);
  /// Brings timers of stages in line after a restart with other settings: one that was lost is set again.
  void sync(Turn& turn);

  // --- Voice (window.cpp).
  void settle(Turn&, const storage::Person&, LocalDate) override {}
  MessageId prompt(Turn& turn, const storage::Occurrence& occurrence, const storage::Participant& row,
                   const storage::Person& person) override;
  void remind(Turn& turn, const storage::Occurrence& occurrence, const storage::Participant& row) override;
  void begun(Turn& turn, storage::Occurrence& occurrence) override;
  void changed(Turn&, storage::Occurrence&, const storage::Participant&) override {}
  void closing(Turn& turn, storage::Occurrence& occurrence) override;
  void closed(Turn& turn, storage::Occurrence& occurrence) override;

 private:
  using Stage = storage::Retro::Stage;
  storage::Retro collecting(Turn& turn);
  void make_anonymous(Turn& turn, storage::Retro& retro);
  chat::Message prompt_message(Turn& turn, const storage::Participant& row, const storage::Person& person);
  void cover_traces(Turn& turn, const storage::Retro& retro);
  bool suggests(Turn& turn, const storage::RetroNote& note, const std::string& text);
  static std::string hash(const storage::Retro& retro, const PersonId& person);
  storage::NoteId fresh_id(Turn& turn);
  void ask_typed(Turn& turn, const storage::Person& person, const std::string& subject);
  /// The note, while it can be changed by this person.
  std::optional<storage::RetroNote> own_note(Turn& turn, const PersonId& person, storage::NoteId id);
  storage::RetroNote keep(Turn& turn, const storage::Retro& retro, const storage::Person& person,
                          const Draft& draft, const std::string& text);
  std::vector<std::string> column_names() const;
  std::vector<std::string> member_names(Turn& turn);

  std::string section(LocalDate date) const;  ///< Of what a prompt is part of: voice::ask().
  std::optional<storage::Place> thread(Turn& turn, const storage::Retro& retro);
  PersonId next_facilitator(Turn& turn, LocalDate date);
  void show_head(Turn& turn, const storage::Retro& retro, words::retro::Head::State state,
                 std::optional<Instant> until);
  void show_actions(Turn& turn, const storage::Retro& retro);
  void publish(Turn& turn, storage::Retro retro, std::vector<storage::RetroNote> notes);
  void set_stage(Turn& turn, storage::Retro& retro, Stage stage, Duration lasts);
  void start_voting(Turn& turn, storage::Retro retro);
  void end_voting(Turn& turn, storage::Retro retro);
  void end_ballots(Turn& turn, const storage::Retro& retro);
  void finish(Turn& turn, storage::Retro retro);
  std::string alike(Turn& turn, const storage::Retro& retro);
  std::string topic_id(const storage::Retro& retro, int number) const;

  const config::Team& team_;
  const config::Retro& settings_;
  const config::Settings& everything_;
  Random& random_;
  shapes::Collect collect_;
};

}  // namespace houston::handlers
