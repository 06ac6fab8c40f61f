#include "bot/matrix/roster.hpp"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include "bot/matrix/ids.hpp"
#include "bot/matrix/log.hpp"
#include "config/text.hpp"

namespace houston::bot::matrix {
namespace {

using boost::asio::awaitable;
using nlohmann::json;
using Kind = ApiFailure::Kind;

constexpr int most_hops = 20;  // of upgrades; more is a circle

bool passing(const ApiFailure& failure) {
  return failure.kind != Kind::refuse;
}

// Several at a time: each may have to ask another server.
struct ProfileRound {
  std::vector<std::string> people;
  std::size_t next = 0;
};

awaitable<void> read_some(Api& api, ProfileRound& round, Profiles& profiles, std::set<std::string>& unread) {
  while (round.next < round.people.size()) {
    const std::string person = round.people[round.next++];
    Outcome<Profile> outcome = co_await api.profile(person);
    if (auto* profile = std::get_if<Profile>(&outcome)) {
      profiles[person] = std::move(*profile);
    } else if (passing(std::get<ApiFailure>(outcome))) {
      unread.insert(person);
    } else {
      profiles[person] = {};  // it is nobody's business, or there is no such person (any more)
    }
  }
}

awaitable<void> read_profiles(Api& api, std::vector<std::string> people, Profiles& profiles,
                              std::set<std::string>& unread) {
  using namespace boost::asio::experimental::awaitable_operators;
  ProfileRound round{std::move(people)};
  co_await (read_some(api, round, profiles, unread) && read_some(api, round, profiles, unread) &&
            read_some(api, round, profiles, unread) && read_some(api, round, profiles, unread));
}

std::string room_of_settings(const std::string& setting) {
  return "The room " + setting;
}

/// Finds, enters and reads one room of the settings; a failure only when the homeserver is away.
awaitable<std::optional<ApiFailure>> find_room(Api& api, const std::set<std::string>& joined, bool may_join,
                                               TeamRoom& room) {
  std::vector<std::string> via;
  if (room.setting.starts_with('#')) {
    Outcome<ResolvedAlias> outcome = co_await api.resolve(room.setting);
    if (auto* failure = std::get_if<ApiFailure>(&outcome)) {
      if (failure->status == 0 || failure->kind == Kind::operate) co_return std::move(*failure);
      room.problem = room_of_settings(room.setting) + " is not to be found: " + failure->what;
      co_return std::nullopt;
    }
    room.id = std::get<ResolvedAlias>(outcome).room_id;
    via = std::get<ResolvedAlias>(outcome).servers;
  } else {
    room.id = room.setting;
  }
  if (const std::string server = server_of(room.id); !server.empty()) via.push_back(server);
  if (via.size() > 3) via.resize(3);
  for (int hop = 0; hop < most_hops; ++hop) {
    room.joined = joined.count(room.id) > 0;
    if (!room.joined && may_join) {
      std::string which = room.id;
      Outcome<std::string> entered = co_await api.join(std::move(which), via);
      room.joined = std::holds_alternative<std::string>(entered);
      if (auto* failure = std::get_if<ApiFailure>(&entered)) {
        if (failure->status == 0 || failure->kind == Kind::wait) co_return std::move(*failure);
        room.problem = room_of_settings(room.setting) + " does not let Houston in: invite Houston to it (" +
                       failure->what + ")";
      }
    }
    if (!room.joined) co_return std::nullopt;
    Outcome<std::vector<json>> state = co_await api.full_state(room.id);
    if (auto* failure = std::get_if<ApiFailure>(&state)) {
      if (passing(*failure)) co_return std::move(*failure);
      room.joined = false;  // left, or put out, meanwhile
      room.problem = room_of_settings(room.setting) + " cannot be read: " + failure->what;
      co_return std::nullopt;
    }
    room.state = read_room_state(std::get<std::vector<json>>(state));
    room.problem.clear();
    const std::string next = room.state.replacement;
    const bool circle =
        next == room.id || std::find(room.replaced.begin(), room.replaced.end(), next) != room.replaced.end();
    if (next.empty() || circle) {
      const std::string before = room.state.predecessor;
      const bool listed =
          std::find(room.replaced.begin(), room.replaced.end(), before) != room.replaced.end();
      if (!before.empty() && before != room.id && !listed) room.replaced.push_back(before);
      co_return std::nullopt;
    }
    room.replaced.push_back(room.id);
    room.id = next;
    room.state = {};
  }
  co_return std::nullopt;
}

}  // namespace

const TeamRoom* Roster::team_room(const std::string& id) const {
  const auto found =
      std::find_if(rooms.begin(), rooms.end(), [&](const TeamRoom& room) { return room.id == id; });
  return found == rooms.end() ? nullptr : &*found;
}

TeamRoom* Roster::team_room(const std::string& id) {
  return const_cast<TeamRoom*>(std::as_const(*this).team_room(id));
}

bool Roster::admin(const std::string& person) const {
  return std::any_of(rooms.begin(), rooms.end(),
                     [&](const TeamRoom& room) { return room.joined && room.state.leads(person); });
}

bool Roster::complete() const {
  return std::all_of(rooms.begin(), rooms.end(), [](const TeamRoom& room) { return room.joined; });
}

std::string room_name_of(const std::string& setting) {
  return config::lower(setting.starts_with('#') ? setting.substr(1) : setting);
}

storage::Person make_person(const WorkspaceId& workspace, const std::string& self, const std::string& id,
                            const std::string& name_in_room, const Profile& profile, bool admin) {
  storage::Person person;
  person.workspace = workspace;
  person.id = PersonId{id};
  const std::string local = localpart(id);
  person.name = !name_in_room.empty()           ? name_in_room
                : !profile.display_name.empty() ? profile.display_name
                                                : local;
  person.handle =
      config::lower(server_of(id) == server_of(self) ? local : id.substr(id.starts_with('@') ? 1 : 0));
  person.time_zone = profile.time_zone;
  person.bot = id == self;
  person.admin = admin;
  return person;
}

awaitable<Outcome<Roster>> fetch_roster(Api& api, RosterQuestion question, Profiles& profiles) {
  Outcome<std::vector<std::string>> listed = co_await api.joined_rooms();
  if (auto* failure = std::get_if<ApiFailure>(&listed)) co_return std::move(*failure);
  const auto& ids = std::get<std::vector<std::string>>(listed);
  const std::set<std::string> joined(ids.begin(), ids.end());

  Roster roster;
  for (const std::string& channel : question.channels) {
    TeamRoom room;
    room.setting = channel;
    std::optional<ApiFailure> failure = co_await find_room(api, joined, question.join, room);
    if (failure) co_return std::move(*failure);
    if (!room.problem.empty()) log_debug(room.problem);
    roster.rooms.push_back(std::move(room));
  }

  std::map<std::string, std::string> names;  // of everybody, "" when only the settings name them
  for (const std::string& person : question.people) {
    if (is_user(person)) names.emplace(person, "");
  }
  for (const TeamRoom& room : roster.rooms) {
    for (const auto& [person, name] : room.state.joined) {
      if (std::string& known = names[person]; known.empty()) known = name;
    }
  }
  names.emplace(question.self, "");
  std::vector<std::string> unknown;
  for (const auto& [person, name] : names) {
    if (profiles.count(person) == 0) unknown.push_back(person);
  }
  co_await read_profiles(api, std::move(unknown), profiles, roster.unread);

  for (const auto& [person, name] : names) {
    const auto profile = profiles.find(person);
    if (profile == profiles.end()) continue;  // as it was known before
    roster.people[person] =
        make_person(question.workspace, question.self, person, name, profile->second, roster.admin(person));
  }
  co_return std::move(roster);
}

chat::RosterLoaded neutral(const Roster& roster, const WorkspaceId& workspace) {
  chat::RosterLoaded loaded;
  for (const auto& [id, person] : roster.people) loaded.people.push_back(person);
  std::set<std::string> told;
  const auto add = [&](storage::Room room, std::optional<std::vector<PersonId>> members) {
    room.workspace = workspace;
    if (told.insert(room.id.value).second) loaded.rooms.push_back({std::move(room), std::move(members)});
  };
  for (const TeamRoom& room : roster.rooms) {
    if (room.id.empty()) continue;
    storage::Room one;
    one.id = RoomId{room.id};
    one.name = room_name_of(room.setting);
    one.joined = room.joined;
    std::optional<std::vector<PersonId>> members;
    if (room.joined) {
      members.emplace();
      for (const auto& [person, name] : room.state.joined) members->push_back(PersonId{person});
    }
    add(std::move(one), std::move(members));
  }
  // After those that are in use: a room of the settings may itself have been followed by another.
  for (const TeamRoom& room : roster.rooms) {
    for (const std::string& old : room.replaced) {
      storage::Room one;
      one.id = RoomId{old};
      one.name = room_name_of(room.setting);
      one.archived = true;
      one.joined = true;
      add(std::move(one), std::nullopt);
    }
  }
  return loaded;
}

}  // namespace houston::bot::matrix
