#include "config/addresses.hpp"
#include "config/files.hpp"
#include "config/nearest.hpp"
#include "config/parse.hpp"
#include "config/reader.hpp"
#include "config/text.hpp"
#include "config/values.hpp"

namespace houston::config {
namespace {

void read_token(TableReader& reader, std::string_view key, SecretSource& into, const Context& context) {
  const auto found = reader.text(key);
  if (!found) return;
  auto source = parse_secret_source(found->value, context.folder);
  if (source) {
    into = std::move(*source);
  } else {
    // Never with the value: it may be the token.
    context.problems.add(found->place, std::string(key) + ' ' + source.error().message);
  }
}

void read_platform(TableReader& reader, std::string& into) {
  const auto found = reader.text("platform");
  if (!found || found->value == "slack") return;
  if (lower(found->value) == "matrix") {
    reader.complain("platform", *found, "is not there yet: Houston speaks Slack for now; write \"slack\"");
  } else {
    const auto guess = nearest(found->value, {"slack"});
    reader.complain("platform", *found,
                    guess ? "is not known: did you mean \"slack\"?"
                          : "is not known: write \"slack\"; Matrix is not there yet");
  }
  into = found->value;
}

}  // namespace

Workspace parse_workspace(const Node& table, const Context& context) {
  Workspace workspace;
  TableReader reader(table, kWorkspace, context.problems);
  reader.read("name", workspace.name.value, parse_name);
  read_platform(reader, workspace.platform);
  read_token(reader, "bot_token", workspace.bot_token, context);
  read_token(reader, "app_token", workspace.app_token, context);
  reader.read("api_url", workspace.api_url, parse_api_url);
  if (const auto file = reader.text("ca_file"); file && !file->value.empty()) {
    workspace.ca_file = resolve(context.folder, file->value);
    if (const std::string why = unreadable(workspace.ca_file); !why.empty()) {
      reader.complain("ca_file", *file,
                      why + " (" + workspace.ca_file.string() +
                          "): name a PEM file with the certificate, or write ca_file = \"\"");
    }
  }
  return workspace;
}

}  // namespace houston::config
