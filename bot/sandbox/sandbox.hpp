// A Slack workspace in a box: Web API, Socket Mode and a control API on loopback, with people that a test,
// the demo or a person at curl can play. docs/sandbox.md has the control API; facts about Slack stand where
// used.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/sandbox/happenings.hpp"
#include "bot/sandbox/model.hpp"
#include "config/result.hpp"
#include "scheduler/clock.hpp"

namespace houston::bot::sandbox {

struct SandboxOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0 takes a free one.
  bool tls = true;         ///< False: plain http and ws.
  /// The workspace's time: ts, redelivery, rate limits. Null: the machine's clock. A ManualClock or FileClock
  /// can be moved by advance_clock() and /control/clock.
  std::shared_ptr<scheduler::Clock> clock;
  std::uint64_t seed = 1;
  bool rate_limits = true;
  bool default_world = true;  ///< Team acme, #vision and its five people; false: the team and the app alone.
  std::chrono::milliseconds ack_limit{3000};     ///< Real time to acknowledge an envelope.
  std::chrono::milliseconds trigger_life{3000};  ///< Real time a trigger_id lasts.
  std::chrono::milliseconds ping_every{5000};    ///< Real time between the server's pings; 0: never.
  int approximate_connection_time = 3600;        ///< Seconds, as told in hello.
  /// Slack's "Delayed Events" switch: after the three retries hourly for a day, instead of giving up.
  bool delayed_events = false;
  bool events_for_own_messages = true;  ///< Slack sends an app its own posts back as events.
};

/// The workspace, served. Every call and callback on the executor's thread; callbacks must not destroy the
/// Sandbox. People are named by id, handle or e-mail; places by id, "#name", "name", or "dm" (the acting
/// person's direct message with the app).
class Sandbox {
 public:
  /// Listens at once. The executor is single-threaded (or a strand).
  static Result<std::unique_ptr<Sandbox>> start(boost::asio::any_io_executor executor,
                                                SandboxOptions options);
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;
  void stop();

  // How to reach it.
  std::uint16_t port() const;
  std::string base_url() const;  ///< "https://127.0.0.1:PORT"
  std::string api_url() const;   ///< base_url() + "/api/"
  std::string ca_pem() const;    ///< Empty without TLS.
  const App& app() const;        ///< Tokens, ids, scopes.
  const Team& team() const;

  // The world. Unknown people or places are errors that say which are known.
  Result<std::string> user_id(const std::string& who) const;
  Result<std::string> place_id(const std::string& place, const std::string& who = {}) const;
  std::vector<User> users() const;
  std::vector<Channel> channels() const;
  /// Adds (id empty: one is made) or changes a user: the app gets team_join or user_change.
  Result<User> put_user(User user);
  Result<User> change_user(const std::string& who, const Json& changes);  ///< {"tz":…,"deleted":true,…}
  Result<Channel> put_channel(Channel channel);
  void set_scopes(std::set<std::string> scopes);
  void revoke_token(bool revoked);

  // The people.
  /// Posts text typed by a person (escaped here as Slack's clients do, except <@U…>, <#C…>, <!…>, <http…>).
  /// The ts.
  Result<std::string> say(const std::string& who, const std::string& place, const std::string& text,
                          const std::string& thread_ts = {});
  Result<std::string> edit(const std::string& who, const std::string& place, const std::string& ts,
                           const std::string& text);
  Result<std::string> erase(const std::string& who, const std::string& place, const std::string& ts);
  /// "/houston", "away until tomorrow". A text or blocks in the acknowledgement become a message.
  Result<void> command(const std::string& who, const std::string& place, const std::string& command,
                       const std::string& text, OnAnswer done = {});
  /// A button or menu in a message. `value`: of a select the option's value, a date, …; for a button empty, or
  /// its own, where buttons of several blocks share an action_id.
  Result<void> click(const std::string& who, const std::string& place, const std::string& ts,
                     const std::string& action_id, const std::string& value = {}, OnAnswer done = {});
  /// The same in an open modal or the home tab (view_id "home").
  Result<void> click_view(const std::string& who, const std::string& view_id, const std::string& action_id,
                          const std::string& value = {}, OnAnswer done = {});
  /// A shortcut from the menu (message empty) or on a message.
  Result<void> shortcut(const std::string& who, const std::string& callback_id, const std::string& place = {},
                        const std::string& ts = {}, OnAnswer done = {});
  /// Fills the topmost modal (or `view_id`) and presses submit. `values`: by block_id or action_id a string
  /// (of plain text, a date, an option's value), an array of such, or a whole state object. What Slack's own
  /// client would refuse (a required field left empty, too long) is an error here.
  Result<void> submit(const std::string& who, const Json& values, OnAnswer done = {},
                      const std::string& view_id = {});
  Result<void> close_view(const std::string& who, const std::string& view_id = {}, OnAnswer done = {});
  Result<void> open_home(const std::string& who, const std::string& tab = "home");
  Result<void> react(const std::string& who, const std::string& place, const std::string& ts,
                     const std::string& name, bool remove = false);
  Result<void> join(const std::string& who, const std::string& place);
  Result<void> leave(const std::string& who, const std::string& place);

  // What is there to see.
  /// In order of ts; replies, deleted and ephemeral ones included.
  std::vector<Message> messages(const std::string& channel_id) const;
  std::vector<Message> all_messages() const;
  std::optional<Message> message(const std::string& channel_id, const std::string& ts) const;
  std::vector<View> views(const std::string& who) const;  ///< The open modals, topmost last.
  std::optional<View> home(const std::string& who) const;
  const std::vector<ApiCall>& calls() const;  ///< The last 10,000.
  int sockets() const;

  // Waiting. Observers are called soon after the change, in order, never from within a call; the number
  // removes one.
  int observe(std::function<void(const Happening&)> observer);
  void forget(int observer);
  /// No envelope is waiting for an acknowledgement or a redelivery, and no request is being answered.
  bool idle() const;
  int lost() const;     ///< Events given up: never acknowledged, through all redeliveries.
  int waiting() const;  ///< Envelopes waiting for an acknowledgement or a redelivery.

  // Time and trouble.
  Instant now() const;
  Result<void> advance_clock(Instant to);  ///< Error with a clock that cannot be moved.
  void add_fault(Fault fault);
  void clear_faults();
  void rate_limits(bool on);
  void socket_mode(bool on);
  /// To `count` of the open sockets (0: all), oldest first; how many were met.
  int disconnect_sockets(SocketFault how, int count = 0);

 private:
  struct Impl;
  explicit Sandbox(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace houston::bot::sandbox
