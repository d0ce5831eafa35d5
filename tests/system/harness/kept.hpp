/// The data that a server stores.
#pragma once

#include <map>
#include <string>

#include "installation.hpp"

namespace gatehouse::testing {

/// By name: its files, which are the three files of SQLite and the log, or the contents of
/// PostgreSQL.
[[nodiscard]] std::map<std::string, std::string> what_is_kept(const Installation& site);

/// Checks that none of the secrets, which have names, occurs in the octets of a place.
void check_holds_none(const std::map<std::string, std::string>& secrets, const std::string& octets,
                      const std::string& place);

}  // namespace gatehouse::testing
