/// Bringing the database to this program's schema, while others may be doing the same.
#pragma once

#include <chrono>
#include <string>

#include <gatehouse/ports/text_forms.hpp>

#include "postgresql_connection.hpp"

namespace gatehouse {

/// Returns the version from which it came. Throws as sql::migrate(), and TransientPortError when
/// others are in the way for too long.
int migrate_schema(PostgresqlConnection& connection, const std::string& name,
                   std::chrono::milliseconds deadline, const TextForms* forms);

/// The version of the database's schema. Throws PortError when it is newer than this program, or
/// when it is older, `is_to_be_migrated`, and this user may not make or change its tables.
[[nodiscard]] int inspect_schema(PostgresqlConnection& connection, const std::string& name,
                                 bool is_to_be_migrated);

/// Throws PortError when the database's schema is not this program's.
void require_schema(PostgresqlConnection& connection, const std::string& name);

}  // namespace gatehouse
