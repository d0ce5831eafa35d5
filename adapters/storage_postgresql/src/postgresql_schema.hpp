/// Migrating the database to this program's schema, possibly concurrently with other processes.
#pragma once

#include <chrono>
#include <string>

#include <gatehouse/ports/text_forms.hpp>

#include "postgresql_connection.hpp"

namespace gatehouse {

/// Migrates the database and returns its former version. Throws as sql::migrate(), and
/// TransientPortError when conflicts with other processes last too long.
int migrate_schema(PostgresqlConnection& connection, const std::string& name,
                   std::chrono::milliseconds deadline, const TextForms* forms);

/// The version of the database's schema. Throws PortError when it is newer than this program, or
/// when it is older, `is_to_be_migrated`, and this user may not make or change its tables.
[[nodiscard]] int inspect_schema(PostgresqlConnection& connection, const std::string& name,
                                 bool is_to_be_migrated);

/// Throws PortError when the database does not have this program's schema version.
void require_schema(PostgresqlConnection& connection, const std::string& name);

}  // namespace gatehouse
