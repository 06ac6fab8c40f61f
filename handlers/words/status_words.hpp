// How it stands, in words.
#pragma once

#include <string>

#include "config/types.hpp"

namespace houston::handlers::words::status {

std::string nothing_open();
/// "Tue 24 Nov: 3 of 5 answered, open until …"; closed when `open_until` is "".
std::string count(const std::string& day, int answered, int of, const std::string& open_until);
std::string mine_expected(const std::string& clock, bool to_come);
std::string mine_outstanding();
std::string mine_answered();
std::string mine_declined();
std::string mine_away();
std::string mine_excused();
std::string mine_missing();
std::string write_label(const std::string& day, bool asked);
std::string skip_label();

}  // namespace houston::handlers::words::status
