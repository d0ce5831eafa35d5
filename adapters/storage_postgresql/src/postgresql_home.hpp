/// Finding the schema of the database that contains Gatehouse's tables.
///
/// Gatehouse marks its tables by a comment on `schema_version`, which dumps include. Databases of
/// versions without the mark are recognised by the rows of that table, which name the migrations. A
/// schema with any other content belongs to another program, and Gatehouse never writes there.
#pragma once

#include <optional>
#include <string>

#include "postgresql_address.hpp"
#include "postgresql_connection.hpp"

namespace gatehouse {

/// Returns the schema with Gatehouse's tables, or else the empty schema in which to make them: the
/// first of the search path. Throws PortError, with a message for the operator, when that schema
/// belongs to another program or does not exist.
[[nodiscard]] std::string find_home(PostgresqlConnection& connection, const std::string& name);

/// Restricts sessions to that schema, whatever the configured search path becomes.
void stay_at(PostgresqlAddress& address, const std::string& home);

/// Marks the just migrated tables in the first schema of the search path. Without the right to do
/// so, the tables are still recognised by their rows.
void mark_home(PostgresqlConnection& connection);

}  // namespace gatehouse
