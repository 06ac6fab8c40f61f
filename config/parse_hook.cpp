#include <algorithm>

#include "config/addresses.hpp"
#include "config/parse.hpp"
#include "config/reader.hpp"
#include "config/text.hpp"

namespace houston::config {
namespace {

constexpr std::size_t kLongestName = 40;

/// It is part of an address.
Result<std::string> parse_hook_name(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  const bool dots = std::all_of(text.begin(), text.end(), [](char c) { return c == '.'; });
  if (text.empty() || text.size() > kLongestName || dots || !std::all_of(text.begin(), text.end(), allowed)) {
    return Error{
        "cannot be the end of an address: use 1 to 40 letters of a to z, digits, '-', '_' and '.', as in "
        "\"training\""};
  }
  return std::string(text);
}

void read_secret_source(TableReader& reader, SecretSource& into, const Context& context) {
  const auto found = reader.text("secret");
  if (!found) return;
  auto source = parse_secret_source(found->value, context.folder);
  if (source) {
    into = std::move(*source);
  } else {
    // Never with the value: it may be the secret.
    context.problems.add(found->place, "secret " + source.error().message);
  }
}

void read_events(TableReader& reader, Hook& hook, const Context& context) {
  const auto events = reader.texts("events");
  if (!events) return;
  hook.releases = hook.runs = false;
  for (const Text& event : *events) {
    if (event.value == "release") {
      hook.releases = true;
    } else if (event.value == "workflow_run") {
      hook.runs = true;
    } else {
      reader.complain_choice("events", event, {"release", "workflow_run"});
      hook.releases = true;  // One problem, not two.
    }
  }
  if (!hook.releases && !hook.runs) {
    context.problems.add(reader.find("events")->place,
                         "events is an empty list, so nothing would be celebrated: write events = "
                         "[\"release\", \"workflow_run\"], or leave the hook out");
  }
}

void read_names(TableReader& reader, std::string_view key, std::vector<std::string>& into) {
  const auto names = reader.texts(key);
  if (!names) return;
  for (const Text& name : *names) {
    if (trim(name.value).empty()) {
      reader.complain(key, name, "is empty: write a name as GitHub shows it, or [] for the default");
    } else {
      into.push_back(name.value);
    }
  }
}

}  // namespace

Hook parse_hook(const Node& table, const Context& context) {
  Hook hook;
  TableReader reader(table, kHook, context.problems);
  reader.read("name", hook.name, parse_hook_name);
  const bool known = reader.choose<HookKind>(
      "kind", hook.kind, {{"github", HookKind::github}, {"signed", HookKind::signed_json}});
  read_secret_source(reader, hook.secret, context);
  read_events(reader, hook, context);
  read_names(reader, "branches", hook.branches);
  read_names(reader, "workflows", hook.workflows);
  if (known && hook.kind == HookKind::signed_json) {
    for (const char* key : {"events", "branches", "workflows"}) {
      const Node* found = reader.find(key);
      if (found == nullptr) continue;
      context.problems.add(found->place, std::string(key) +
                                             " is for what GitHub sends: leave it out, or write kind = "
                                             "\"github\"");
    }
  } else if (!hook.runs && (!hook.branches.empty() || !hook.workflows.empty())) {
    const char* key = hook.branches.empty() ? "workflows" : "branches";
    context.problems.add(reader.find(key)->place,
                         std::string(key) +
                             " chooses among workflow runs, which events leaves out: add \"workflow_run\" to "
                             "events, or leave out " +
                             key);
  }
  return hook;
}

}  // namespace houston::config
