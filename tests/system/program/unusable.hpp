/// The refusal of an unusable database by every command.
#pragma once

#include <string>

namespace gatehouse::testing {

/// Checks that every command that opens a database refuses this one with that status and a message
/// that contains `says`; returns the messages.
std::string check_unusable(const std::string& database, const std::string& says, int status = 1);

}  // namespace gatehouse::testing
