// The life of the Matrix sync loop, without I/O: told what happened, says what to do next.
//
//   start ──▶ Claim ──ours──▶ Poll ──answer──▶ Take ──kept──▶ Poll (from where it ended) …
//              │                │                └──not kept──▶ Wait ──▶ Poll (from the same point again)
//              └──another Houston's──▶ Wait (standing by) ──▶ Claim
//                               │
//                               ├──no answer, refused for now──▶ Wait (full jitter, or as long as the server
//                               says) ──▶ Poll ├──token unknown──▶ Renew ──▶ Poll, or Wait and try again:
//                               somebody may mend it └──"that point is not known any more"──▶ Poll from now
//                               on, as at the first start
//
// The point up to which everything was taken ("since") moves only when what a poll brought has been kept;
// what is brought twice is known by its id. The first poll after a start or a trouble does not wait for news,
// so that Houston soon knows where it stands.
//
// Of several Houstons on one database one polls: before a poll the turn to do so is claimed, or renewed when
// that was a while ago. Who cannot reach the homeserver does not renew: perhaps another can.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <variant>

#include "bot/matrix/api.hpp"
#include "bot/net/backoff.hpp"
#include "bot/platform.hpp"

namespace houston::bot::matrix {

class SyncFsm {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Span = std::chrono::milliseconds;

  struct Options {
    Span poll{30000};      ///< How long the server holds a poll without news.
    Span first_wait{500};  ///< Back-off between attempts.
    Span longest_wait{60000};
    Span not_kept_wait{1000};    ///< The database was away; doubles up to longest_wait.
    Span complain_every{60000};  ///< "cannot be reached", at most so often.
    Span turn{60000};            ///< For how long the turn is claimed: longer than a poll may take.
    Span renew_every{15000};
    Span stand_by{5000};  ///< How often it is claimed while another has it.
  };

  // What to do next.
  struct Claim {  ///< Then claimed().
    Span time;
  };
  struct Poll {  ///< Then polled() or failed().
    std::string since;
    Span timeout;
  };
  struct Take {  ///< Hand on what the poll brought and keep `next_batch` with it; then taken().
    /// There is no earlier point: whatever was said before is history. Invites count.
    bool first;
  };
  struct Renew {  ///< Log in again; then renewed().
    bool soft;    ///< The device is still known: log in as it.
  };
  struct Wait {  ///< Then waited().
    Span time;
  };
  struct End {};
  using Step = std::variant<Claim, Poll, Take, Renew, Wait, End>;

  struct Say {  ///< For the log.
    enum class Level { info, warning, error } level;
    std::string text;
  };

  SyncFsm(Options options, std::uint64_t seed);

  // What happened.
  Step start(Time now);
  /// @param since  when the turn came to us: up to where others, or an earlier life, have read; "" at the
  ///               first start
  Step claimed(EventSink::Turn turn, std::string since, Time now);
  Step polled(std::string next_batch, Time now);
  Step taken(bool kept, Time now);
  Step failed(const ApiFailure& failure, Time now);
  Step renewed(const ApiFailure* failure, Time now);  ///< Null: there is a token that should work.
  Step waited(Time now);
  Step stop();  ///< At any time; every step after it is End.

  /// The last poll was answered, or polling is another Houston's turn.
  bool connected() const { return connected_; }
  /// It is our turn, as far as we know.
  bool our_turn() const { return ours_; }
  /// It is another's.
  bool stands_by() const { return stands_by_; }
  /// What was waiting at the start has been taken, by whom ever.
  bool caught_up() const { return caught_up_; }
  /// "" or a sentence.
  const std::string& problem() const { return problem_; }
  /// The point up to which everything was taken.
  const std::string& since() const { return since_; }
  /// What is to be logged, once.
  std::optional<Say> take_say();

 private:
  Step poll(Span timeout, Time now);
  Step trouble(const std::string& why, Span wait, Time now);

  Options options_;
  std::mt19937_64 random_;
  net::Backoff backoff_;
  net::Backoff not_kept_;
  std::string since_;
  std::string next_;
  std::string problem_;
  std::optional<Say> say_;
  std::optional<Time> complained_;
  bool told_ = false;  ///< A complaint stands in the log that was not yet answered by "again".
  int unheard_ = 0;    ///< Failures since the last complaint.
  Span timeout_{};     ///< Of the poll that waits for the turn.
  Time claimed_at_{};
  bool ours_ = false;
  bool stands_by_ = false;
  bool connected_ = false;
  bool caught_up_ = false;
  bool stopped_ = false;
  bool renewed_ = false;  ///< The token is new and has not yet been accepted.
};

}  // namespace houston::bot::matrix
