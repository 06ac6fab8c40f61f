#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "bot/hooks/reading.hpp"
#include "handlers/words/log_words.hpp"
#include "handlers/words/words.hpp"

namespace houston::bot::hooks {
namespace {

using Json = nlohmann::json;
using handlers::Celebration;
namespace words = handlers::words;

/// The text at a path of objects, without what no text of people's holds; "" when there is none.
std::string text_at(const Json& json, std::initializer_list<const char*> path, std::size_t longest) {
  const Json* at = &json;
  for (const char* key : path) {
    const auto found = at->find(key);
    if (found == at->end()) return "";
    at = &*found;
  }
  if (!at->is_string()) return "";
  std::string text = at->get<std::string>();
  std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  return words::shorten(text, longest);
}

std::optional<std::string> id_of(const Json& thing) {
  const auto id = thing.find("id");
  if (id == thing.end() || !id->is_number_integer()) return std::nullopt;
  return std::to_string(id->get<std::int64_t>());
}

/// Who did it, unless that is a machine, too.
std::vector<std::string> people(const Json& thing, const char* role) {
  const std::string login = text_at(thing, {role, "login"}, 100);
  if (login.empty() || text_at(thing, {role, "type"}, 20) == "Bot") return {};
  return {login};
}

Reading incomplete(const char* event) {
  return Malformed{std::string("This is not what GitHub sends as \"") + event +
                   "\": fields are missing that Houston needs."};
}

Reading release(const Json& payload) {
  if (text_at(payload, {"action"}, 40) != "published") return Ignored{};
  const auto release = payload.find("release");
  if (release == payload.end() || !release->is_object()) return incomplete("release");
  const auto id = id_of(*release);
  const std::string tag = text_at(*release, {"tag_name"}, 100);
  const std::string repository = text_at(payload, {"repository", "full_name"}, 140);
  if (!id || tag.empty() || repository.empty()) return incomplete("release");
  Celebration celebration;
  celebration.source = "release/" + *id;
  const auto early = release->find("prerelease");
  celebration.title = words::log::released(
      repository, tag, early != release->end() && early->is_boolean() && early->get<bool>());
  const std::string name = text_at(*release, {"name"}, 200);
  if (name != tag) celebration.text = name;
  celebration.people = people(*release, "author");
  celebration.url = text_at(*release, {"html_url"}, 2000);
  return celebration;
}

bool chosen(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Reading run(const config::Hook& hook, const Json& payload) {
  if (text_at(payload, {"action"}, 40) != "completed") return Ignored{};
  const auto run = payload.find("workflow_run");
  if (run == payload.end() || !run->is_object()) return incomplete("workflow_run");
  const auto id = id_of(*run);
  const std::string repository = text_at(payload, {"repository", "full_name"}, 140);
  const std::string workflow = text_at(*run, {"name"}, 200);
  if (!id || repository.empty() || workflow.empty()) return incomplete("workflow_run");
  if (text_at(*run, {"conclusion"}, 40) != "success") return Ignored{};
  // A fork may call its branch "main", too: what it proposes is no success of the team's yet.
  const std::string event = text_at(*run, {"event"}, 40);
  const std::string from = text_at(*run, {"head_repository", "full_name"}, 140);
  if (event == "pull_request" || event == "pull_request_target" || event == "merge_group" ||
      (!from.empty() && from != repository)) {
    return Ignored{};
  }
  const std::string branch = text_at(*run, {"head_branch"}, 250);
  const std::string usual = text_at(payload, {"repository", "default_branch"}, 250);
  const bool here =
      hook.branches.empty() ? !branch.empty() && branch == usual : chosen(hook.branches, branch);
  if (!here || (!hook.workflows.empty() && !chosen(hook.workflows, workflow))) return Ignored{};
  Celebration celebration;
  celebration.source = "workflow_run/" + *id;
  celebration.title = words::log::passed(workflow, branch, repository);
  celebration.text = text_at(*run, {"display_title"}, 300);
  celebration.people = people(*run, "actor");
  celebration.url = text_at(*run, {"html_url"}, 2000);
  return celebration;
}

}  // namespace

Reading read_github(const config::Hook& hook, const Headers& headers, const std::string& body) {
  const auto event = headers.find("x-github-event");
  if (event == headers.end()) {
    return Malformed{"There is no X-GitHub-Event: this address is for GitHub's webhooks."};
  }
  const bool ping = event->second == "ping";
  const bool released = event->second == "release" && hook.releases;
  const bool ran = event->second == "workflow_run" && hook.runs;
  if (!ping && !released && !ran) return Ignored{};
  // A ping, too: it comes when the webhook is set up, when its settings can still be mended.
  const Json payload = Json::parse(body, nullptr, false);
  if (payload.is_discarded() || !payload.is_object()) {
    return Malformed{
        "The body is not a JSON object: in the webhook's settings at GitHub, choose the content type "
        "application/json."};
  }
  if (ping) return Ping{};
  Reading reading = released ? release(payload) : run(hook, payload);
  if (auto* celebration = std::get_if<Celebration>(&reading)) {
    if (!is_web_address(celebration->url)) celebration->url.clear();
  }
  return reading;
}

}  // namespace houston::bot::hooks
