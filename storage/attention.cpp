#include "storage/attention.hpp"

#include "storage/sql.hpp"

namespace houston::storage {

static auto fields(BundleSection& s) {
  return std::tie(s.message, s.section, s.workspace, s.person, s.place, s.body, s.at);
}

static auto fields(HeldNote& n) {
  return std::tie(n.id, n.workspace, n.person, n.body, n.due, n.until);
}

static auto fields(Attention::Spoken& s) {
  return std::tie(s.message, s.at);
}

std::string Attention::quiet(const WorkspaceId& workspace, const PersonId& person) {
  return select_one<std::string>(database_,
                                 "select quiet from person_setting where workspace = ? and person = ?",
                                 workspace, person)
      .value_or("");
}

void Attention::set_quiet(const WorkspaceId& workspace, const PersonId& person, std::string_view quiet) {
  run(database_,
      "insert into person_setting (workspace, person, quiet) values (?, ?, ?)"
      " on conflict (workspace, person) do update set quiet = excluded.quiet",
      workspace, person, quiet);
}

std::optional<std::string> Attention::home(const WorkspaceId& workspace, const PersonId& person) {
  return select_one<std::string>(
      database_, "select home from person_setting where workspace = ? and person = ? and home is not null",
      workspace, person);
}

void Attention::set_home(const WorkspaceId& workspace, const PersonId& person, std::string_view fingerprint) {
  run(database_,
      "insert into person_setting (workspace, person, home) values (?, ?, ?)"
      " on conflict (workspace, person) do update set home = excluded.home",
      workspace, person, fingerprint);
}

std::optional<Attention::Spoken> Attention::last(const WorkspaceId& workspace, const PersonId& person) {
  return select_one<Spoken>(database_, "select message, at from spoken where workspace = ? and person = ?",
                            workspace, person);
}

void Attention::spoke(const WorkspaceId& workspace, const PersonId& person, const Spoken& spoken) {
  run(database_,
      "insert into spoken (workspace, person, message, at) values (?, ?, ?, ?)"
      " on conflict (workspace, person) do update set message = excluded.message, at = excluded.at",
      workspace, person, spoken.message, spoken.at);
}

void Attention::put(const BundleSection& section) {
  run(database_,
      "insert into bundle_section (message, section, workspace, person, place, body, at)"
      " values (?, ?, ?, ?, ?, ?, ?)"
      " on conflict (message, section) do update set body = excluded.body",
      section.message, section.section, section.workspace, section.person, section.place, section.body,
      section.at);
}

std::vector<BundleSection> Attention::sections(MessageId message) {
  return select<BundleSection>(database_,
                               "select message, section, workspace, person, place, body, at"
                               " from bundle_section where message = ? order by place, section",
                               message);
}

std::vector<BundleSection> Attention::sections_named(std::string_view prefix) {
  auto found = select<BundleSection>(database_,
                                     "select message, section, workspace, person, place, body, at"
                                     " from bundle_section where section like ?"
                                     " order by message, place",
                                     std::string(prefix) + "%");
  // The '_' of a name stands for any sign there.
  std::erase_if(found, [&](const BundleSection& one) { return !one.section.starts_with(prefix); });
  return found;
}

int Attention::forget_sections(Instant before) {
  return static_cast<int>(run(database_, "delete from bundle_section where at < ?", before));
}

std::int64_t Attention::hold(const HeldNote& note) {
  return select_one<std::int64_t>(
             database_,
             "insert into held_note (workspace, person, body, due, until) values (?, ?, ?, ?, ?)"
             " returning id",
             note.workspace, note.person, note.body, note.due, note.until)
      .value();
}

std::vector<HeldNote> Attention::held(const WorkspaceId& workspace) {
  return select<HeldNote>(database_,
                          "select id, workspace, person, body, due, until from held_note where workspace = ?"
                          " order by id",
                          workspace);
}

void Attention::reword(std::int64_t id, std::string_view body) {
  run(database_, "update held_note set body = ? where id = ?", body, id);
}

std::optional<HeldNote> Attention::take(std::int64_t id) {
  return select_one<HeldNote>(
      database_, "delete from held_note where id = ? returning id, workspace, person, body, due, until", id);
}

}  // namespace houston::storage
