/// What a server leaves behind.
#pragma once

#include <map>
#include <string>

#include "installation.hpp"

namespace gatehouse::testing {

/// By name: its files, which are SQLite's three and the log, or what is in PostgreSQL.
[[nodiscard]] std::map<std::string, std::string> what_is_kept(const Installation& site);

}  // namespace gatehouse::testing
