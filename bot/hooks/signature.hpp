// What proves that a delivery comes from who knows the secret: HMAC-SHA256 (RFC 2104) in hexadecimal, after
// "sha256=". GitHub's X-Hub-Signature-256 has this form, and Houston's own has, too.
// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
#pragma once

#include <string>
#include <string_view>

#include "config/secret.hpp"

namespace houston::bot::hooks {

/// 64 hexadecimal digits, lower case.
std::string hmac_sha256(const Secret& secret, std::string_view text);
/// The same of a plain digest.
std::string sha256(std::string_view text);

/// Whether `given` is "sha256=" and the signature of `text`. Takes the same time whatever is wrong with the
/// digits.
bool is_signed(const Secret& secret, std::string_view text, std::string_view given);

}  // namespace houston::bot::hooks
