#include <algorithm>

#include "config/addresses.hpp"
#include "config/files.hpp"
#include "config/nearest.hpp"
#include "config/parse.hpp"
#include "config/reader.hpp"
#include "config/text.hpp"
#include "config/values.hpp"

namespace houston::config {
namespace {

void read_secret_source(TableReader& reader, std::string_view key, std::string_view example,
                        std::optional<SecretSource>& into, const Context& context) {
  const auto found = reader.text(key);
  if (!found) return;
  auto source = parse_secret_source(found->value, context.folder, example);
  if (source) {
    into = std::move(*source);
  } else {
    // Never with the value: it may be the secret.
    context.problems.add(found->place, std::string(key) + ' ' + source.error().message);
  }
}

void read_token(TableReader& reader, std::string_view key, SecretSource& into, const Context& context) {
  std::optional<SecretSource> source;
  read_secret_source(reader, key, "env:SLACK_BOT_TOKEN", source, context);
  if (source) into = std::move(*source);
}

const std::vector<std::string> kPlatforms = {std::string(kWorkspace.kind), std::string(kMatrix.kind)};

/// The platform decides which keys the table takes, so it is looked at first. Of a misspelt one, what was
/// probably meant: its other keys are not to be complained about as well.
std::string platform_of(const Node& table) {
  for (const Entry& entry : table.table) {
    if (entry.key != kMatrix.chooser || entry.value.kind != Node::Kind::text) continue;
    return nearest(entry.value.text, kPlatforms).value_or(kPlatforms.front());
  }
  return kPlatforms.front();
}

void read_user(TableReader& reader, MatrixAccess& access) {
  const auto found = reader.text("user");
  if (!found) return;
  access.user = found->value;
  const bool whole = !found->value.empty() && found->value[0] == '@';
  const auto form = parse_matrix_person(whole ? found->value : "@" + found->value + ":server");
  if (!form) {
    reader.complain(
        "user", *found,
        "is not a Matrix account: write its id, as in \"@houston:example.com\", or the part before "
        "the colon, as in \"houston\"");
  }
}

/// A token, or a user with a password.
void check_access(TableReader& reader, const Context& context) {
  const bool token = reader.find("access_token") != nullptr;
  const Node* user = reader.find("user");
  const Node* password = reader.find("password");
  if (token && password != nullptr) {
    context.problems.add(password->place,
                         "password stands beside access_token, and only one of them can be used: "
                         "leave out access_token, or user and password");
  } else if (token && user != nullptr) {
    context.problems.add(
        user->place,
        "user goes with password, and the token of access_token knows whose it is: leave out user");
  } else if (password != nullptr && user == nullptr) {
    context.problems.add(
        password->place,
        "password has no user beside it: add a line such as user = \"@houston:example.com\"");
  } else if (user != nullptr && password == nullptr) {
    context.problems.add(
        user->place, "user has no password beside it: add a line such as password = \"env:MATRIX_PASSWORD\"");
  } else if (!token && user == nullptr) {
    context.problems.add(
        reader.place(),
        "this [[workspace]] says neither access_token nor user and password: add a line such as "
        "access_token = \"env:MATRIX_ACCESS_TOKEN\"");
  }
}

void read_matrix(TableReader& reader, MatrixAccess& access, const Context& context) {
  std::string homeserver;
  if (reader.read("homeserver", homeserver, parse_homeserver)) {
    const bool url = homeserver.find("://") != std::string::npos;
    (url ? access.homeserver : access.server_name) = homeserver;
  }
  read_secret_source(reader, "access_token", "env:MATRIX_ACCESS_TOKEN", access.access_token, context);
  read_user(reader, access);
  read_secret_source(reader, "password", "env:MATRIX_PASSWORD", access.password, context);
  check_access(reader, context);
  reader.choose("direct_rooms", access.encrypted_direct_rooms, {{"unencrypted", false}, {"encrypted", true}});
}

void read_ca_file(TableReader& reader, std::filesystem::path& into, const Context& context) {
  const auto file = reader.text("ca_file");
  if (!file || file->value.empty()) return;
  into = resolve(context.folder, file->value);
  if (const std::string why = unreadable(into); !why.empty()) {
    reader.complain(
        "ca_file", *file,
        why + " (" + into.string() + "): name a PEM file with the certificate, or write ca_file = \"\"");
  }
}

}  // namespace

Workspace parse_workspace(const Node& table, const Context& context) {
  Workspace workspace;
  workspace.platform = platform_of(table);
  const bool matrix = workspace.platform == kMatrix.kind;
  TableReader reader(table, matrix ? kMatrix : kWorkspace, context.problems);
  reader.read("name", workspace.name.value, parse_name);
  const auto platform = reader.text("platform");
  if (platform && std::find(kPlatforms.begin(), kPlatforms.end(), platform->value) == kPlatforms.end()) {
    reader.complain_choice("platform", *platform, kPlatforms);
  }
  if (matrix) {
    read_matrix(reader, workspace.matrix, context);
  } else {
    read_token(reader, "bot_token", workspace.bot_token, context);
    read_token(reader, "app_token", workspace.app_token, context);
    reader.read("api_url", workspace.api_url, parse_api_url);
  }
  read_ca_file(reader, workspace.ca_file, context);
  return workspace;
}

std::vector<std::pair<std::string, SecretSource>> secrets_of(const Workspace& workspace) {
  if (workspace.platform != kMatrix.kind) {
    return {{"bot_token", workspace.bot_token}, {"app_token", workspace.app_token}};
  }
  if (workspace.matrix.access_token) return {{"access_token", *workspace.matrix.access_token}};
  if (workspace.matrix.password) return {{"password", *workspace.matrix.password}};
  return {};
}

}  // namespace houston::config
