/// Bringing the database to this program's schema, while others may be doing the same.
#pragma once

#include <chrono>
#include <string>

#include "postgresql_connection.hpp"

namespace gatehouse {

/// Returns the version from which it came. Throws as sql::migrate(), and TransientPortError when
/// others are in the way for too long.
int migrate_schema(PostgresqlConnection& connection, const std::string& name,
                   std::chrono::milliseconds deadline);

/// Throws PortError when the database's schema is not this program's.
void require_schema(PostgresqlConnection& connection, const std::string& name);

}  // namespace gatehouse
