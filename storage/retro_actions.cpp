#include <stdexcept>

#include "storage/retros.hpp"
#include "storage/sql.hpp"

namespace houston::storage {

template <>
inline constexpr std::array<std::string_view, 3> kWords<RetroAction::State>{"open", "done", "dropped"};

static auto fields(RetroAction& a) {
  return std::tie(a.team, a.number, a.ritual, a.retro, a.topic, a.text, a.owner, a.due, a.state, a.why,
                  a.set_on, a.ended_on, a.review);
}

RetroAction RetroActions::save(const RetroAction& action) {
  RetroAction saved = action;
  if (action.number == 0) {
    saved.number =
        select_one<int>(database_, "select coalesce(max(number), 0) + 1 from retro_action where team = ?",
                        action.team)
            .value();
    run(database_,
        "insert into retro_action (team, number, ritual, retro, topic, body, owner, due, state, why, set_on,"
        " ended_on, review) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        saved.team, saved.number, saved.ritual, saved.retro, saved.topic, saved.text, saved.owner, saved.due,
        saved.state, saved.why, saved.set_on, saved.ended_on, saved.review);
  } else if (run(database_,
                 "update retro_action set body = ?, owner = ?, due = ?, state = ?, why = ?, ended_on = ?,"
                 " review = ? where team = ? and number = ?",
                 saved.text, saved.owner, saved.due, saved.state, saved.why, saved.ended_on, saved.review,
                 saved.team, saved.number) != 1) {
    throw std::logic_error("an action was to be replaced that is not there");
  }
  return saved;
}

std::optional<RetroAction> RetroActions::find(const TeamId& team, int number) {
  return select_one<RetroAction>(
      database_,
      "select team, number, ritual, retro, topic, body, owner, due, state, why, set_on, ended_on, review"
      " from retro_action where team = ? and number = ?",
      team, number);
}

std::vector<RetroAction> RetroActions::open(const TeamId& team) {
  return select<RetroAction>(
      database_,
      "select team, number, ritual, retro, topic, body, owner, due, state, why, set_on, ended_on, review"
      " from retro_action where team = ? and state = 'open' order by due, number",
      team);
}

std::vector<RetroAction> RetroActions::of(RetroId retro) {
  return select<RetroAction>(
      database_,
      "select team, number, ritual, retro, topic, body, owner, due, state, why, set_on, ended_on, review"
      " from retro_action where retro = ? order by number",
      retro);
}

}  // namespace houston::storage
