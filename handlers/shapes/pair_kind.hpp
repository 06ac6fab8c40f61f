// What the kinds of pairing share beside the shape: whose they are, and what they say alike.
#pragma once

#include <string>

#include "handlers/shapes/pair.hpp"
#include "handlers/shapes/pair_talk.hpp"

namespace houston::handlers::shapes {

/// One pairing ritual of one team, out of its settings; both outlive it. The kind's name is `Kind::kKind`.
template <class Kind, class Settings>
class PairKind : public PairVoice {
 public:
  PairKind(const config::Team& team, const Settings& settings, const scheduler::Holidays& holidays)
      : team_(team),
        settings_(settings),
        pairing_({&team, settings.name, Kind::kKind, settings.length, settings.remind, &holidays}, *this) {}

  Pairing& pairing() { return pairing_; }
  const config::Team& team() const { return team_; }
  const Settings& settings() const { return settings_; }
  std::string full_name() const { return team_.name.value + "/" + settings_.name.value; }

  chat::Message question(Turn& turn, const Pair& pair, const Meeting& meeting,
                         const PersonId& reader) override {
    const bool moved = meeting.state == Meeting::State::planned && !meeting.asked;
    return words::pair::question(about(turn, pairing_, pair, meeting, reader), meeting.state, moved,
                                 called(turn, pair.workspace, meeting.settled_by, reader));
  }
  chat::Message moved(Turn& turn, const Pair& pair, const Meeting& meeting, const Moved& how,
                      const PersonId& reader) override {
    return words::pair::moved(about(turn, pairing_, pair, meeting, reader), how,
                              called(turn, pair.workspace, how.by, reader));
  }

 protected:
  const config::Team& team_;
  const Settings& settings_;
  Pairing pairing_;
};

}  // namespace houston::handlers::shapes
