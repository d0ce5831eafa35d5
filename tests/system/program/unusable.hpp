/// What every command says of a database that it cannot use.
#pragma once

#include <string>

namespace gatehouse::testing {

/// Every command that opens a database refuses this one with that status, in words that hold
/// `says`, and returns what they said.
std::string check_unusable(const std::string& database, const std::string& says, int status = 1);

}  // namespace gatehouse::testing
