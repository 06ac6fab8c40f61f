// Whether what people must see was seen, once; and what is confidential by nobody else.
#include <algorithm>

#include "bot/demo/cast.hpp"
#include "bot/demo/verdict.hpp"
#include "config/reactions.hpp"

namespace houston::bot::demo {
namespace {

class Onlooker {
 public:
  explicit Onlooker(const Record& record) : record_(record) {}

  int count(const Sight& sight) const {
    const auto seen = [&](const Message& message) { return fits(sight, message); };
    if (sight.at_the_end || !sight.reaction.empty()) {
      return static_cast<int>(std::count_if(record_.stand.begin(), record_.stand.end(),
                                            [&](const Message& one) { return !one.deleted && seen(one); }));
    }
    // They are of the first week: what comes again later is not meant.
    const Instant over = std::chrono::sys_days(kFirstDay) + std::chrono::hours(24 * 5);
    return static_cast<int>(
        std::count_if(record_.posted.begin(), record_.posted.end(),
                      [&](const Record::Seen& one) { return one.at < over && seen(one.message); }));
  }

  /// Where the words stand, or ever stood, outside of these people's direct messages.
  int leaks(const Confidence& confidence) const {
    const auto leaked = [&](const Message& message) {
      const bool among = std::find(confidence.among.begin(), confidence.among.end(), message.place) !=
                         confidence.among.end();
      return !among && message.text().find(confidence.words) != std::string::npos;
    };
    return static_cast<int>(std::count_if(record_.posted.begin(), record_.posted.end(),
                                          [&](const Record::Seen& one) { return leaked(one.message); }) +
                            std::count_if(record_.stand.begin(), record_.stand.end(), leaked));
  }

 private:
  static bool fits(const Sight& sight, const Message& message) {
    if (!message.only_for.empty() || message.place != sight.where) return false;
    // Houston reacts to what people wrote; everything else it says itself.
    if (message.from_houston == !sight.reaction.empty()) return false;
    if (!sight.reaction.empty() &&
        std::none_of(message.reactions.begin(), message.reactions.end(),
                     [&](const std::string& one) { return config::same_reaction(one, sight.reaction); })) {
      return false;
    }
    const std::string text = message.text();
    return text.starts_with(sight.begins) &&
           std::all_of(sight.words.begin(), sight.words.end(),
                       [&](const std::string& words) { return text.find(words) != std::string::npos; });
  }

  const Record& record_;
};

std::string place(const std::string& where) {
  const Member* member = find_member(where);
  return member == nullptr ? "In " + where : member->name + ":";
}

}  // namespace

void judge_sights(const Script& script, const Record& record, Verdict& verdict) {
  const Onlooker onlooker(record);
  for (const Sight& sight : script.sights) {
    const int found = onlooker.count(sight);
    verdict.counts.sights += found;
    if (found >= sight.least && found <= 1) continue;
    verdict.faults.push_back(place(sight.where) + " " + sight.what + " came " +
                             (found == 0 ? "not at all" : std::to_string(found) + " times") +
                             "; once is right.");
  }
  for (const Confidence& one : script.confidences) {
    if (onlooker.leaks(one) > 0)
      verdict.faults.push_back("\"" + one.words + "\" was seen by others than two people.");
  }
}

}  // namespace houston::bot::demo
