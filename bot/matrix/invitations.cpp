#include "bot/matrix/invitations.hpp"

#include <algorithm>

#include "bot/json_fields.hpp"
#include "bot/matrix/ids.hpp"
#include "bot/matrix/log.hpp"
#include "bot/matrix/upgrades.hpp"

namespace houston::bot::matrix {
namespace {

using boost::asio::awaitable;
using nlohmann::json;
using Kind = ApiFailure::Kind;

constexpr const char* held_note = "rooms.invitations";

}  // namespace

awaitable<void> Invitations::recall(EventSink& notes) {
  std::string name = held_note;
  const std::optional<std::string> held = co_await notes.note(std::move(name));
  const json invitations = json::parse(held.value_or("{}"), nullptr, false);
  held_.clear();
  if (!invitations.is_object()) co_return;
  for (const auto& [room, one] : invitations.items())
    held_[room] = Invitation{text_of(one, "by"), flag_of(one, "direct")};
}

awaitable<std::optional<ApiFailure>> Invitations::answer(EventSink& notes,
                                                         std::map<std::string, std::vector<json>> invited,
                                                         Batch& batch) {
  std::map<std::string, Invitation> all = held_;
  for (const auto& [room, state] : invited) {
    known_.joined.erase(room);
    Invitation& one = all[room];
    for (const json& event : state) {
      if (text_of(event, "type") != "m.room.member" || text_of(event, "state_key") != known_.self) continue;
      one.by = text_of(event, "sender");
      one.direct = flag_of(child(event, "content"), "is_direct");
    }
  }
  std::map<std::string, Invitation> held;
  for (const auto& [room, one] : all) {
    if (known_.joined.count(room) > 0) continue;
    const bool wanted =
        known_.roster.team_room(room) != nullptr || awaited_.count(room) > 0 || known_.roster.knows(one.by);
    if ((!wanted && !known_.roster.complete()) || std::chrono::steady_clock::now() < after_) {
      held.emplace(room, one);
      continue;
    }
    std::optional<ApiFailure> failed = co_await answer_one(notes, room, one, batch);
    if (!failed) continue;
    if (failed->kind == Kind::operate) co_return failed;
    // What people say must not wait for it.
    held.emplace(room, one);
    if (failed->kind == Kind::wait) after_ = std::chrono::steady_clock::now() + failed->retry_after;
  }
  json kept = json::object();
  for (const auto& [room, one] : held) kept[room] = {{"by", one.by}, {"direct", one.direct}};
  const bool news = held.size() != held_.size() ||
                    !std::equal(held.begin(), held.end(), held_.begin(),
                                [](const auto& a, const auto& b) { return a.first == b.first; });
  held_ = std::move(held);
  if (!news) co_return std::nullopt;
  log_info(std::to_string(held_.size()) +
           " invitations wait until Houston can see who is in the teams' rooms");
  std::string name = held_note;
  std::string value = held_.empty() ? std::string() : kept.dump();
  co_await notes.keep_note(std::move(name), std::move(value));
  co_return std::nullopt;
}

awaitable<std::optional<ApiFailure>> Invitations::answer_one(EventSink& notes, std::string room,
                                                             Invitation invitation, Batch& batch) {
  const std::string inviter = invitation.by;
  const bool direct = invitation.direct;
  const bool team = known_.roster.team_room(room) != nullptr;
  const auto awaited = awaited_.find(room);
  const bool follows = awaited != awaited_.end();
  if (!team && !follows && !known_.roster.knows(inviter)) {
    log_info("an invitation from " + inviter + ", who is in none of the teams, is declined");
    metrics_.count("matrix_invites", {{"answer", "declined"}});
    Outcome<Done> left = co_await api_.leave(room);
    if (auto* failure = std::get_if<ApiFailure>(&left);
        failure && failure->kind != Kind::refuse && !patience_.ends("decline " + room, *failure)) {
      co_return std::move(*failure);
    }
    co_return std::nullopt;
  }
  std::vector<std::string> via;
  if (const std::string server = server_of(inviter); !server.empty()) via.push_back(server);
  Outcome<std::string> joined = co_await api_.join(room, std::move(via));
  if (auto* failure = std::get_if<ApiFailure>(&joined)) {
    if (failure->kind != Kind::refuse && !patience_.ends("join " + room, *failure))
      co_return std::move(*failure);
    log_warning("the invitation from " + inviter + " could not be accepted: " + failure->what);
    metrics_.count("matrix_invites", {{"answer", "failed"}});
    co_return std::nullopt;
  }
  metrics_.count("matrix_invites", {{"answer", "accepted"}});
  known_.joined.insert(room);
  if (team) batch.roster_wanted = true;
  std::string old;
  if (follows) {
    old = awaited->second;
    awaited_.erase(awaited);
  } else {
    // After a start it is not known what was hoped for.
    Outcome<std::string> before = co_await predecessor_of(api_, room);
    if (auto* failure = std::get_if<ApiFailure>(&before)) co_return std::move(*failure);
    old = std::get<std::string>(std::move(before));
  }
  const std::string partner = known_.book.person_of(old);
  if (!old.empty()) {
    known_.replaced[old] = room;
    direct_.changed(old);
    co_await keep_replaced(notes, known_);
    batch.roster_wanted = true;
  }
  if (!partner.empty()) {
    Outcome<Done> adopted = co_await direct_.adopt(partner, room);
    if (auto* failure = std::get_if<ApiFailure>(&adopted)) co_return std::move(*failure);
  }
  if (!direct) co_return std::nullopt;
  Outcome<Done> adopted = co_await direct_.adopt(inviter, room);
  if (auto* failure = std::get_if<ApiFailure>(&adopted)) co_return std::move(*failure);
  co_return std::nullopt;
}

}  // namespace houston::bot::matrix
