#include "bot/demo/cast.hpp"

#include "bot/demo/lines.hpp"

namespace houston::bot::demo {

const std::vector<Member>& cast() {
  static const std::vector<Member> five = {
      {"ana", "Ana", "Europe/Warsaw", "Warsaw", true, 4, 15, 80, lines::ana()},
      {"bo", "Bo", "America/New_York", "New York", false, 20, 50, 30, lines::bo()},
      {"chidi", "Chidi", "Africa/Lagos", "Lagos", false, 5, 20, 50, lines::chidi()},
      {"devi", "Devi", "Asia/Kolkata", "Kolkata", false, 2, 8, 60, lines::devi()},
      {"eva", "Eva", "America/Los_Angeles", "Los Angeles", false, 25, 50, 40, lines::eva()},
  };
  return five;
}

const Member* find_member(const std::string& handle) {
  for (const Member& member : cast()) {
    if (member.handle == handle) return &member;
  }
  return nullptr;
}

const Plausible& plausible() {
  static const Plausible pieces = lines::plausible();
  return pieces;
}

}  // namespace houston::bot::demo
