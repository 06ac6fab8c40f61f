// A team with 1:1s: Ana leads, Bo and Cy are in it. For the tests of pairs.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "scheduler/zone.hpp"
#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

namespace houston::test {

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
inline int count(const std::vector<std::string>& texts, const std::string& part) {
  return static_cast<int>(
      std::count_if(texts.begin(), texts.end(), [&](const std::string& one) { return has(one, part); }));
}
inline std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += text + "\n---\n";
  return out;
}

/// `lines` are added to the ritual.
inline std::string with_pair(const std::string& lines, const std::string& team = "",
                             const std::string& houston = "") {
  return houston + TestTeam::usual("", team) + "[[team.ritual]]\nkind = \"one_on_one\"\nname = \"1on1\"\n" +
         lines;
}
inline const std::string kThursday = "lead = \"@ana\"\nwith = [\"@bo\"]\nday = \"thu\"\nat = \"14:00\"\n";

inline TestTeam thursday_team(const std::string& extra = "") {
  return TestTeam("2026-11-23 08:30", TestTeam::Settings{with_pair(kThursday + extra), ""});
}
inline void gather(TestTeam& team, const std::string& bo_zone = "Europe/Warsaw") {
  team.member("ana");
  team.member("bo", bo_zone);
  team.member("cy");
  team.start();
}

inline storage::Pair the_pair(TestTeam& team) {
  storage::Tables tables(team.database());
  return tables.pairs.all().at(0);
}
inline std::vector<storage::Meeting> planned(TestTeam& team, storage::PairId pair) {
  storage::Tables tables(team.database());
  return tables.pairs.planned(pair);
}
inline std::string starts(const storage::Meeting& meeting, const std::string& zone = "Europe/Warsaw") {
  const auto local = scheduler::to_local(meeting.starts, zone);
  return scheduler::iso_date(local.date) + " " + scheduler::clock_time(local.time);
}
/// The newest question "did it happen?".
inline std::string meeting_id(TestTeam& team, int index = 0) {
  return std::to_string(planned(team, the_pair(team).id).at(static_cast<std::size_t>(index)).id.value);
}

}  // namespace houston::test
