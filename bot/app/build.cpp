// Start-up: the database and its thread, a platform and a courier for each workspace, the listener.
#include <cstdio>

#include "bot/app/impl.hpp"
#include "bot/platforms.hpp"

namespace houston::bot {
namespace {

/// GitHub gives up after 10 s.
constexpr auto kHookWaits = std::chrono::milliseconds(8000);

/// Whose leases of the outbox they are: with SQLite there is one Houston, and it always is the same.
std::string owner_name(storage::Engine engine) {
  if (engine == storage::Engine::sqlite) return "houston";
  std::random_device chance;
  char name[40];
  std::snprintf(name, sizeof name, "houston-%08x%08x", chance(), chance());
  return name;
}

}  // namespace

App::Impl::Impl(AppParts& parts)
    : settings(std::move(parts.settings)),
      clock(*parts.clock),
      service(parts.notify_service),
      random(parts.seed) {}

std::optional<Error> App::Impl::build(AppParts& parts) {
  auto created = handlers::Houston::create(settings, random());
  if (!created) return created.error();
  houston = std::move(*created);
  handlers = turn_handlers(*houston);
  if (auto error = open_worker()) return error;
  for (const config::Workspace& workspace : settings.workspaces) {
    if (auto error = serve_workspace(workspace, parts)) return error;
  }
  return settings.listen.empty() ? std::nullopt : listen(parts);
}

std::optional<Error> App::Impl::open_worker() {
  auto locked = DatabaseLock::take(settings.database);
  if (!locked) return locked.error();
  lock = std::move(*locked);
  auto database = storage::Database::open(settings.database);
  if (!database) return database.error();
  owner = owner_name((*database)->engine());

  WorkerOptions options;
  options.committed = [this] {
    for (const auto& one : served) one->courier->wake();
  };
  options.broken = [this](const std::string&) { end(kExitDamaged); };
  auto made = Worker::create(std::move(*database), handlers, clock, metrics, std::move(options));
  if (!made) return made.error();
  worker = std::move(*made);
  return std::nullopt;
}

std::optional<Error> App::Impl::serve_workspace(const config::Workspace& workspace, AppParts& parts) {
  auto secrets = read_secrets(workspace, parts.read_secret);
  if (!secrets) return secrets.error();
  auto made = parts.make_platform(
      platform_parts(io.get_executor(), settings, workspace, std::move(*secrets), clock, metrics, random()));
  if (!made) return Error{"Workspace " + workspace.name.value + ": " + made.error().message};

  auto one = std::make_unique<Served>();
  one->platform = std::move(*made);
  const std::string holder = owner + "/" + workspace.name.value;
  one->sink = std::make_unique<WorkerSink>(io.get_executor(), *worker, workspace.name, settings, handlers,
                                           clock, metrics, holder);
  CourierOptions courier;
  courier.owner = holder;
  courier.seed = random();
  one->courier = std::make_unique<Courier>(io.get_executor(), *one->platform, *worker, handlers, clock,
                                           metrics, std::move(courier));
  served.push_back(std::move(one));
  return std::nullopt;
}

std::optional<Error> App::Impl::listen(AppParts& parts) {
  auto doors = hooks::open_doors(settings, parts.read_secret);
  if (!doors) return doors.error();
  std::unique_ptr<hooks::Pages> pages;
  if (!doors->empty()) {
    pages = std::make_unique<hooks::Pages>(
        std::move(*doors), clock, metrics, [this](handlers::Celebration celebration) {
          return hooks::take(io.get_executor(), *worker, *houston, clock, std::move(celebration), kHookWaits);
        });
  }
  auto listening = serve_status_pages(
      io.get_executor(), settings.listen, [this] { return report(); }, metrics,
      [this](std::string fingerprint, std::optional<std::int64_t> pair) {
        return read_calendar(std::move(fingerprint), pair);
      },
      std::move(pages));
  if (!listening) return listening.error();
  server = std::move(*listening);
  return std::nullopt;
}

std::vector<WorkspaceId> App::Impl::workspace_ids() const {
  std::vector<WorkspaceId> ids;
  for (const config::Workspace& workspace : settings.workspaces) ids.push_back(workspace.name);
  return ids;
}

}  // namespace houston::bot
