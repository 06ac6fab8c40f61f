#include "config/addresses.hpp"
#include "config/parse.hpp"
#include "config/reader.hpp"

namespace houston::config {

void parse_houston(const Node* table, const Context& context, Settings& settings) {
  settings.database = "sqlite:" + resolve(context.folder, "houston.db").string();
  if (table == nullptr) return;
  TableReader reader(*table, kHouston, context.problems);
  if (const auto database = reader.text("database")) {
    auto url = parse_database(database->value, context.folder);
    if (url) {
      settings.database = std::move(*url);
    } else {
      // Without the value: it may hold a password.
      context.problems.add(database->place, "database " + url.error().message);
    }
  }
  reader.choose<std::string>(
      "log", settings.log,
      {{"trace", "trace"}, {"debug", "debug"}, {"info", "info"}, {"warning", "warning"}, {"error", "error"}});
  reader.read("listen", settings.listen, parse_listen);
  if (const auto address = reader.text("public_url"); address && !address->value.empty()) {
    reader.read("public_url", settings.public_url, parse_public_url);
    if (settings.listen.empty()) {
      reader.complain("public_url", *address,
                      "says where Houston's web pages are reached, and there are none: add listen = "
                      "\"127.0.0.1:9090\"");
    }
  }
}

}  // namespace houston::config
