// Which Web API methods and events Houston uses, and the scope that each needs: the manifest is made from
// this table, and a test holds the table against the code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace houston::bot::slack {

struct Permission {
  std::string_view scope;  ///< "" when none is needed.
  std::string_view user;   ///< Method ("chat.update"), event ("app_mention") or feature ("slash command").
  enum class Kind { method, event, feature } kind;
  std::string_view why;  ///< What Houston does with it.
};

/// Every one; a method that needs several scopes stands several times.
const std::vector<Permission>& permissions();

/// Read in addition where the settings name people by e-mail address.
inline constexpr std::string_view email_scope = "users:read.email";

}  // namespace houston::bot::slack
