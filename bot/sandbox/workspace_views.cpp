// Views: trigger ids, the stack of modals, the home tab; and response_urls, which live as long.
#include <algorithm>

#include "bot/sandbox/blockkit/inputs.hpp"
#include "bot/sandbox/workspace.hpp"

namespace houston::bot::sandbox {
namespace {

Happening view_happening(Happening::Kind kind, const View& view) {
  Happening happening{};
  happening.kind = kind;
  happening.user = view.user;
  happening.view = view;
  return happening;
}

}  // namespace

std::string Workspace::make_trigger(const std::string& user) {
  const std::string id = ids.digits(13) + "." + ids.digits(12) + "." + ids.hex(32);
  triggers_[id] = {user, real() + trigger_life, false};
  return id;
}

std::string Workspace::take_trigger(const std::string& id, std::string& error) {
  const auto found = triggers_.find(id);
  if (found == triggers_.end()) {
    error = "invalid_trigger_id";
  } else if (found->second.used) {
    error = "exchanged_trigger_id";
  } else if (real() > found->second.expires) {
    error = "expired_trigger_id";
  } else {
    found->second.used = true;
    return found->second.user;
  }
  return {};
}

View* Workspace::view(const std::string& id) {
  for (auto& [user, stack] : modals_)
    for (View& view : stack)
      if (view.id == id) return &view;
  for (auto& [user, view] : homes_)
    if (view.id == id) return &view;
  return nullptr;
}

View* Workspace::view_by_external_id(const std::string& id) {
  if (id.empty()) return nullptr;
  for (auto& [user, stack] : modals_)
    for (View& view : stack)
      if (view.body.value("external_id", "") == id) return &view;
  for (auto& [user, view] : homes_)
    if (view.body.value("external_id", "") == id) return &view;
  return nullptr;
}

View* Workspace::home(const std::string& user) {
  const auto found = homes_.find(user);
  return found == homes_.end() ? nullptr : &found->second;
}

View& Workspace::open_view(const std::string& user, Json body) {
  modals_[user].clear();
  return push_view(user, std::move(body));
}

View& Workspace::push_view(const std::string& user, Json body) {
  auto& stack = modals_[user];
  View view;
  view.id = ids.id("V");
  view.type = "modal";
  view.user = user;
  view.root_id = stack.empty() ? view.id : stack.front().root_id;
  view.previous_id = stack.empty() ? "" : stack.back().id;
  stack.push_back(std::move(view));
  View& stored = stack.back();
  stored.body = blockkit::with_ids(std::move(body), ids);
  stored.values = blockkit::initial_values(stored.body["blocks"]);
  stored.hash = std::to_string(unix_now()) + "." + ids.hex(8);
  tell(view_happening(Happening::Kind::view_opened, stored));
  return stored;
}

void Workspace::update_view(View& view, Json body) {
  view.body = blockkit::with_ids(std::move(body), ids);
  // What was typed stays where block and action keep their ids.
  Json values = blockkit::initial_values(view.body["blocks"]);
  for (auto& [block, actions] : values.items())
    for (auto& [action, value] : actions.items())
      if (view.values.contains(block) && view.values[block].contains(action) &&
          view.values[block][action].value("type", "") == value.value("type", ""))
        value = view.values[block][action];
  view.values = std::move(values);
  view.hash = std::to_string(unix_now()) + "." + ids.hex(8);
  tell(view_happening(view.type == "home" ? Happening::Kind::home_published : Happening::Kind::view_updated,
                      view));
}

View& Workspace::publish_home(const std::string& user, Json body) {
  View& view = homes_[user];
  if (view.id.empty()) {
    view.id = view.root_id = ids.id("V");
    view.type = "home";
    view.user = user;
  }
  update_view(view, std::move(body));
  return view;
}

void Workspace::close_views(const std::string& user, bool all) {
  auto& stack = modals_[user];
  while (!stack.empty()) {
    const View closed = std::move(stack.back());
    stack.pop_back();
    tell(view_happening(Happening::Kind::view_closed, closed));
    if (!all) break;
  }
}

std::string Workspace::make_response_url(const std::string& user, const std::string& channel,
                                         const std::string& ts) {
  const std::string id = team.id + "/" + ids.digits(13) + "/" + ids.hex(24);
  ResponseUrl url{user, channel, ts, false, 0, now()};
  if (const Message* origin = message(channel, ts)) url.ephemeral_origin = !origin->ephemeral_to.empty();
  response_urls_[id] = url;
  return base_url + "/commands/" + id;
}

Workspace::ResponseUrl* Workspace::response_url(const std::string& id) {
  const auto found = response_urls_.find(id);
  return found == response_urls_.end() ? nullptr : &found->second;
}

}  // namespace houston::bot::sandbox
