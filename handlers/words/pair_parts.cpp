#include "handlers/words/pair_parts.hpp"

#include "handlers/words/words.hpp"

namespace houston::handlers::words::pair {

using namespace chat;  // NOLINT: a file of texts.

bool coffee(const About& about) {
  return about.kind == "coffee";
}

std::string title(const About& about) {
  return (coffee(about) ? "Coffee with " : "1:1 with ") + about.with;
}

DateTime when(const About& about) {
  return {about.starts, about.when};
}

Text line(const PointLine& point) {
  Text text{Plain{point.text}};
  std::string note = point.promise ? point.author + " promised" : point.author;
  if (point.carried > 0)
    note +=
        point.carried == 1 ? ", carried over" : ", carried over " + std::to_string(point.carried) + " times";
  text.push_back(italic(" (" + note + ")"));
  return text;
}

void add_points(Message& message, const std::vector<PointLine>& points) {
  List list;
  list.numbered = true;
  for (const PointLine& point : points) {
    if (list.items.size() >= kMostShown) break;
    list.items.push_back(line(point));
  }
  if (!list.items.empty()) message.blocks.push_back(std::move(list));
  if (points.size() > kMostShown) {
    message.blocks.push_back(Context{
        plain("and " + count(static_cast<int>(points.size() - kMostShown), "point", "points") + " more")});
  }
}

}  // namespace houston::handlers::words::pair
