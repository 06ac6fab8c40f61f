// Whether what people must see was seen, once; and what is confidential by nobody else.
#include <algorithm>

#include "bot/demo/cast.hpp"
#include "bot/demo/verdict.hpp"

namespace houston::bot::demo {
namespace {

using sandbox::Message;

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
      const std::string who = whose(message);
      const bool among =
          std::find(confidence.among.begin(), confidence.among.end(), who) != confidence.among.end();
      return !among && text_of(message).find(confidence.words) != std::string::npos;
    };
    return static_cast<int>(std::count_if(record_.posted.begin(), record_.posted.end(),
                                          [&](const Record::Seen& one) { return leaked(one.message); }) +
                            std::count_if(record_.stand.begin(), record_.stand.end(), leaked));
  }

 private:
  std::string text_of(const Message& message) const {
    std::string text;
    for (const Line& line : read_message(message, record_.name_of)) text += line.text + "\n";
    return text;
  }

  /// The handle of the one in whose direct messages it is; "" for elsewhere.
  std::string whose(const Message& message) const {
    const auto found = record_.person_of_room.find(message.channel);
    return found == record_.person_of_room.end() ? "" : found->second;
  }

  bool fits(const Sight& sight, const Message& message) const {
    if (!message.ephemeral_to.empty()) return false;
    const bool there =
        sight.where.starts_with('#') ? message.channel == record_.channel : whose(message) == sight.where;
    // Houston reacts to what people wrote; everything else it says itself.
    if (!there || message.from_bot == !sight.reaction.empty()) return false;
    if (!sight.reaction.empty() &&
        std::none_of(message.reactions.begin(), message.reactions.end(),
                     [&](const auto& one) { return one.name == sight.reaction; })) {
      return false;
    }
    const std::string text = text_of(message);
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
