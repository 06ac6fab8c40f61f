#include "bot/matrix/probe.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "bot/json_fields.hpp"
#include "bot/matrix/connect.hpp"

namespace houston::bot::matrix {
namespace {

using boost::asio::awaitable;
using nlohmann::json;
using Kind = ApiFailure::Kind;

// Synapse lets an account say ten things at once, and then one every five seconds.
constexpr std::size_t kUsualBurst = 10;

/// What is asked on the way from room to room.
struct Probe {
  Api& api;
  const config::Settings& settings;
  config::Workspace workspace;
  std::string self{};
  std::set<std::string> joined{};
  std::set<std::string> invited{};
  std::map<std::string, bool> exists{};  ///< People who were asked for.
  std::set<std::string> asked{};         ///< Who will hear from Houston.
  Probed result{};

  std::string about() const { return "workspace " + workspace.name.value + ": "; }
  void problem(std::string sentence) { result.problems.push_back(std::move(sentence)); }

  awaitable<bool> homeserver();
  awaitable<bool> rooms_of_houston();
  awaitable<void> team(const config::Team& team);
  awaitable<std::string> find_room(const config::Team& team);
  awaitable<void> room(const config::Team& team, std::string room);
  awaitable<void> people(const config::Team& team, const std::map<std::string, std::string>* members);
  awaitable<bool> there(std::string person);
};

}  // namespace

MayWrite may_write(const json& levels, const std::string& user) {
  MayWrite may;
  // Without the event nobody needs anything (and the room's creator has 100).
  if (!levels.is_object()) return may;
  may.has = number_of(child(levels, "users"), user.c_str(), number_of(levels, "users_default", 0));
  may.needs = number_of(child(levels, "events"), "m.room.message", number_of(levels, "events_default", 0));
  may.may = may.has >= may.needs;
  return may;
}

namespace {

awaitable<bool> Probe::homeserver() {
  Outcome<Versions> versions = co_await api.versions();
  const auto* failure = std::get_if<ApiFailure>(&versions);
  if (failure == nullptr) co_return true;
  const std::string where = api.homeserver();
  if (failure->status == 0) {
    problem(about() + "the homeserver " + where + " is not reachable (" + failure->what +
            "): check homeserver in the settings, and the network");
  } else if (failure->status >= 500) {
    problem(about() + "the homeserver " + where + " is out of order at the moment (" + failure->what +
            "): ask its administrator, or try again later");
  } else {
    problem(
        about() + where + " is not a Matrix homeserver (" + failure->what +
        "): write the server's name, as in \"example.com\", or the homeserver's own address as homeserver");
  }
  co_return false;
}

awaitable<bool> Probe::rooms_of_houston() {
  Outcome<std::vector<std::string>> listed = co_await api.joined_rooms();
  if (const auto* failure = std::get_if<ApiFailure>(&listed)) {
    problem(about() + "the rooms that Houston is in cannot be read: " + failure->what);
    co_return false;
  }
  const auto& rooms = std::get<std::vector<std::string>>(listed);
  joined.insert(rooms.begin(), rooms.end());
  // Invitations stand nowhere else.
  const json nothing = {{"types", json::array()}};
  std::string filter = json({{"presence", nothing},
                             {"account_data", nothing},
                             {"room",
                              {{"timeline", {{"types", json::array()}, {"limit", 1}}},
                               {"state", {{"types", json::array()}, {"lazy_load_members", true}}},
                               {"ephemeral", nothing},
                               {"account_data", nothing}}}})
                           .dump();
  std::string since;
  // Synapse gives a first sync that asks the very same again its old answer for two minutes: an invitation
  // made in between would be missing. It does not wait when there is anything to tell, and the first time
  // there is.
  const auto different =
      std::chrono::steady_clock::now().time_since_epoch() / std::chrono::milliseconds(1) % 997;
  const std::chrono::milliseconds poll(different);
  Outcome<Synced> synced = co_await api.sync(std::move(since), std::move(filter), poll);
  if (const auto* failure = std::get_if<ApiFailure>(&synced)) {
    problem(about() + "invitations cannot be read: " + failure->what);
    co_return false;
  }
  for (const auto& [room, state] : std::get<Synced>(synced).invited) invited.insert(room);
  co_return true;
}

/// "" after the problem was told.
awaitable<std::string> Probe::find_room(const config::Team& team) {
  if (!team.channel.starts_with('#')) co_return team.channel;
  std::string alias = team.channel;
  Outcome<ResolvedAlias> resolved = co_await api.resolve(std::move(alias));
  if (const auto* found = std::get_if<ResolvedAlias>(&resolved)) co_return found->room_id;
  const auto& failure = std::get<ApiFailure>(resolved);
  const std::string which = "team " + team.name.value + ": the room " + team.channel + " ";
  if (failure.kind == Kind::refuse) {
    problem(which +
            "is not known: check the address (a room gets one in its settings, as a local address), or "
            "write the room's id as channel");
  } else {
    problem(which + "could not be looked up: " + failure.what);
  }
  co_return std::string();
}

awaitable<void> Probe::room(const config::Team& team, std::string room) {
  const std::string which = "team " + team.name.value + ": the room " + team.channel + " ";
  if (joined.count(room) == 0) {
    // An invitation is accepted when Houston serves.
    if (invited.count(room) == 0) {
      problem(which + "does not have Houston in it: invite " + self + " to it");
    }
    co_await people(team, nullptr);
    co_return;
  }
  Outcome<std::vector<json>> outcome = co_await api.full_state(room);
  if (const auto* failure = std::get_if<ApiFailure>(&outcome)) {
    problem(which + "cannot be read: " + failure->what);
    co_return;
  }
  json levels;
  std::string replacement;
  bool encrypted = false;
  std::set<std::string> creators;  // where they reign; see below
  std::map<std::string, std::string> members;
  for (const json& event : std::get<std::vector<json>>(outcome)) {
    const std::string type = text_of(event, "type");
    const json& content = child(event, "content");
    if (type == "m.room.power_levels") levels = content;
    if (type == "m.room.encryption") encrypted = true;
    if (type == "m.room.tombstone") replacement = text_of(content, "replacement_room");
    if (type == "m.room.member" && text_of(content, "membership") == "join") {
      members[text_of(event, "state_key")] = text_of(content, "displayname");
    }
    // From version 12 on a room's creators may do everything, and are not in the list.
    if (type == "m.room.create" && std::atoi(text_of(content, "room_version").c_str()) >= 12) {
      creators.insert(text_of(event, "sender"));
    }
  }
  if (!replacement.empty()) {
    problem(which + "was replaced by " + replacement + ": name that one");
    co_return;
  }
  if (encrypted) {
    problem(which +
            "is encrypted, and Houston cannot read what is written in it: make a room without encryption "
            "for the team (a room's encryption cannot be switched off), and name that one");
  }
  const MayWrite may = may_write(levels, self);
  if (!may.may && creators.count(self) == 0) {
    problem(which + "does not let Houston write: its power level there is " + std::to_string(may.has) +
            ", and messages need " + std::to_string(may.needs) + "; give " + self +
            " that level in the room's settings");
  }
  co_await people(team, &members);
}

/// Whether the homeserver knows of such an account, or could not ask theirs.
awaitable<bool> Probe::there(std::string person) {
  const auto known = exists.find(person);
  if (known != exists.end()) co_return known->second;
  Outcome<Profile> profile = co_await api.profile(person);
  const auto* failure = std::get_if<ApiFailure>(&profile);
  const bool is = failure == nullptr || failure->status != 404;
  exists[person] = is;
  co_return is;
}

awaitable<void> Probe::people(const config::Team& team, const std::map<std::string, std::string>* members) {
  std::vector<std::pair<std::string, std::string>> named;
  for (const std::string& lead : team.leads) named.emplace_back("lead", lead);
  for (const std::string& member : team.members) named.emplace_back("member", member);
  for (const config::OneOnOne& one : team.one_on_ones) {
    const std::string of = " of the ritual " + one.name.value;
    if (!one.lead.empty()) named.emplace_back("lead" + of, one.lead);
    for (const std::string& person : one.with) named.emplace_back("person" + of, person);
  }
  for (const auto& accounts : team.same) {
    for (const std::string& account : accounts) named.emplace_back("account", account);
  }
  for (const auto& [role, person] : named) {
    const std::string who = "team " + team.name.value + ": the " + role + " " + person + " ";
    if (person == self) {
      problem(who + "is Houston itself: take it out of the settings");
      continue;
    }
    if (members != nullptr && members->count(person) > 0) continue;
    const bool is = co_await there(person);
    if (!is) {
      problem(who +
              "has no account that the homeserver can find: check the spelling, as in \"@ana:example.com\"");
    } else if (members != nullptr) {
      problem(who + "is not in the room " + team.channel +
              ": invite them to it, or take them out of the settings");
    }
  }
  for (const auto& [role, person] : named) asked.insert(person);
  if (members == nullptr || !team.members_from_channel) co_return;
  for (const auto& [person, name] : *members) asked.insert(person);
}

awaitable<void> Probe::team(const config::Team& team) {
  std::string found = co_await find_room(team);
  if (found.empty()) {
    co_await people(team, nullptr);
  } else {
    co_await room(team, std::move(found));
  }
}

}  // namespace

awaitable<Probed> probe(Api& api, Session& session, const config::Settings& settings,
                        config::Workspace workspace) {
  Probe probe{api, settings, std::move(workspace)};
  std::optional<ApiFailure> nowhere = co_await session.locate(no_notes());
  if (nowhere) {
    probe.problem(probe.about() + nowhere->what);
    co_return std::move(probe.result);
  }
  const bool is_homeserver = co_await probe.homeserver();
  if (!is_homeserver) co_return std::move(probe.result);
  Outcome<Whoami> who = co_await session.begin(no_notes());
  if (const auto* failure = std::get_if<ApiFailure>(&who)) {
    probe.problem(probe.about() + failure->what);
    co_return std::move(probe.result);
  }
  probe.self = std::get<Whoami>(who).user_id;
  const bool known = co_await probe.rooms_of_houston();
  if (known) {
    const auto teams = settings.teams_within(probe.workspace.name, true);
    for (const config::Team& team : teams) co_await probe.team(team);
  }
  co_await session.leave();
  probe.asked.erase(probe.self);
  if (probe.asked.size() > kUsualBurst) {
    probe.result.advice.push_back(
        probe.about() + "Houston writes to " + std::to_string(probe.asked.size()) +
        " people at about the same time, and a Synapse with its usual limits lets an account say ten things "
        "at once "
        "and then one every five seconds: ask its administrator to lift them for " +
        probe.self + " (admin API, override_ratelimit); without, prompts come late, and none is lost");
  }
  co_return std::move(probe.result);
}

awaitable<Probed> probe(boost::asio::any_io_executor executor, MatrixOptions options,
                        const config::Settings& settings, Metrics& metrics) {
  Transport transport = real_transport(std::move(executor), options.tls, options.proxy);
  Api api("", transport, metrics);
  Session session(api, std::move(transport),
                  Credentials{options.workspace.matrix, options.secret, options.reread}, options.seed);
  Probed probed = co_await probe(api, session, settings, options.workspace);
  co_return probed;
}

}  // namespace houston::bot::matrix
