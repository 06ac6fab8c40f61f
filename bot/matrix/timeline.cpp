#include "bot/matrix/timeline.hpp"

#include <algorithm>
#include <unordered_set>

#include "bot/json_fields.hpp"
#include "bot/matrix/log.hpp"

namespace houston::bot::matrix {
namespace {

using boost::asio::awaitable;
using nlohmann::json;

constexpr int sync_page = 50;
constexpr int history_page = 250;
constexpr int most_pages = 400;

const json& timeline_types() {
  static const json types = json::array(
      {"m.room.message", "m.reaction", "m.room.redaction", "m.room.member", "m.room.encrypted",
       "m.room.encryption", "m.room.power_levels", "m.room.tombstone", "m.room.name",
       "m.room.canonical_alias", "m.poll.start", "m.poll.response", "m.poll.end",
       "org.matrix.msc3381.poll.start", "org.matrix.msc3381.poll.response", "org.matrix.msc3381.poll.end"});
  return types;
}

}  // namespace

std::string sync_filter(bool history) {
  const json none = {{"types", json::array()}, {"limit", 0}};
  const json filter = {
      {"presence", none},
      {"account_data", {{"types", json::array({"m.direct"})}}},
      {"room",
       {{"timeline",
         {{"types", timeline_types()}, {"limit", history ? sync_page : 1}, {"lazy_load_members", true}}},
        {"state",
         {{"types", json::array({"m.room.member", "m.room.encryption", "m.room.tombstone"})},
          {"lazy_load_members", true}}},
        {"ephemeral", none},
        {"account_data", none}}}};
  return filter.dump();
}

std::string history_filter() {
  return json{{"types", timeline_types()}, {"lazy_load_members", true}}.dump();
}

std::optional<std::size_t> own_beginning(const std::vector<json>& events, const std::string& self,
                                         bool direct) {
  std::optional<std::size_t> begins;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const json& event = events[i];
    if (text_of(event, "type") != "m.room.member" || text_of(event, "state_key") != self) continue;
    const std::string membership = text_of(child(event, "content"), "membership");
    const std::string before = text_of(child(child(event, "unsigned"), "prev_content"), "membership");
    if (membership == "join" && before != "join") {
      // Behind the invitation, where that counts and is to be seen.
      if (!(direct && begins && before == "invite")) begins = i + 1;
    } else if (membership == "invite" && direct) {
      begins = i + 1;
    }
  }
  return begins;
}

awaitable<Outcome<std::vector<json>>> whole_timeline(Api& api, std::string room, Timeline timeline,
                                                     std::string since, std::string self, bool direct,
                                                     std::int64_t asked_before) {
  std::vector<json> events = std::move(timeline.events);
  const auto cut = [&] {
    const std::optional<std::size_t> begins = own_beginning(events, self, direct);
    if (begins) {
      // What people said before is history; what the room is (encrypted, upgraded) holds all the same, and
      // Houston's own entry says something, too.
      const auto first = events.begin() + static_cast<std::ptrdiff_t>(*begins - 1);
      const auto history = [](const json& event) {
        return !child(event, "state_key").is_string() || text_of(event, "type") == "m.room.member";
      };
      events.erase(std::remove_if(events.begin(), first, history), first);
    }
    return begins.has_value();
  };
  if (cut() || !timeline.limited || timeline.prev_batch.empty()) co_return events;

  std::unordered_set<std::string> known;
  for (const json& event : events) known.insert(text_of(event, "event_id"));
  std::string from = timeline.prev_batch;
  const std::string filter = history_filter();
  for (int page = 0; page < most_pages; ++page) {
    Outcome<Page> read = co_await api.messages(room, from, since, true, history_page, filter);
    if (auto* failure = std::get_if<ApiFailure>(&read)) {
      if (failure->kind != ApiFailure::Kind::refuse) co_return std::move(*failure);
      log_warning("what was written in a room meanwhile cannot be read: " + failure->what);
      co_return events;
    }
    std::vector<json>& older = std::get<Page>(read).events;
    bool all_old = !older.empty();
    std::vector<json> fresh;
    for (json& event : older) {
      all_old = all_old && number_of(event, "origin_server_ts", 0) < asked_before;
      if (known.insert(text_of(event, "event_id")).second) fresh.push_back(std::move(event));
    }
    if (all_old) co_return events;
    std::reverse(fresh.begin(), fresh.end());
    events.insert(events.begin(), std::make_move_iterator(fresh.begin()),
                  std::make_move_iterator(fresh.end()));
    if (cut()) co_return events;
    const std::string next = std::get<Page>(read).end;
    if (next.empty() || next == from) co_return events;
    from = next;
  }
  log_error(
      "more was written in a room while Houston was away than it can read; the oldest of it is left out");
  co_return events;
}

}  // namespace houston::bot::matrix
