/// The files of an installation, which must not be overwritten.
#pragma once

#include <optional>
#include <string>

#include "configuration.hpp"

namespace gatehouse::app {

/// Returns the reason why `target` must not be written: it is the database, a file that SQLite or
/// Gatehouse keeps next to it, the encryption key file, or another file that an option names.
/// Different spellings and links are recognised. Returns nothing for any other file, and for "" and
/// "-".
[[nodiscard]] std::optional<std::string> fault_of_target(const Configuration& chosen,
                                                         const std::string& target);

}  // namespace gatehouse::app
