#include "bot/demo/roles.hpp"

#include <vector>

#include "bot/demo/cast.hpp"
#include "bot/demo/chance.hpp"

namespace houston::bot::demo {

Roles deal(std::uint64_t seed) {
  std::vector<std::string> crew;
  for (const Member& member : cast()) {
    if (!member.lead) crew.push_back(member.handle);
  }
  Chance(seed, "roles").shuffle(crew);
  return {crew[0], crew[1], crew[2], crew[3]};
}

}  // namespace houston::bot::demo
