#include "bot/turns.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace houston::bot {
namespace {

constexpr auto kFirstSetBack = std::chrono::minutes(1);
constexpr int kMostDoublings = 6;
constexpr auto kLongestSetBack = std::chrono::hours(1);

const char* name_of(const chat::Event& event) {
  static constexpr const char* kNames[] = {"said",      "edited",   "deleted", "command",    "clicked",
                                           "submitted", "shortcut", "reacted", "home",       "joined",
                                           "left",      "person",   "roster",  "unreadable", "voted"};
  static_assert(std::size(kNames) == std::variant_size_v<decltype(event.what)>);
  return kNames[event.what.index()];
}

/// Whether the person looks at the screen and waits.
bool waits_for_answer(const chat::Event& event) {
  if (const auto* said = std::get_if<chat::Said>(&event.what)) return said->direct || said->mentions_houston;
  return std::holds_alternative<chat::Command>(event.what) ||
         std::holds_alternative<chat::Clicked>(event.what) ||
         std::holds_alternative<chat::Voted>(event.what) ||
         std::holds_alternative<chat::Submitted>(event.what) ||
         std::holds_alternative<chat::ShortcutUsed>(event.what);
}

/// Of a repeated event, too: the platform would read it again and again.
void keep_notes(storage::Tables& tables, const chat::Event& event) {
  for (const auto& [name, value] : event.notes) tables.platform_notes.put(event.workspace, name, value);
}

}  // namespace

Job event_job(chat::Event event, const TurnHandlers& handlers, const scheduler::Clock& clock,
              Metrics& metrics, std::function<void(EventEnd)> done) {
  struct State {
    chat::Event event;
    handlers::Immediate immediate;
    bool repeated = false;
    bool given_up = false;
  };
  auto state = std::make_shared<State>();
  state->event = std::move(event);

  Job job;
  job.name = "event";
  job.run = [state, &handlers, &clock](storage::Database& database) {
    storage::Tables tables(database);
    handlers::Turn turn(tables, clock.now());
    turn.answer(state->event);
    state->given_up = false;
    state->repeated = !handlers.handle(turn, state->event);
    keep_notes(tables, state->event);
    state->immediate = turn.immediate();
  };
  job.instead = [state, &clock](storage::Database& database, const std::string& error) {
    spdlog::error("An event ({}) could not be handled and is left out: {}", name_of(state->event), error);
    storage::Tables tables(database);
    handlers::Turn turn(tables, clock.now());
    turn.answer(state->event);
    if (!state->event.key.empty())
      tables.inbox.record(state->event.workspace, state->event.key,
                          std::chrono::floor<std::chrono::days>(turn.now()));
    keep_notes(tables, state->event);
    if (waits_for_answer(state->event)) {
      turn.reply(chat::paragraph(
          "Sorry, something went wrong on my side and I could not do that. Please try again; if it happens "
          "again, tell whoever runs Houston: its log says why."));
    }
    state->given_up = true;
    state->immediate = turn.immediate();
  };
  job.done = [state, &metrics, done = std::move(done)](JobEnd end) {
    const char* result = end == JobEnd::refused  ? "refused"
                         : end == JobEnd::failed ? "failed"
                         : state->given_up       ? "given_up"
                         : state->repeated       ? "repeated"
                                                 : "handled";
    metrics.count("events", {{"kind", name_of(state->event)}, {"result", result}});
    EventEnd ended;
    ended.kept = end == JobEnd::committed;
    if (ended.kept) ended.immediate = std::move(state->immediate);
    done(std::move(ended));
  };
  return job;
}

bool TimerTurns::fire_one(storage::Database& database) {
  storage::Tables tables(database);
  handlers::Turn turn(tables, clock_.now());
  taken_ = tables.timers.take_due(turn.now());
  if (!taken_) return false;
  handlers_.fire(turn, *taken_);
  if (!failures_.empty()) failures_.erase(taken_->key);
  return true;
}

void TimerTurns::set_back(storage::Database& database, const std::string& error) {
  if (!taken_) return;
  const int failed = failures_[taken_->key]++;
  const std::chrono::milliseconds wait = std::min<std::chrono::milliseconds>(
      kFirstSetBack * (1 << std::min(failed, kMostDoublings)), kLongestSetBack);
  spdlog::error("The timer {} could not be fired and is tried again in {} min: {}", taken_->key.kind,
                std::chrono::duration_cast<std::chrono::minutes>(wait).count(), error);
  metrics_.count("timers_set_back");
  storage::Timers(database).set(taken_->key, clock_.now() + wait);
}

}  // namespace houston::bot
