// What members answered, and which typed message said it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/types.hpp"
#include "storage/database.hpp"

namespace houston::storage {

struct Response {
  enum class State { draft, given, withdrawn };
  ResponseId id{};
  OccurrenceId occurrence;
  PersonId person;  ///< Unique with the occurrence.
  State state = State::draft;
  std::vector<std::string> answers{};  ///< One a question, plain text as the person wrote it; "" for none.
  Instant first_given{};
  Instant changed{};
  bool late = false;                     ///< First given after the person's window closed.
  std::optional<MessageId> published{};  ///< The reply in the thread.
};

class Responses {
 public:
  explicit Responses(Database& database) : database_(database) {}
  /// Inserts (id 0) or replaces; returns it with its id.
  Response save(const Response& response);
  std::optional<Response> find(ResponseId id);
  std::optional<Response> of(OccurrenceId occurrence, const PersonId& person);
  std::vector<Response> all(OccurrenceId occurrence);  ///< In the order first given.
  /// The person's newest given response in this ritual before `date`.
  std::optional<Response> last_before(const TeamId& team, const RitualId& ritual, const PersonId& person,
                                      LocalDate date);
  struct Dated {
    LocalDate date{};  ///< The occurrence's.
    PersonId person{};
    std::vector<std::string> answers{};
  };
  /// The given responses of this ritual on dates from `first` to `last`, by person, then date.
  std::vector<Dated> given(const TeamId& team, const RitualId& ritual, LocalDate first, LocalDate last);

 private:
  Database& database_;
};

/// A message that a person typed as an answer: editing or deleting it on the platform changes the answer.
struct TypedAnswer {
  WorkspaceId workspace;
  std::string room;
  std::string message;  ///< Platform id (Slack: ts); unique with workspace and room.
  ResponseId response;
  int question = 0;  ///< 0-based.
};

class TypedAnswers {
 public:
  explicit TypedAnswers(Database& database) : database_(database) {}
  void save(const TypedAnswer& answer);
  std::optional<TypedAnswer> find(const WorkspaceId& workspace, const std::string& room,
                                  const std::string& message);

 private:
  Database& database_;
};

}  // namespace houston::storage
