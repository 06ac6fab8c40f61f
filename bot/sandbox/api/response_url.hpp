// Posts to a response_url: five within half an hour, no token.
#pragma once

#include <string>

#include "bot/sandbox/api/call.hpp"

namespace houston::bot::sandbox::api {

struct ResponseUrlAnswer {
  int status = 200;
  std::string body = "ok";
};

/// `id` is what stands behind "/commands/" in the URL.
ResponseUrlAnswer post_response_url(Workspace& workspace, const blockkit::Validator& validator,
                                    const std::string& id, const std::string& body);

/// Posts what an acknowledgement or response_url says: ephemeral unless in_channel. The refusal, or nullopt.
std::optional<Json> respond(Call& call, const std::string& user, const std::string& channel);

}  // namespace houston::bot::sandbox::api
