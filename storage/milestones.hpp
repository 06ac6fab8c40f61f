// What a team wants to reach by a day, how it stands, and who reached it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/types.hpp"
#include "storage/database.hpp"

namespace houston::storage {

struct Milestone {
  enum class State { open, reached, dropped };
  enum class Standing { unknown, on_track, at_risk };  ///< As the owner said last.
  MilestoneId id{};
  TeamId team{};
  int number = 0;  ///< Unique within the team, from 1: what people type.
  std::string title{};
  std::string criterion{};  ///< "" or when it counts as reached.
  LocalDate due{};
  PersonId owner{};
  PersonId set_by{};
  Instant set_at{};
  State state = State::open;
  Standing standing = Standing::unknown;
  std::optional<Instant> standing_at{};
  std::optional<Instant> ended{};  ///< When it was reported as reached, or dropped.
  PersonId ended_by{};
  std::optional<MessageId> published{};  ///< The celebration.
  std::vector<PersonId> people{};        ///< Who contributed; each once, in order.
};

struct MilestoneMove {
  MilestoneId milestone{};
  LocalDate from{};
  LocalDate to{};
  std::string why{};
  PersonId by{};
  Instant at{};
};

class Milestones {
 public:
  explicit Milestones(Database& database) : database_(database) {}
  /// Inserts it under the team's next number; returns it with number and id.
  Milestone add(const Milestone& milestone);
  void save(const Milestone& milestone);  ///< All but team, number and who set it when.
  std::optional<Milestone> find(const TeamId& team, int number);
  std::vector<Milestone> open(const TeamId& team);  ///< By due day, then number.
  /// Reached at or after `from` and before `before`, in that order.
  std::vector<Milestone> reached(const TeamId& team, Instant from, Instant before);
  void note_move(const MilestoneMove& move);
  std::vector<MilestoneMove> moves(MilestoneId milestone);  ///< In order.

 private:
  void put_people(const Milestone& milestone);
  void add_people(std::vector<Milestone>& milestones);
  Database& database_;
};

}  // namespace houston::storage
