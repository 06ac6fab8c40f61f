#include "storage/leases.hpp"

#include "storage/sql.hpp"

namespace houston::storage {

bool Leases::take(const WorkspaceId& workspace, std::string_view name, std::string_view owner, Instant now,
                  Instant until) {
  return select_one<std::string>(database_,
                                 "insert into lease (workspace, name, owner, lease_until) values (?, ?, ?, ?)"
                                 " on conflict (workspace, name) do update"
                                 " set owner = excluded.owner, lease_until = excluded.lease_until"
                                 " where lease.owner = excluded.owner or lease.lease_until <= ?"
                                 " returning owner",
                                 workspace, name, owner, until, now)
      .has_value();
}

void Leases::release(std::string_view owner) {
  run(database_, "delete from lease where owner = ?", owner);
}

}  // namespace houston::storage
