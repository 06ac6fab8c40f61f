// What one of several Houstons on a database does alone: who does it, until when. An owner that is killed
// keeps it until its time is over; one that stops gives it back.
#pragma once

#include <string_view>

#include "config/types.hpp"
#include "storage/database.hpp"

namespace houston::storage {

class Leases {
 public:
  explicit Leases(Database& database) : database_(database) {}
  /// Takes what nobody has (any more) at `now`, or renews what is `owner`'s already. False: another has it.
  bool take(const WorkspaceId& workspace, std::string_view name, std::string_view owner, Instant now,
            Instant until);
  /// Gives back all that is `owner`'s.
  void release(std::string_view owner);

 private:
  Database& database_;
};

}  // namespace houston::storage
