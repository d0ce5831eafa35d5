/// The files of an installation, over which nothing else may be written.
#pragma once

#include <optional>
#include <string>

#include "configuration.hpp"

namespace gatehouse::app {

/// Why nothing may be written to `target`: it is the database, a file that SQLite or Gatehouse
/// keeps beside it, the encryption key file, or another file that an option names. Different
/// spellings and links are the same file. Nothing for any other file, and for "" and "-".
[[nodiscard]] std::optional<std::string> fault_of_target(const Configuration& chosen,
                                                         const std::string& target);

}  // namespace gatehouse::app
