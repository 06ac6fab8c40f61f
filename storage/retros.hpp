// Retrospectives as they are kept. Of an anonymous one no author is: not with the note, and not in the order
// or time of what is stored. Ids of notes are drawn by the caller, times are days.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "config/types.hpp"
#include "storage/database.hpp"

namespace houston::storage {

using RetroId = NumberId<struct RetroTag>;
using NoteId = NumberId<struct NoteTag>;

struct Retro {
  enum class Stage { collecting, grouping, voting, discussing, over };
  RetroId id{};
  TeamId team{};
  RitualId ritual{};
  Stage stage = Stage::collecting;
  config::Anonymity anonymity = config::Anonymity::anonymous;
  std::string author_key{};        ///< While anonymous and collecting.
  std::optional<LocalDate> day{};  ///< Of the occurrence; nothing before its window opened.
  PersonId facilitator{};
  std::optional<MessageId> head{};  ///< The channel message.
};

struct RetroNote {
  NoteId id{};
  RetroId retro{};
  std::string column{};
  std::string text{};
  std::optional<PersonId> author{};  ///< Nothing where none is stored.
  LocalDate day{};
  std::optional<int> position{};  ///< From close on: 1 …, shuffled.
  std::optional<int> topic{};     ///< Of the same retro; `position` while it stands alone.
};

struct RetroTopic {
  RetroId retro{};
  int number = 0;
  std::string title{};
  std::optional<int> votes{};         ///< From the end of voting on.
  std::optional<MessageId> ballot{};  ///< The message on which it is voted for.
  std::optional<MessageId> thread{};  ///< The message under which it is discussed.
};

class Retros {
 public:
  explicit Retros(Database& database) : database_(database) {}

  /// Inserts (id 0) or replaces.
  Retro save(const Retro& retro);
  std::optional<Retro> find(RetroId id);
  std::optional<Retro> collecting(const TeamId& team, const RitualId& ritual);
  std::optional<Retro> on(const TeamId& team, const RitualId& ritual, LocalDate day);
  /// The newest that is past collecting.
  std::optional<Retro> latest(const TeamId& team, const RitualId& ritual);

  // --- Counting authors of an anonymous one.
  /// So many notes more, or fewer, of whoever has this hash. Rewrites all hashes in their own order, so that
  /// not even the order of the rows tells who came first.
  void count_author(RetroId retro, const std::string& hash, int notes);
  int authors(RetroId retro);  ///< Those who have notes.
  void forget_authors(RetroId retro);

  // --- Notes.
  void add(const RetroNote& note);
  void save(const RetroNote& note);  ///< All but id and retro.
  void remove(NoteId id);
  std::optional<RetroNote> note(NoteId id);
  std::vector<RetroNote> notes(RetroId retro);  ///< By position, then id.
  int notes_of(RetroId retro, const PersonId& author);
  /// Takes every author, and every link to a typed message, from the notes of the retro, and gives them the
  /// ids of `fresh`, which has as many as there are notes.
  void make_anonymous(RetroId retro, const std::vector<NoteId>& fresh);
  void remember_typed(const WorkspaceId& workspace, const std::string& room, const std::string& message,
                      NoteId note);
  std::optional<NoteId> typed(const WorkspaceId& workspace, const std::string& room,
                              const std::string& message);

  // --- Topics and votes.
  void save(const RetroTopic& topic);  ///< Inserts or replaces.
  void remove_topic(RetroId retro, int number);
  std::optional<RetroTopic> topic(RetroId retro, int number);
  std::vector<RetroTopic> topics(RetroId retro);                                ///< By number.
  void set_votes(RetroId retro, int topic, const PersonId& person, int votes);  ///< 0 takes them back.
  struct Vote {
    int topic = 0;
    int votes = 0;
  };
  std::vector<Vote> votes_of(RetroId retro, const PersonId& person);  ///< By topic.
  int voters(RetroId retro);
  /// Writes the sums to the topics, and forgets who voted.
  void count_votes(RetroId retro);

  // --- The ballots that voters were given alone.
  void remember_ballot(RetroId retro, const WorkspaceId& workspace, const PersonId& person,
                       MessageId message);  ///< Inserts or replaces.
  std::vector<MessageId> ballots(RetroId retro);
  std::optional<RetroId> ballot(MessageId message);  ///< Of which retro it is one.
  void forget_ballots(RetroId retro);

 private:
  Database& database_;
};

struct RetroAction {
  enum class State { open, done, dropped };
  TeamId team{};
  int number = 0;  ///< Unique in the team; 0: not yet given.
  RitualId ritual{};
  std::optional<RetroId> retro{};
  std::string topic{};  ///< Its title; "" for none.
  std::string text{};
  PersonId owner{};
  LocalDate due{};
  State state = State::open;
  std::string why{};  ///< Why still open, or dropped.
  LocalDate set_on{};
  std::optional<LocalDate> ended_on{};
  std::optional<MessageId> review{};  ///< The message in which a retro last showed it.
};

class RetroActions {
 public:
  explicit RetroActions(Database& database) : database_(database) {}
  /// Gives it the team's next number when it has none; inserts or replaces.
  RetroAction save(const RetroAction& action);
  std::optional<RetroAction> find(const TeamId& team, int number);
  std::vector<RetroAction> open(const TeamId& team);  ///< By due day, then number.
  std::vector<RetroAction> of(RetroId retro);         ///< By number.

 private:
  Database& database_;
};

}  // namespace houston::storage
