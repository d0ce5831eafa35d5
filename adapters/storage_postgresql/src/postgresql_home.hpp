/// Which schema of the database is Gatehouse's, and whether it is.
///
/// Gatehouse marks its tables by a comment on `schema_version`, which dumps carry along. Databases
/// of versions that made no mark are known by the rows of that table, which name the migrations. A
/// schema that holds anything else is another program's, and nothing is ever written there.
#pragma once

#include <optional>
#include <string>

#include "postgresql_address.hpp"
#include "postgresql_connection.hpp"

namespace gatehouse {

/// The schema with Gatehouse's tables, or the empty one where they are to be made: the first of the
/// search path. Throws PortError, with words for the person who runs the program, when that one is
/// another program's or does not exist.
[[nodiscard]] std::string find_home(PostgresqlConnection& connection, const std::string& name);

/// Lets sessions see that schema alone, whatever a search path that may change leads to.
void stay_at(PostgresqlAddress& address, const std::string& home);

/// Marks the tables in the first schema of the search path, which have just been migrated. Without
/// the right to do so, they stay known by their rows.
void mark_home(PostgresqlConnection& connection);

}  // namespace gatehouse
