// The face of App; its rooms are in bot/app/.
#include "bot/app.hpp"

#include "bot/app/impl.hpp"
#include "config/secret.hpp"

namespace houston::bot {

Result<std::unique_ptr<App>> App::create(AppParts parts) {
  auto impl = std::make_unique<Impl>(parts);
  try {
    if (auto error = impl->build(parts)) return Error{redact(error->message)};
  } catch (const storage::DatabaseError& failure) {
    return Error{redact(failure.what())};
  }
  return std::unique_ptr<App>(new App(std::move(impl)));
}

App::App(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

App::~App() {
  stop();
  wait();
}

void App::start() {
  impl_->start();
}

void App::stop() {
  impl_->end(kExitClean);
}

int App::wait() {
  impl_->wait();
  return impl_->life.code();
}

void App::on_ending(std::function<void()> told) {
  impl_->on_ending = std::move(told);
}

std::optional<Standing> App::standing() {
  return impl_->standing();
}

bool App::settled() {
  const auto now = standing();
  return now && now->settled;
}

bool App::connected() const {
  // Asked of the platforms by watch(), on their thread.
  const std::lock_guard guard(impl_->mutex);
  return impl_->connected;
}

std::string App::problem() const {
  const std::lock_guard guard(impl_->mutex);
  return impl_->problem;
}

Metrics& App::metrics() {
  return impl_->metrics;
}

std::uint16_t App::listen_port() const {
  return impl_->server ? impl_->server->port() : 0;
}

}  // namespace houston::bot
