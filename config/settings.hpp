// The settings file as typed values. What each key means to a user stands in houston.example.toml.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "config/result.hpp"
#include "config/secret.hpp"
#include "config/types.hpp"

namespace houston::config {

/// Where a secret is to be read from: `env:NAME` or `file:PATH`.
struct SecretSource {
  enum class Kind { environment, file } kind = Kind::environment;
  std::string where;  ///< Variable name, or path (relative paths start at the settings file's folder).
};

/// How to reach a Matrix homeserver, and as whom.
struct MatrixAccess {
  std::string homeserver;  ///< Its URL, which ends in '/'; http:// only for a loopback host. "" for …
  std::string
      server_name;  ///< … the one that this server ("example.com") names in .well-known/matrix/client.
  std::optional<SecretSource> access_token;  ///< This, or the next two.
  std::string user;                          ///< "@houston:example.com", or "houston".
  std::optional<SecretSource> password;
  bool encrypted_direct_rooms =
      false;  ///< Create them so, and use those that are; Houston cannot read in them.
};

struct Workspace {
  WorkspaceId name;
  std::string platform = "slack";  ///< Or "matrix".
  /// Whether people can be given a poll to vote by (chat::Poll).
  bool polls() const { return platform == "matrix"; }
  // Slack's:
  SecretSource bot_token;
  SecretSource app_token;
  std::string api_url = "https://slack.com/api/";  ///< Ends in '/'. http:// only for a loopback host.
  // Matrix's:
  MatrixAccess matrix;
  std::filesystem::path ca_file;  ///< Empty: the system's trust store alone.
};

/// The secrets that the workspace's settings name, by their keys.
std::vector<std::pair<std::string, SecretSource>> secrets_of(const Workspace& workspace);

/// Days of the week as a set: bit 0 is Monday, bit 6 is Sunday.
using Weekdays = unsigned;

/// When a ritual is held: on some weekdays, or after an RFC 5545 rule.
struct Schedule {
  Weekdays days = 0b0011111;  ///< Used when `rule` is empty.
  std::string rule;           ///< RRULE value, e.g. "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU".
  std::optional<LocalDate>
      start;  ///< DTSTART of `rule`: what INTERVAL and COUNT count from (RFC 5545 §3.8.2.4).
  LocalTime at{9 * 60 + 30};
};

enum class ZoneChoice { member, team };
enum class Publish { thread, digest };
enum class Missing { lead, channel, nobody };

struct Standup {
  RitualId name;
  Schedule schedule;
  ZoneChoice zone = ZoneChoice::member;
  std::vector<Duration> remind;  ///< After the prompt, ascending, each less than `close`.
  Duration close{};              ///< After the prompt.
  std::vector<std::string> questions;
  int plan_question = 2;     ///< 1-based: whose answer is shown and prefilled next time; 0 for none.
  int blocker_question = 3;  ///< 1-based: whose answer is listed as a blocker; 0 for none.
  Publish publish = Publish::thread;
  Missing missing = Missing::lead;
};

enum class KudosIn { channel, digest };
enum class QuietWeek { say, skip };

/// The team's log: wins, kudos, milestones, celebrations, and its digest.
struct Wins {
  RitualId name;
  Schedule schedule{0b0010000, "", {}, LocalTime{16 * 60}};  ///< Of the digest, by the team's clock.
  std::string reaction = "trophy";   ///< Its name without colons (or an emoji without one); on a message in
                                     ///< the channel it logs a win.
  KudosIn kudos = KudosIn::channel;  ///< Where thanks are seen.
  QuietWeek quiet = QuietWeek::say;  ///< What the digest does when there is nothing to tell.
  int ask_before = 3;  ///< Days before a milestone's day on which its owner is asked; 0 for never.
};

/// From the most open to the strictest.
enum class Anonymity {
  named,         ///< Notes are shown with their authors.
  confidential,  ///< Authors are stored, and shown to nobody.
  anonymous,     ///< No author is stored anywhere.
};

struct RetroColumn {
  std::string name;
  bool praise = false;  ///< For what is good: "because of Bo" is no blame there.
  bool operator==(const RetroColumn&) const = default;
};

/// A retrospective. All at once, by the team's clock.
struct Retro {
  RitualId name;
  Schedule schedule{0, "", {}, LocalTime{10 * 60}};  ///< No days and no rule: held when a lead says so.
  std::vector<Duration> remind;             ///< After the window opened, ascending, each less than `close`.
  Duration close = std::chrono::hours(24);  ///< How long the window is open.
  std::vector<RetroColumn> columns;         ///< 1 to 8.
  Anonymity anonymity = Anonymity::confidential;
  bool no_blame = true;                          ///< Suggest other words for a note that blames somebody.
  Duration grouping = std::chrono::hours(2);     ///< After close, until voting begins by itself.
  Duration voting = std::chrono::hours(24);      ///< Until voting closes by itself.
  int votes = 5;                                 ///< Each person's.
  int votes_on_one = 3;                          ///< At most, on one topic.
  int topics = 3;                                ///< How many of the topics get a thread of their own.
  Duration discussion = std::chrono::hours(72);  ///< After voting, until the record is posted.
};

/// How often two people meet: every `weeks` weeks, or after a rule.
struct Cadence {
  int weeks = 2;
  std::string rule;                ///< RRULE value; "" for `weeks`.
  std::optional<LocalDate> start;  ///< What the rule counts from.
};

/// A lead's regular talk with each of some people.
struct OneOnOne {
  RitualId name;
  std::string lead;               ///< "" for every lead of the team.
  std::vector<std::string> with;  ///< Same forms as leads; empty for each member who is no lead.
  Cadence cadence{1, "", {}};
  std::optional<int> weekday{};   ///< 0 is Monday; nothing: Houston proposes one.
  std::optional<LocalTime> at{};  ///< On the lead's clock; nothing: Houston proposes one.
  Duration length = std::chrono::minutes(30);
  Duration remind = std::chrono::minutes(15);  ///< Before it.
};

/// Two by two at random, among those who joined.
struct Coffee {
  RitualId name;
  Cadence cadence{};
  int weekday = 0;        ///< On which a round begins, when there is no rule.
  LocalTime at{10 * 60};  ///< When the pairs are told, on the team's clock.
  Duration length = std::chrono::minutes(30);
  Duration remind = std::chrono::minutes(15);
};

enum class HookKind { github, signed_json };

/// An address at which a machine tells the team of something to celebrate: POST /hooks/<name>.
struct Hook {
  std::string name;  ///< Unique in the file: 1 to 40 of a-z, A-Z, 0-9, '-', '_', '.'.
  HookKind kind = HookKind::signed_json;
  SecretSource secret;
  // Of GitHub's alone:
  bool releases = true;               ///< Celebrate releases that are published.
  bool runs = true;                   ///< Celebrate workflow runs that succeed …
  std::vector<std::string> branches;  ///< … on these branches; empty for the repository's default branch …
  std::vector<std::string> workflows;  ///< … of the workflows of these names; empty for all.
};

/// Where a team is: a channel, or on Matrix a room, of a workspace.
struct TeamRoom {
  WorkspaceId workspace;
  std::string channel;             ///< "#name" or a channel id; on Matrix "#alias:server" or a room id.
  std::string platform = "slack";  ///< The workspace's.
  /// Whether the settings may name somebody of this workspace so: an account is looked for only where it can
  /// be ("@ana:example.com" on Matrix, "@ana" in Slack).
  bool takes(std::string_view person) const;
  bool operator==(const TeamRoom&) const = default;
};

struct Team {
  TeamId name;
  WorkspaceId workspace;
  std::string channel;             ///< "#name" or a channel id; on Matrix "#alias:server" or a room id.
  std::string platform = "slack";  ///< The workspace's.
  std::vector<TeamRoom> also;      ///< Where else the team is: other workspaces, each once.
  /// Accounts of one human each, in several of those workspaces: the first is the person, the others are left
  /// out of the roster. Same forms as leads.
  std::vector<std::vector<std::string>> same;
  std::string time_zone;           ///< IANA name; known to exist.
  std::vector<std::string> leads;  ///< Each an id, an @handle or an e-mail address; on Matrix an id.
  bool members_from_channel = true;
  std::vector<std::string> members;             ///< When not from the channel; same forms as leads.
  std::vector<std::filesystem::path> holidays;  ///< Absolute .ics paths; each was readable at load time.
  std::vector<Standup> standups;                ///< In the file's order; a team may have several.
  std::optional<Wins> wins;                     ///< A team has one log, or none.
  std::vector<Retro> retros;                    ///< The same.
  std::vector<OneOnOne> one_on_ones;            ///< The same.
  std::vector<Coffee> coffees;                  ///< The same.
  std::vector<Hook> hooks;                      ///< The same.

  /// Everywhere it is: workspace and channel, then `also`.
  std::vector<TeamRoom> rooms() const;
  bool is_in(const WorkspaceId& in) const;
  /// The team as it is in that workspace alone: its channel there, and of those it names the people who can
  /// have an account there; `surely`: there and in no other workspace of the team. Nothing when it is not in
  /// it.
  std::optional<Team> within(const WorkspaceId& in, bool surely = false) const;
};

struct Settings {
  std::filesystem::path file;                  ///< The file they came from; empty when parsed from text.
  std::string database = "sqlite:houston.db";  ///< "sqlite:PATH" (made absolute) or "postgresql://…".
  std::string log = "info";                    ///< trace, debug, info, warning, error.
  std::string listen;      ///< "HOST:PORT" of /healthz and /metrics, empty for off. Loopback unless stated.
  std::string public_url;  ///< Where `listen` is reached from elsewhere; ends in '/'. "" for not said.
  std::vector<Workspace> workspaces;
  std::vector<Team> teams;

  const Workspace* workspace(const WorkspaceId& id) const;
  const Team* team(const TeamId& id) const;
  /// What Team::within() makes of each team that is in the workspace.
  std::vector<Team> teams_within(const WorkspaceId& id, bool surely = false) const;
};

/// One thing wrong with the file: where (1-based; 0 when the whole file is meant), what, and what would be
/// right.
struct Problem {
  int line = 0;
  int column = 0;
  std::string message;
};

/// "file:line:column: message", one line.
std::string to_string(const std::filesystem::path& file, const Problem& problem);

struct Loaded {
  Settings settings;              ///< Meaningful only when `problems` is empty.
  std::vector<Problem> problems;  ///< In the order of the file.
};

/// Answers whether an IANA zone exists; injected, because zones are known one floor up.
using ZoneExists = bool (*)(std::string_view);
/// Says what is wrong with an RRULE value counted from `start`, or nothing; injected for the same reason.
using RuleProblem = std::optional<std::string> (*)(std::string_view rule, std::optional<LocalDate> start);

struct Checks {
  ZoneExists zone_exists = nullptr;  ///< Null: any name passes.
  RuleProblem rule_problem = nullptr;
};

/// Reads and checks the file; every problem in it is reported, not only the first. Never throws for bad
/// input.
Loaded load(const std::filesystem::path& file, const Checks& checks);

/// The same for text; relative paths start at `folder`.
Loaded parse(std::string_view text, const std::filesystem::path& folder, const Checks& checks);

/// Reads the secret from where it is; the error names the source, never the text.
Result<Secret> read_secret(const SecretSource& source);

}  // namespace houston::config
