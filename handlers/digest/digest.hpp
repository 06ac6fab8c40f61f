// The digest of a team's log: in the channel on its schedule, each stretch of time told once. Every digest is
// an occurrence of the ritual; the next one begins where the last one ended.
#pragma once

#include <map>
#include <memory>

#include "handlers/part.hpp"
#include "handlers/words/digest_words.hpp"
#include "scheduler/recurrence.hpp"

namespace houston::handlers {

class Digest final : public Part {
 public:
  explicit Digest(const config::Settings& settings);
  bool fired(Turn& turn, const House& house, const storage::Timer& timer) override;
  void sync(Turn& turn, const House& house) override;

 private:
  void set_timer(Turn& turn, const House& house, const config::Team& team);
  void post(Turn& turn, const House& house, const storage::Timer& timer);
  std::map<TeamId, std::unique_ptr<scheduler::Dates>> dates_;
};

namespace digest {

/// What there is to tell of [from, to).
words::digest::Digest compile(Turn& turn, const config::Team& team, Instant from, Instant to);

/// Those that were named in standup after standup and are gone: named last on a date in (after, last], and a
/// later answer does without. The longest first.
std::vector<words::digest::Blocker> blockers_gone(Turn& turn, const config::Team& team, LocalDate after,
                                                  LocalDate last);

}  // namespace digest

}  // namespace houston::handlers
