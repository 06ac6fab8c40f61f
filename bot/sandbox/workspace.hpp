// The workspace as a model: people, channels, messages, views, and the rules between them. Sans I/O: time and
// chance come in, events for the app and happenings for watchers go out through a Listener.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/sandbox/happenings.hpp"
#include "bot/sandbox/ids.hpp"
#include "bot/sandbox/model.hpp"
#include "config/result.hpp"
#include "scheduler/clock.hpp"

namespace houston::bot::sandbox {

class Workspace {
 public:
  using Real = std::chrono::milliseconds;
  /// Hears what the model does. Called after the change.
  struct Listener {
    virtual ~Listener() = default;
    virtual void event(
        const Json& inner) = 0;  ///< An Events API event for the app, subscription and scopes checked.
    virtual void happened(const Happening& happening) = 0;
  };

  /// `real` tells real time, for what a person at the screen waits on (trigger ids).
  Workspace(const scheduler::Clock& clock, std::function<Real()> real, std::uint64_t seed,
            Listener& listener);

  Team team;
  App app;
  Ids ids;
  std::string base_url;  ///< For response_url and team url.
  Real trigger_life{3000};
  bool events_for_own_messages = true;

  Instant now() const { return clock_.now(); }
  Real real() const { return real_(); }
  std::int64_t unix_now() const;

  // workspace.cpp: people and places
  const std::map<std::string, User>& users() const { return users_; }
  const std::map<std::string, Channel>& channels() const { return channels_; }
  User* user(const std::string& id);
  Channel* channel(const std::string& id);
  User* find_user(const std::string& who);  ///< By id, handle or e-mail.
  Result<std::string> user_id(const std::string& who);
  /// By id, "#name", name, or "dm" of `who`.
  Result<std::string> place_id(const std::string& place, const std::string& who);
  User& put_user(User user, bool tell);
  Channel& put_channel(Channel channel);
  Channel& open_dm(const std::string& user);
  Channel& open_mpim(std::vector<std::string> users);
  void join(Channel& channel, const std::string& user, bool with_message);
  void leave(Channel& channel, const std::string& user);
  bool scope(const std::string& name) const { return app.scopes.count(name) > 0; }

  // workspace_messages.cpp
  Message* message(const std::string& channel, const std::string& ts);
  const std::map<std::string, Message>* history(const std::string& channel) const;
  std::vector<const Message*> replies(const std::string& channel, const std::string& thread) const;
  const std::map<std::string, std::map<std::string, Message>>& all_messages() const { return messages_; }
  /// Gives it a ts, files it and tells. With thread_ts it becomes a reply.
  Message& post(Message draft);
  /// `change` alters the copy; the stored message, event and happening follow.
  void update(Message& message, const std::function<void(Message&)>& change, bool mark_edited);
  void erase(Message& message);
  enum class Reacted { done, already, none };
  Reacted react(Message& message, const std::string& user, const std::string& name);
  Reacted unreact(Message& message, const std::string& user, const std::string& name);
  std::string next_ts();

  // workspace_views.cpp
  std::string make_trigger(const std::string& user);
  /// Uses the trigger up. The user, or Slack's error code.
  std::string take_trigger(const std::string& id, std::string& error);
  std::vector<View>& stack(const std::string& user) { return modals_[user]; }
  View* view(const std::string& id);
  View* view_by_external_id(const std::string& id);
  View* home(const std::string& user);
  View& open_view(const std::string& user, Json body);
  View& push_view(const std::string& user, Json body);
  void update_view(View& view, Json body);
  View& publish_home(const std::string& user, Json body);
  /// Closes the topmost modal, or the whole stack.
  void close_views(const std::string& user, bool all);

  // response_url (workspace_views.cpp)
  struct ResponseUrl {
    std::string user, channel, message_ts;
    bool ephemeral_origin = false;
    int uses = 0;
    Instant made;
  };
  std::string make_response_url(const std::string& user, const std::string& channel, const std::string& ts);
  ResponseUrl* response_url(const std::string& id);

  void tell(Happening happening);

 private:
  void tell_message_event(const Message& message);
  void send_event(const Json& inner, const std::string& scope);
  std::string message_scope(const Channel& channel) const;
  std::string channel_type(const Channel& channel) const;
  bool app_hears(const Channel& channel) const { return channel.has(app.bot_user); }

  const scheduler::Clock& clock_;
  std::function<Real()> real_;
  Listener& listener_;
  std::map<std::string, User> users_;
  std::map<std::string, Channel> channels_;
  std::map<std::string, std::map<std::string, Message>> messages_;
  std::map<std::string, std::vector<View>> modals_;
  std::map<std::string, View> homes_;
  struct Trigger {
    std::string user;
    Real expires;
    bool used = false;
  };
  std::map<std::string, Trigger> triggers_;
  std::map<std::string, ResponseUrl> response_urls_;
  std::int64_t last_ts_ = 0;  // microseconds
};

}  // namespace houston::bot::sandbox
