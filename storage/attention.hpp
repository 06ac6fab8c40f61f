// A person's attention: in which hours Houston may claim it, what it was last claimed with, what waits.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/types.hpp"
#include "storage/database.hpp"

namespace houston::storage {

/// One ritual's part of a message that asks a person something.
struct BundleSection {
  MessageId message;
  std::string section;  ///< Unique in the message: "standup/vision/daily/2026-11-24".
  WorkspaceId workspace;
  PersonId person;
  int place = 0;     ///< Its order, from 0.
  std::string body;  ///< A chat::Message as JSON.
  Instant at{};
};

struct HeldNote {
  std::int64_t id = 0;
  WorkspaceId workspace;
  PersonId person;
  std::string body;  ///< A chat::Message as JSON.
  Instant due{};
  std::optional<Instant> until{};  ///< Pointless from then on.
};

class Attention {
 public:
  explicit Attention(Database& database) : database_(database) {}

  /// "" for the usual hours, "off", or "09:00-17:00": the hours in which Houston may speak.
  std::string quiet(const WorkspaceId& workspace, const PersonId& person);
  void set_quiet(const WorkspaceId& workspace, const PersonId& person, std::string_view quiet);

  /// The fingerprint of the home tab as it was painted last; nothing when the person never opened it.
  std::optional<std::string> home(const WorkspaceId& workspace, const PersonId& person);
  void set_home(const WorkspaceId& workspace, const PersonId& person, std::string_view fingerprint);

  struct Spoken {
    MessageId message;
    Instant at;
  };
  std::optional<Spoken> last(const WorkspaceId& workspace, const PersonId& person);
  void spoke(const WorkspaceId& workspace, const PersonId& person, const Spoken& spoken);

  void put(const BundleSection& section);  ///< Inserts or replaces.
  std::vector<BundleSection> sections(MessageId message);
  /// Those of everybody whose name begins with `prefix`, by message.
  std::vector<BundleSection> sections_named(std::string_view prefix);  ///< In their order.
  int forget_sections(Instant before);                                 ///< Returns how many.

  /// Inserts it; returns its id.
  std::int64_t hold(const HeldNote& note);
  /// Those that wait for anybody of the workspace.
  std::vector<HeldNote> held(const WorkspaceId& workspace);
  void reword(std::int64_t id, std::string_view body);
  /// Takes it out; nothing when it is gone.
  std::optional<HeldNote> take(std::int64_t id);

 private:
  Database& database_;
};

}  // namespace houston::storage
