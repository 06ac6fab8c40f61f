// 1:1s: a lead and each of some people, with an agenda that both feed. One of the house's parts, for all
// teams. What a pair writes is shown to its two people and to nobody else, leads included.
#pragma once

#include <memory>
#include <vector>

#include "handlers/commands/commands.hpp"
#include "handlers/part.hpp"
#include "handlers/shapes/pair_kind.hpp"

namespace houston::handlers {

/// One [[team.ritual]] of kind "one_on_one".
class OneOnOne final : public shapes::PairKind<OneOnOne, config::OneOnOne> {
 public:
  static constexpr const char* kKind = "one_on_one";
  using PairKind::PairKind;

  /// The pairs that the settings and the roster make, and their plans.
  void sync(Turn& turn);
  void sync(Turn& turn, storage::Pair pair);
  /// The pair picked another time for all meetings to come.
  void choose(Turn& turn, storage::Pair pair, shapes::Slot slot);
  /// None held for twice the cadence: a timer of the pair's.
  void quiet_due(Turn& turn, const storage::Pair& pair);
  std::vector<words::pair::PointLine> points(Turn& turn, const storage::Pair& pair,
                                             const PersonId& reader) const;
  /// Writes the points down, a line each. False when the list is full.
  bool add(Turn& turn, const storage::Pair& pair, const PersonId& author, storage::Point::Kind kind,
           const std::string& lines);

  chat::Message agenda(Turn&, const storage::Pair&, const storage::Meeting&, const PersonId& reader) override;
  chat::Message reminder(Turn&, const storage::Pair&, const storage::Meeting&,
                         const PersonId& reader) override;
  void settled(Turn&, const storage::Pair&, const storage::Meeting&) override;

 private:
  std::vector<std::vector<PersonId>> wanted(Turn& turn) const;
  scheduler::Dates dates(const storage::Pair& pair) const;
  Duration cadence(Turn& turn, const storage::Pair& pair) const;
  bool find_time(Turn& turn, storage::Pair& pair);
  void propose(Turn& turn, const storage::Pair& pair, const std::vector<shapes::Slot>& slots);
  void watch(Turn& turn, const storage::Pair& pair);
  void tell_lead(Turn& turn, storage::Pair pair, bool skipped);
  std::string say(Turn& turn, const storage::Pair& pair, const PersonId& reader) const;
};

class OneOnOnes final : public Part {
 public:
  /// Both outlive it.
  OneOnOnes(const config::Settings& settings, const std::map<TeamId, scheduler::Holidays>& holidays);

  bool clicked(Heard&, const chat::Clicked&) override;
  bool submitted(Heard&, const chat::Submitted&) override;
  bool fired(Turn&, const House&, const storage::Timer&) override;
  void sync(Turn&, const House&) override;
  void absences_changed(Turn&, const House&, const storage::Person&) override;
  void home(Turn&, const House&, const storage::Person&, chat::Message&) override;
  void forgotten(Turn&, const House&, const storage::Person&, const PersonId& former) override;
  std::vector<const commands::Command*> commands() const override;

  OneOnOne* of(const storage::Pair& pair) const;
  /// The house's, or null.
  static OneOnOnes* in(const House& house);
  /// The person's pairs of this kind.
  std::vector<storage::Pair> pairs_of(Turn& turn, const WorkspaceId& workspace, const PersonId& person) const;

 private:
  shapes::FindPairing finder() const;
  std::optional<storage::Pair> own_pair(Heard& heard, const std::string& value) const;
  void after(Heard& heard, const shapes::Found& found);
  void comes(Heard& heard, const shapes::Found& found, const chat::Submitted& submitted);

  std::vector<std::unique_ptr<OneOnOne>> all_;
};

/// "1:1 …"
const commands::Command& one_on_one_command();

}  // namespace houston::handlers
