/// The data that a server stores.
#pragma once

#include <map>
#include <string>

#include "installation.hpp"

namespace gatehouse::testing {

/// By name: its files, which are the three files of SQLite and the log, or the contents of
/// PostgreSQL.
[[nodiscard]] std::map<std::string, std::string> what_is_kept(const Installation& site);

}  // namespace gatehouse::testing
