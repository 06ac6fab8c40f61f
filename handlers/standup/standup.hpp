// The standup of one team, in the order in which it happens: prompt.cpp, answer.cpp and typed.cpp, remind in
// prompt.cpp, close.cpp, publish.cpp. Its texts stand in words/standup_words.cpp.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "handlers/shapes/collect.hpp"
#include "handlers/subject.hpp"
#include "handlers/words/standup_words.hpp"

namespace houston::handlers {

class Standup final : public shapes::Voice {
 public:
  /// All of these outlive it.
  Standup(const config::Team& team, const config::Standup& settings, const scheduler::Dates& dates,
          const scheduler::Holidays& holidays);
  Standup(const Standup&) = delete;
  Standup& operator=(const Standup&) = delete;

  static constexpr const char* kKind = "standup";
  const config::Team& team() const { return team_; }
  const config::Standup& settings() const { return settings_; }
  shapes::Collect& collect() { return collect_; }
  std::string full_name() const { return team_.name.value + "/" + settings_.name.value; }
  Subject subject(LocalDate date) const { return {team_.name, settings_.name, date}; }

  // --- Answering (answer.cpp).
  /// The occurrence an answer given now, out of the blue, counts for: the one under way, today's when it was
  /// missed, else the next. Nothing when none is to come.
  std::optional<LocalDate> current(Turn& turn, const storage::Person& person);
  /// The date of the prompt the person has not answered yet, and when it came.
  struct Pending {
    LocalDate date;
    Instant prompted;
  };
  std::optional<Pending> pending(Turn& turn, const storage::Person& person);
  /// Opens the form, or, where there is no modal, asks the first question: not step by step through the form
  /// (handlers/forms/), because here what was answered before the person left counts at close.
  void write(Turn& turn, const storage::Person& person, LocalDate date, bool modal);
  void submitted(Turn& turn, const storage::Person& person, LocalDate date,
                 const std::map<std::string, std::string>& values);
  /// In one press: the first answer is what the last plan was, if nothing else was written; the others stay.
  void as_planned(Turn& turn, const storage::Person& person, LocalDate date, bool modal);
  void skip_today(Turn& turn, const storage::Person& person, LocalDate date);

  // --- Typing (typed.cpp).
  /// The person typed the answer to the question at which the dialog stands. `dialog`: none to start one
  /// about `date`.
  void typed(Turn& turn, const storage::Person& person, LocalDate date,
             const std::optional<storage::Dialog>& dialog, const RoomId& room, const std::string& message,
             const std::string& text);
  /// Asks again the question at which the dialog stands.
  void resume(Turn& turn, const storage::Person& person, const storage::Dialog& dialog);
  /// A typed answer was edited ("" when deleted).
  void amended(Turn& turn, storage::Response response, const storage::Occurrence& occurrence, int question,
               const std::string& text);

  /// Whoever is `former` now was known by another id and name: brings what the channel shows in line.
  void renamed(Turn& turn, const PersonId& former);

  // --- For status, home and why.
  struct Count {
    int answered = 0;
    int of = 0;
    std::vector<PersonId> waiting;  ///< Prompted and silent, or missing.
  };
  Count count(Turn& turn, const storage::Occurrence& occurrence);
  words::standup::About about(Turn& turn, LocalDate date);

  /// Publishes anew what the channel could not be told: Houston has come (back) into it.
  void publish_again(Turn& turn);

  // --- Voice.
  void settle(Turn& turn, const storage::Person& person, LocalDate before) override;
  MessageId prompt(Turn& turn, const storage::Occurrence& occurrence, const storage::Participant& row,
                   const storage::Person& person) override;
  void remind(Turn& turn, const storage::Occurrence& occurrence, const storage::Participant& row) override;
  void begun(Turn& turn, storage::Occurrence& occurrence) override;
  void changed(Turn& turn, storage::Occurrence& occurrence, const storage::Participant& row) override;
  void closing(Turn& turn, storage::Occurrence& occurrence) override;
  void closed(Turn& turn, storage::Occurrence& occurrence) override;

 private:
  struct Plan {
    std::string text;
    std::optional<LocalDate> from;
  };
  Plan last_plan(Turn& turn, const PersonId& person, LocalDate date);
  std::string zone_of(Turn& turn, const PersonId& person);
  /// Under which the prompt of that date stands in a message that may hold others.
  std::string section(LocalDate date) const { return std::string(kKind) + "/" + to_string(subject(date)); }
  chat::Message prompt_message(Turn& turn, const storage::Occurrence& occurrence,
                               const storage::Participant& row, const storage::Person& person);
  void refresh_prompt(Turn& turn, const storage::Occurrence& occurrence, const PersonId& person);

  std::optional<storage::Participant> newest(Turn& turn, const PersonId& person);
  std::optional<LocalDate> date_of(Turn& turn, OccurrenceId occurrence);
  bool superseded(Turn& turn, const PersonId& person, LocalDate date);
  storage::Response response_of(Turn& turn, const storage::Occurrence& occurrence, const PersonId& person);
  /// Keeps the answers as given, publishes them when it is time. Returns them as kept.
  storage::Response give(Turn& turn, storage::Occurrence& occurrence, const storage::Person& person,
                         storage::Response response);
  void take_back(Turn& turn, storage::Occurrence& occurrence, storage::Response response);
  void end_dialog(Turn& turn, const PersonId& person, LocalDate date);
  bool is_ahead(Turn& turn, const storage::Occurrence& occurrence);
  void ask_question(Turn& turn, const storage::Person& person, LocalDate date,
                    words::standup::Question question);
  void finish_dialog(Turn& turn, const storage::Person& person, storage::Occurrence& occurrence, bool cut);

  void publish(Turn& turn, storage::Occurrence& occurrence, const storage::Response& response);
  void mend(Turn& turn, const storage::Occurrence& occurrence);
  bool needs_reply(Turn& turn, const storage::Occurrence& occurrence, const storage::Response& response);
  chat::Message reply_message(Turn& turn, const storage::Occurrence& occurrence,
                              const storage::Response& response);
  bool show_reply(Turn& turn, storage::Occurrence& occurrence, storage::Response response);
  /// Posts the head message, or brings it up to date. False when there is no channel to post it to.
  bool show_head(Turn& turn, storage::Occurrence& occurrence);
  chat::Message head_message(Turn& turn, const storage::Occurrence& occurrence);
  std::vector<std::string> names(Turn& turn, const std::vector<PersonId>& people);

  const config::Team& team_;
  const config::Standup& settings_;
  shapes::Collect collect_;
};

}  // namespace houston::handlers
