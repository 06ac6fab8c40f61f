// Every key of the settings file: the reader refuses what is not here, and a test asks that the sample file
// explains each. Internal to config/.
#pragma once

#include <span>
#include <string_view>

namespace houston::config {

struct Key {
  std::string_view name;
  std::string_view example;  ///< A right value as TOML; shown when the key is missing or of the wrong type.
  bool required = false;
};

struct TableKeys {
  std::string_view title;  ///< As it is written in the file.
  std::span<const Key> keys;
  std::string_view kind = {};  ///< The value of `chooser` that has these keys; "" where there is no choice.
  std::string_view chooser = "kind";  ///< The key that says which keys its table has.
};

inline constexpr Key kTopKeyList[] = {
    {"houston", "[houston]"},
    {"workspace", "[[workspace]]"},
    {"team", "[[team]]"},
};

inline constexpr Key kHoustonKeyList[] = {
    {"database", "\"sqlite:houston.db\""},
    {"log", "\"info\""},
    {"listen", "\"127.0.0.1:9090\""},
    {"public_url", "\"https://houston.example.com/\""},
};

inline constexpr Key kWorkspaceKeyList[] = {
    {"name", "\"acme\"", true},
    {"platform", "\"slack\""},
    {"bot_token", "\"env:SLACK_BOT_TOKEN\"", true},
    {"app_token", "\"env:SLACK_APP_TOKEN\"", true},
    {"api_url", "\"https://slack.com/api/\""},
    {"ca_file", "\"/etc/ssl/our-ca.pem\""},
};

inline constexpr Key kMatrixKeyList[] = {
    {"name", "\"acme\"", true},
    {"platform", "\"matrix\"", true},
    {"homeserver", "\"example.com\"", true},
    {"access_token", "\"env:MATRIX_ACCESS_TOKEN\""},
    {"user", "\"@houston:example.com\""},
    {"password", "\"env:MATRIX_PASSWORD\""},
    {"direct_rooms", "\"unencrypted\""},
    {"ca_file", "\"/etc/ssl/our-ca.pem\""},
};

inline constexpr Key kTeamKeyList[] = {
    {"name", "\"vision\"", true},
    {"workspace", "\"acme\"", true},
    {"channel", "\"#vision\"", true},
    {"time_zone", "\"Europe/Warsaw\"", true},
    {"leads", "[\"ana@example.com\"]"},
    {"members", "\"channel\""},
    {"holidays", "[\"holidays/pl.ics\"]"},
    {"same", "[[\"@ana\", \"@ana:example.com\"]]"},
    {"also", "[[team.also]]"},
    {"ritual", "[[team.ritual]]"},
    {"hook", "[[team.hook]]"},
};

inline constexpr Key kAlsoKeyList[] = {
    {"workspace", "\"acme-matrix\"", true},
    {"channel", "\"#vision:example.com\"", true},
};

inline constexpr Key kHookKeyList[] = {
    {"name", "\"training\"", true},
    {"kind", "\"signed\"", true},
    {"secret", "\"env:HOUSTON_HOOK_SECRET\"", true},
    {"events", "[\"release\", \"workflow_run\"]"},
    {"branches", "[\"main\"]"},
    {"workflows", "[\"Nightly training\"]"},
};

inline constexpr Key kRitualKeyList[] = {
    {"kind", "\"standup\"", true}, {"name", "\"daily\"", true},
    {"days", "\"mon-fri\""},       {"rule", "\"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU\""},
    {"start", "2026-01-05"},       {"at", "\"09:30\""},
    {"zone", "\"member\""},        {"remind", "[\"60m\"]"},
    {"close", "\"3h\""},           {"questions", "[\"What did you get done?\", \"What is next?\"]"},
    {"plan_question", "2"},        {"blocker_question", "3"},
    {"publish", "\"thread\""},     {"missing", "\"lead\""},
};

inline constexpr Key kWinsKeyList[] = {
    {"kind", "\"wins\"", true}, {"name", "\"wins\"", true},
    {"days", "\"fri\""},        {"rule", "\"FREQ=WEEKLY;INTERVAL=2;BYDAY=FR\""},
    {"start", "2026-01-09"},    {"at", "\"16:00\""},
    {"reaction", "\"trophy\""}, {"kudos", "\"channel\""},
    {"quiet", "\"say\""},       {"ask_before", "3"},
};

inline constexpr Key kRetroKeyList[] = {
    {"kind", "\"retro\"", true},
    {"name", "\"retro\"", true},
    {"days", "\"fri\""},
    {"rule", "\"FREQ=WEEKLY;INTERVAL=2;BYDAY=TH\""},
    {"start", "2026-01-08"},
    {"at", "\"10:00\""},
    {"remind", "[\"20h\"]"},
    {"close", "\"24h\""},
    {"format", "\"went-well\""},
    {"columns", "[\"Keep\", \"Change\"]"},
    {"anonymity", "\"confidential\""},
    {"no_blame", "\"suggest\""},
    {"grouping", "\"2h\""},
    {"voting", "\"24h\""},
    {"votes", "5"},
    {"votes_on_one", "3"},
    {"topics", "3"},
    {"discussion", "\"72h\""},
};

inline constexpr Key kOneOnOneKeyList[] = {
    {"kind", "\"one_on_one\"", true},
    {"name", "\"1on1\"", true},
    {"lead", "\"@ana\""},
    {"with", "[\"@bo\"]"},
    {"cadence", "\"weekly\""},
    {"rule", "\"FREQ=MONTHLY;BYDAY=1TU\""},
    {"start", "2026-01-06"},
    {"day", "\"thu\""},
    {"at", "\"14:00\""},
    {"length", "\"30m\""},
    {"remind", "\"15m\""},
};

inline constexpr Key kCoffeeKeyList[] = {
    {"kind", "\"coffee\"", true}, {"name", "\"coffee\"", true},
    {"cadence", "\"weekly\""},    {"rule", "\"FREQ=MONTHLY;BYDAY=1MO\""},
    {"start", "2026-01-05"},      {"day", "\"mon\""},
    {"at", "\"10:00\""},          {"length", "\"30m\""},
    {"remind", "\"15m\""},
};

inline constexpr TableKeys kTop{"the file", kTopKeyList};
inline constexpr TableKeys kHouston{"[houston]", kHoustonKeyList};
inline constexpr TableKeys kWorkspace{"[[workspace]]", kWorkspaceKeyList, "slack", "platform"};
inline constexpr TableKeys kMatrix{"[[workspace]]", kMatrixKeyList, "matrix", "platform"};
inline constexpr TableKeys kTeam{"[[team]]", kTeamKeyList};
inline constexpr TableKeys kAlso{"[[team.also]]", kAlsoKeyList};
inline constexpr TableKeys kHook{"[[team.hook]]", kHookKeyList};
inline constexpr TableKeys kRitual{"[[team.ritual]]", kRitualKeyList, "standup"};
inline constexpr TableKeys kWins{"[[team.ritual]]", kWinsKeyList, "wins"};
inline constexpr TableKeys kRetro{"[[team.ritual]]", kRetroKeyList, "retro"};
inline constexpr TableKeys kOneOnOne{"[[team.ritual]]", kOneOnOneKeyList, "one_on_one"};
inline constexpr TableKeys kCoffee{"[[team.ritual]]", kCoffeeKeyList, "coffee"};

inline constexpr TableKeys kTables[] = {kHouston, kWorkspace, kMatrix, kTeam,     kAlso,  kHook,
                                        kRitual,  kWins,      kRetro,  kOneOnOne, kCoffee};

}  // namespace houston::config
