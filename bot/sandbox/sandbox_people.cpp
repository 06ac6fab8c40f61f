// The Sandbox's calls: people, reads, time and trouble. Each names its people and places and hands on.
#include <algorithm>

#include "bot/sandbox/sandbox_impl.hpp"
#include "bot/sandbox/shapes.hpp"

namespace houston::bot::sandbox {
namespace {

struct Named {
  std::string user, channel;
};

Result<Named> named(Workspace& workspace, const std::string& who, const std::string& place) {
  auto user = workspace.user_id(who);
  if (!user) return user.error();
  auto channel = workspace.place_id(place, who);
  if (!channel) return channel.error();
  return Named{*user, *channel};
}

// The message somebody means to change, if it is theirs.
Result<Message*> own(Workspace& workspace, const Named& at, const std::string& ts) {
  Message* message = workspace.message(at.channel, ts);
  if (!message || message->deleted) return Error{"There is no message " + ts + " in " + at.channel + "."};
  if (message->user != at.user) return Error{"That message is somebody else's."};
  return message;
}

}  // namespace

std::uint16_t Sandbox::port() const {
  return impl_->server->port();
}
std::string Sandbox::base_url() const {
  return impl_->workspace.base_url;
}
std::string Sandbox::api_url() const {
  return base_url() + "/api/";
}
std::string Sandbox::ca_pem() const {
  return impl_->certificate.ca_pem;
}
const App& Sandbox::app() const {
  return impl_->workspace.app;
}
const Team& Sandbox::team() const {
  return impl_->workspace.team;
}

Result<std::string> Sandbox::user_id(const std::string& who) const {
  return impl_->workspace.user_id(who);
}
Result<std::string> Sandbox::place_id(const std::string& place, const std::string& who) const {
  return impl_->workspace.place_id(place, who);
}

std::vector<User> Sandbox::users() const {
  std::vector<User> out;
  for (const auto& [id, user] : impl_->workspace.users()) out.push_back(user);
  return out;
}

std::vector<Channel> Sandbox::channels() const {
  std::vector<Channel> out;
  for (const auto& [id, channel] : impl_->workspace.channels()) out.push_back(channel);
  return out;
}

Result<User> Sandbox::put_user(User user) {
  if (user.handle.empty()) return Error{"A user needs a handle."};
  if (const User* other = impl_->workspace.find_user(user.handle); other && other->id != user.id)
    return Error{"There is a \"" + user.handle + "\" already: " + other->id + "."};
  if (!zone_known(user.tz)) return Error{"\"" + user.tz + "\" is no time zone; one is \"Europe/Warsaw\"."};
  return impl_->workspace.put_user(std::move(user), true);
}

Result<User> Sandbox::change_user(const std::string& who, const Json& changes) {
  const User* known = impl_->workspace.find_user(who);
  if (!known) return impl_->workspace.user_id(who).error();
  User user = *known;
  for (const auto& [key, value] : changes.items()) {
    const bool text = value.is_string(), flag = value.is_boolean();
    if (key == "name" && text)
      user.handle = value;
    else if (key == "real_name" && text)
      user.real_name = value;
    else if (key == "email" && text)
      user.email = value;
    else if (key == "tz" && text)
      user.tz = value;
    else if (key == "deleted" && flag)
      user.deleted = value;
    else if (key == "admin" && flag)
      user.admin = value;
    else if (key == "bot" && flag)
      user.bot = value;
    else
      return Error{
          "A user has name, real_name, email and tz (texts), deleted, admin and bot (true or false); \"" +
          key + "\" is not one, or of the wrong kind."};
  }
  return put_user(std::move(user));
}

Result<Channel> Sandbox::put_channel(Channel channel) {
  if (channel.name.empty() && !channel.im) return Error{"A channel needs a name."};
  return impl_->workspace.put_channel(std::move(channel));
}

void Sandbox::set_scopes(std::set<std::string> scopes) {
  impl_->workspace.app.scopes = std::move(scopes);
}
void Sandbox::revoke_token(bool revoked) {
  impl_->workspace.app.token_revoked = revoked;
}

Result<std::string> Sandbox::say(const std::string& who, const std::string& place, const std::string& text,
                                 const std::string& thread_ts) {
  Workspace& workspace = impl_->workspace;
  const auto at = named(workspace, who, place);
  if (!at) return at.error();
  const Channel& channel = *workspace.channel(at->channel);
  if (channel.archived) return Error{"#" + channel.name + " is archived."};
  if (!channel.has(at->user)) return Error{who + " is not in #" + channel.name + "; let them join first."};
  if (!thread_ts.empty() && !workspace.message(at->channel, thread_ts))
    return Error{"There is no message " + thread_ts + " to reply to."};
  Message draft;
  draft.channel = at->channel;
  draft.user = at->user;
  draft.text = escape_typed(text);
  draft.thread_ts = thread_ts;
  draft.client_msg_id = workspace.ids.uuid();
  draft.blocks = rich_text_of(draft.text, workspace.ids.hex(5));
  return workspace.post(std::move(draft)).ts;
}

Result<std::string> Sandbox::edit(const std::string& who, const std::string& place, const std::string& ts,
                                  const std::string& text) {
  const auto at = named(impl_->workspace, who, place);
  if (!at) return at.error();
  const auto message = own(impl_->workspace, *at, ts);
  if (!message) return message.error();
  impl_->workspace.update(
      **message,
      [&](Message& changed) {
        changed.text = escape_typed(text);
        changed.blocks = rich_text_of(changed.text, impl_->workspace.ids.hex(5));
      },
      true);
  return ts;
}

Result<std::string> Sandbox::erase(const std::string& who, const std::string& place, const std::string& ts) {
  const auto at = named(impl_->workspace, who, place);
  if (!at) return at.error();
  const auto message = own(impl_->workspace, *at, ts);
  if (!message) return message.error();
  impl_->workspace.erase(**message);
  return ts;
}

Result<void> Sandbox::command(const std::string& who, const std::string& place, const std::string& command,
                              const std::string& text, OnAnswer done) {
  const auto at = named(impl_->workspace, who, place);
  if (!at) return at.error();
  if (command.empty() || command.front() != '/') return Error{"A command begins with \"/\"."};
  impl_->kick();
  return impl_->interactions.command(at->user, at->channel, command, text, std::move(done));
}

Result<void> Sandbox::click(const std::string& who, const std::string& place, const std::string& ts,
                            const std::string& action_id, const std::string& value, OnAnswer done) {
  const auto at = named(impl_->workspace, who, place);
  if (!at) return at.error();
  impl_->kick();
  return impl_->interactions.click_message(at->user, at->channel, ts, action_id, value, std::move(done));
}

Result<void> Sandbox::click_view(const std::string& who, const std::string& view_id,
                                 const std::string& action_id, const std::string& value, OnAnswer done) {
  const auto user = user_id(who);
  if (!user) return user.error();
  impl_->kick();
  return impl_->interactions.click_view(*user, view_id, action_id, value, std::move(done));
}

Result<void> Sandbox::shortcut(const std::string& who, const std::string& callback_id,
                               const std::string& place, const std::string& ts, OnAnswer done) {
  const auto at = named(impl_->workspace, who, place.empty() ? "dm" : place);
  if (!at) return at.error();
  impl_->kick();
  return impl_->interactions.shortcut(at->user, callback_id, at->channel, ts, std::move(done));
}

Result<void> Sandbox::submit(const std::string& who, const Json& values, OnAnswer done,
                             const std::string& view_id) {
  const auto user = user_id(who);
  if (!user) return user.error();
  impl_->kick();
  return impl_->interactions.submit(*user, view_id, values, std::move(done));
}

Result<void> Sandbox::close_view(const std::string& who, const std::string& view_id, OnAnswer done) {
  const auto user = user_id(who);
  if (!user) return user.error();
  impl_->kick();
  return impl_->interactions.close_view(*user, view_id, std::move(done));
}

Result<void> Sandbox::open_home(const std::string& who, const std::string& tab) {
  const auto user = user_id(who);
  if (!user) return user.error();
  impl_->kick();
  return impl_->interactions.open_home(*user, tab);
}

Result<void> Sandbox::react(const std::string& who, const std::string& place, const std::string& ts,
                            const std::string& name, bool remove) {
  const auto at = named(impl_->workspace, who, place);
  if (!at) return at.error();
  Message* message = impl_->workspace.message(at->channel, ts);
  if (!message || message->deleted) return Error{"There is no message " + ts + " in " + at->channel + "."};
  const auto done = remove ? impl_->workspace.unreact(*message, at->user, name)
                           : impl_->workspace.react(*message, at->user, name);
  if (done == Workspace::Reacted::done) return {};
  return Error{remove ? "There is no such reaction of theirs." : "They have reacted so already."};
}

Result<void> Sandbox::join(const std::string& who, const std::string& place) {
  const auto at = named(impl_->workspace, who, place);
  if (!at) return at.error();
  impl_->workspace.join(*impl_->workspace.channel(at->channel), at->user, true);
  return {};
}

Result<void> Sandbox::leave(const std::string& who, const std::string& place) {
  const auto at = named(impl_->workspace, who, place);
  if (!at) return at.error();
  impl_->workspace.leave(*impl_->workspace.channel(at->channel), at->user);
  return {};
}

std::vector<Message> Sandbox::messages(const std::string& channel_id) const {
  std::vector<Message> out;
  if (const auto* history = impl_->workspace.history(channel_id))
    for (const auto& [ts, message] : *history) out.push_back(message);
  return out;
}

std::vector<Message> Sandbox::all_messages() const {
  std::vector<Message> out;
  for (const auto& [channel, history] : impl_->workspace.all_messages())
    for (const auto& [ts, message] : history) out.push_back(message);
  std::sort(out.begin(), out.end(), [](const Message& a, const Message& b) { return a.ts < b.ts; });
  return out;
}

std::optional<Message> Sandbox::message(const std::string& channel_id, const std::string& ts) const {
  const Message* found = impl_->workspace.message(channel_id, ts);
  return found ? std::optional(*found) : std::nullopt;
}

std::vector<View> Sandbox::views(const std::string& who) const {
  const auto user = user_id(who);
  return user ? impl_->workspace.stack(*user) : std::vector<View>();
}

std::optional<View> Sandbox::home(const std::string& who) const {
  const auto user = user_id(who);
  const View* view = user ? impl_->workspace.home(*user) : nullptr;
  return view ? std::optional(*view) : std::nullopt;
}

const std::vector<ApiCall>& Sandbox::calls() const {
  return impl_->calls;
}
int Sandbox::sockets() const {
  return impl_->hub.sockets();
}

int Sandbox::observe(std::function<void(const Happening&)> observer) {
  impl_->observers[++impl_->last_observer] = std::move(observer);
  return impl_->last_observer;
}
void Sandbox::forget(int observer) {
  impl_->observers.erase(observer);
}

bool Sandbox::idle() const {
  return waiting() == 0 && impl_->in_flight == 0 && impl_->untold.empty();
}
int Sandbox::waiting() const {
  return impl_->hub.waiting();
}
int Sandbox::lost() const {
  return impl_->hub.lost();
}

Instant Sandbox::now() const {
  return impl_->clock->now();
}

Result<void> Sandbox::advance_clock(Instant to) {
  if (auto* manual = dynamic_cast<scheduler::ManualClock*>(impl_->clock.get()))
    manual->advance_to(to);
  else if (auto* file = dynamic_cast<scheduler::FileClock*>(impl_->clock.get()))
    file->advance_to(to);
  else
    return Error{"This sandbox runs on the machine's clock; start it with --clock-file to move its time."};
  impl_->kick();
  return {};
}

void Sandbox::add_fault(Fault fault) {
  impl_->faults.add(std::move(fault));
}
void Sandbox::clear_faults() {
  impl_->faults.clear();
}
void Sandbox::rate_limits(bool on) {
  impl_->api.limits.enabled = on;
}
void Sandbox::socket_mode(bool on) {
  impl_->hub.enabled = on;
}

int Sandbox::disconnect_sockets(SocketFault how, int count) {
  impl_->kick();
  return impl_->hub.disconnect(how, count, impl_->moment());
}

}  // namespace houston::bot::sandbox
