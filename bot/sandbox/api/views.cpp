// views.open, views.push, views.update, views.publish.
#include "bot/sandbox/api/methods.hpp"
#include "bot/sandbox/shapes.hpp"

namespace houston::bot::sandbox::api {
namespace {

constexpr std::size_t kViewJson = 250 * 1024, kStack = 3;

// The `view` argument, accepted; or the answer that refuses it.
std::optional<Json> refused_view(Call& call, const char* type, Json& view) {
  const auto given = call.structure("view");
  if (!given) return fail("invalid_arguments", {blockkit::fault("missing required field: view", "")});
  if (given->is_discarded() || !given->is_object())
    return fail("invalid_arguments", {blockkit::fault("must be a valid view", "/view")});
  if (given->dump().size() > kViewJson) return fail("view_too_large");
  if (const auto faults = call.validator.view(*given); !faults.empty())
    return fail("invalid_arguments", faults);
  if (given->value("type", "") != type)
    return fail("invalid_arguments", {blockkit::fault("must be a valid enum value", "/view/type")});
  view = *given;
  return std::nullopt;
}

bool external_id_taken(Call& call, const Json& view, const View* except) {
  const View* other = call.workspace.view_by_external_id(view.value("external_id", ""));
  return other && other != except;
}

Json shown(Call& call, const View& view) {
  return ok({{"view", view_json(view, call.workspace)}});
}

}  // namespace

Json views_open(Call& call) {
  Json view;
  if (auto refusal = refused_view(call, "modal", view)) return *refusal;
  if (external_id_taken(call, view, nullptr)) return fail("duplicate_external_id");
  std::string error;
  const std::string user = call.workspace.take_trigger(call.text("trigger_id"), error);
  if (!error.empty()) return fail(error);
  return shown(call, call.workspace.open_view(user, std::move(view)));
}

Json views_push(Call& call) {
  Json view;
  if (auto refusal = refused_view(call, "modal", view)) return *refusal;
  if (external_id_taken(call, view, nullptr)) return fail("duplicate_external_id");
  std::string error;
  const std::string user = call.workspace.take_trigger(call.text("trigger_id"), error);
  if (!error.empty()) return fail(error);
  if (call.workspace.stack(user).empty()) return fail("not_found");
  if (call.workspace.stack(user).size() >= kStack) return fail("push_limit_reached");
  return shown(call, call.workspace.push_view(user, std::move(view)));
}

Json views_update(Call& call) {
  View* old = call.has("view_id") ? call.workspace.view(call.text("view_id"))
                                  : call.workspace.view_by_external_id(call.text("external_id"));
  if (!old) return fail("not_found");
  Json view;
  if (auto refusal = refused_view(call, old->type.c_str(), view)) return *refusal;
  if (external_id_taken(call, view, old)) return fail("duplicate_external_id");
  if (call.has("hash") && call.text("hash") != old->hash) return fail("hash_conflict");
  call.workspace.update_view(*old, std::move(view));
  return shown(call, *old);
}

Json views_publish(Call& call) {
  Json view;
  if (auto refusal = refused_view(call, "home", view)) return *refusal;
  const User* user = call.workspace.user(call.text("user_id"));
  if (!user) return fail("invalid_arguments", {blockkit::fault("must be the id of a user", "/user_id")});
  const View* old = call.workspace.home(user->id);
  if (external_id_taken(call, view, old)) return fail("duplicate_external_id");
  if (call.has("hash") && old && call.text("hash") != old->hash) return fail("hash_conflict");
  return shown(call, call.workspace.publish_home(user->id, std::move(view)));
}

}  // namespace houston::bot::sandbox::api
