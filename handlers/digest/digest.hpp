// The digest of a team's log: in the channel on its schedule, each stretch of time told once. Every digest is
// an occurrence of the ritual; the next one begins where the last one ended.
#pragma once

#include <vector>

#include "handlers/digest/schedule.hpp"
#include "handlers/part.hpp"
#include "handlers/words/command_words.hpp"
#include "handlers/words/digest_words.hpp"
#include "handlers/words/why_words.hpp"

namespace houston::handlers {

class Digest final : public Part {
 public:
  bool fired(Turn& turn, const House& house, const storage::Timer& timer) override;
  void sync(Turn& turn, const House& house) override;
};

namespace digest {

struct RunOutcome {
  enum class What {
    posted,
    over,        ///< One was posted today.
    holiday,     ///< Today is one.
    held_back,   ///< Skipped or paused.
    no_channel,  ///< Where to is not known.
    quiet,       ///< Nothing to tell, and the settings say to skip that.
  };
  What what = What::over;
  LocalDate since{};                    ///< Posted, quiet: from when on it tells.
  std::optional<Hindrance> against{};   ///< Holiday, held back.
  std::optional<Instant> instead_of{};  ///< Posted: the planned one whose place it takes.
  std::optional<Instant> next{};        ///< Posted, over: when the next one comes.
};
/// A lead wants one now: all since the last. It takes the place of one that is planned for today.
RunOutcome run(Turn& turn, const House& house, const config::Team& team);

/// How it stands, for "status"; instants on the person's clock, here and in "why".
words::commands::StatusLine status(Turn& turn, const House& house, const config::Team& team,
                                   const storage::Person& person);
/// When it came last and comes next, or why it did or does not.
words::why::Answer why(Turn& turn, const House& house, const config::Team& team,
                       const storage::Person& person);

/// What there is to tell of [from, to).
words::digest::Digest compile(Turn& turn, const config::Team& team, Instant from, Instant to);

/// Those that were named in standup after standup and are gone: named last on a date in (after, last], and a
/// later answer does without. The longest first.
std::vector<words::digest::Blocker> blockers_gone(Turn& turn, const config::Team& team, LocalDate after,
                                                  LocalDate last);

}  // namespace digest

}  // namespace houston::handlers
