// Coffee pairs: every round, those who joined are put together two by two, by lot and as late as possible
// with somebody they met before. One of the house's parts, for all teams. With whom somebody never wants to
// be is known to that person alone.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "handlers/commands/commands.hpp"
#include "handlers/part.hpp"
#include "handlers/shapes/pair_kind.hpp"

namespace houston::handlers {

/// One [[team.ritual]] of kind "coffee".
class Coffee final : public shapes::PairKind<Coffee, config::Coffee> {
 public:
  static constexpr const char* kKind = "coffee";
  using PairKind::PairKind;

  void sync(Turn& turn);
  void absences_changed(Turn& turn, const storage::Pair& pair);
  void round_due(Turn& turn, const House& house, Instant due);
  /// When the next pairs are drawn.
  std::optional<Instant> next_round(Turn& turn) const;

  chat::Message agenda(Turn&, const storage::Pair&, const storage::Meeting&, const PersonId& reader) override;
  chat::Message reminder(Turn&, const storage::Pair&, const storage::Meeting&,
                         const PersonId& reader) override;
  void settled(Turn&, const storage::Pair&, const storage::Meeting&) override {}

 private:
  storage::TimerKey round_key() const;
  scheduler::Dates dates() const;
  /// The first working day from the round's date on, at `at`.
  Instant drawn_at(LocalDate date) const;
  LocalDate round_end(LocalDate date) const;
  std::vector<PersonId> present(Turn& turn, LocalDate today) const;
};

class Coffees final : public Part {
 public:
  /// Both outlive it.
  Coffees(const config::Settings& settings, const std::map<TeamId, scheduler::Holidays>& holidays);

  bool clicked(Heard&, const chat::Clicked&) override;
  bool submitted(Heard&, const chat::Submitted&) override;
  bool fired(Turn&, const House&, const storage::Timer&) override;
  void sync(Turn&, const House&) override;
  void absences_changed(Turn&, const House&, const storage::Person&) override;
  void home(Turn&, const House&, const storage::Person&, chat::Message&) override;
  void forgotten(Turn&, const House&, const storage::Person&, const PersonId& former) override;
  std::vector<const commands::Command*> commands() const override;

  Coffee* of(const storage::Pair& pair) const;
  static Coffees* in(const House& house);
  /// Those of the teams the person is in.
  std::vector<Coffee*> of_person(Turn& turn, const House& house, const storage::Person& person) const;
  std::vector<storage::Pair> pairs_of(Turn& turn, const WorkspaceId& workspace, const PersonId& person) const;

 private:
  shapes::FindPairing finder() const;
  std::vector<std::unique_ptr<Coffee>> all_;
};

/// "coffee join"
const commands::Command& coffee_command();

}  // namespace houston::handlers
