// The private calendar's words.
#include "handlers/words/pair_parts.hpp"
#include "handlers/words/words.hpp"

namespace houston::handlers::words::pair {

using namespace chat;  // NOLINT: a file of texts.

Message no_calendar_here() {
  return paragraph(
      "There are no calendar addresses here: whoever runs Houston can switch them on (listen and public_url "
      "in the settings).");
}

Message calendar_address(const std::string& url,
                         const std::vector<std::pair<std::string, std::string>>& pairs, bool again) {
  Message message{"Your private calendar address",
                  {Paragraph{{Plain{again ? "The earlier address no longer works. Your new one:"
                                          : "Subscribe to your meetings with this address:"}}},
                   Paragraph{{code(url)}}}};
  if (!pairs.empty()) {
    List list;
    for (const auto& [with, address] : pairs) {
      if (list.items.size() >= kMostShown) break;
      list.items.push_back({Plain{with + " alone: "}, code(address)});
    }
    message.blocks.push_back(std::move(list));
  }
  message.blocks.push_back(
      Context{{Plain{"Whoever has it can see when you meet whom (never what about). I show it only now; "},
               code("1:1 calendar reset"), Plain{" makes a new one and voids this."}}});
  return message;
}

Message calendar_known(const std::string& since) {
  return paragraph(
      Text{Plain{"You have had an address since " + since + ". I keep no copy that I could show. "},
           code("1:1 calendar reset"), Plain{" makes a new one and voids the old one."}});
}

Message calendar_off(bool was) {
  return paragraph(was ? "Your calendar address no longer works." : "You had no calendar address.");
}

}  // namespace houston::handlers::words::pair
