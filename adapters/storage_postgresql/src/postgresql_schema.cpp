#include "postgresql_schema.hpp"

#include <gatehouse/storage_sql/migrations.hpp>

#include "patience.hpp"
#include "postgresql_home.hpp"

namespace gatehouse {
namespace {

int version_of(PostgresqlConnection& connection, const std::string& name) {
  connection.sql().failed = false;
  return sql::schema_version(connection.sql(), name);
}

/// Whether this user may make tables in the schema of the migrations, and alter the existing ones.
bool may_migrate(PostgresqlConnection& connection) {
  using Count = sql::Statement<sql::In<>, sql::Out<long long>>;
  Count creatable(
      connection.sql(),
      "SELECT CAST(CAST(coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)"
      " AS INTEGER) AS BIGINT)");
  // All tables are made by one role, so checking the first one suffices.
  Count foreign(connection.sql(),
                "SELECT count(*) FROM pg_catalog.pg_tables"
                " WHERE schemaname = ANY (current_schemas(false)) AND tablename = 'schema_version'"
                " AND NOT pg_has_role(tableowner, 'USAGE')");
  return creatable.value() != 0 && foreign.value() == 0;
}

}  // namespace

int inspect_schema(PostgresqlConnection& connection, const std::string& name,
                   bool is_to_be_migrated) {
  const int version = version_of(connection, name);
  if (is_to_be_migrated && version < sql::newest_schema_version() && !may_migrate(connection)) {
    throw PortError("database " + name + " has schema version " + std::to_string(version) +
                    ", and this user may not bring it to " +
                    std::to_string(sql::newest_schema_version()) +
                    ": it needs the right to create in the first schema of its search path (GRANT "
                    "CREATE ON SCHEMA) and to own the tables there");
  }
  return version;
}

int migrate_schema(PostgresqlConnection& connection, const std::string& name,
                   std::chrono::milliseconds deadline, const TextForms* forms) {
  Patience patience(Patience::Clock::now() + deadline);
  const int from = version_of(connection, name);
  // While another process makes the same tables, each statement waits for it and then fails, with
  // various errors. What matters is whether the version has advanced.
  for (int reached = from;;) {
    try {
      sql::migrate(connection.sql(), name, forms);
      mark_home(connection);
      return from;
    } catch (const ConnectionLost&) {
      throw;
    } catch (const TransientPortError&) {
      if (!patience.pause()) throw;
    } catch (const PortError&) {
      const int now = version_of(connection, name);
      if (now == reached) throw;
      reached = now;
    }
  }
}

void require_schema(PostgresqlConnection& connection, const std::string& name) {
  const int version = version_of(connection, name);
  const int needed = sql::newest_schema_version();
  if (version < needed) {
    throw PortError("database " + name + " has schema version " + std::to_string(version) +
                    ", this program needs " + std::to_string(needed) + ": migrate it first");
  }
}

}  // namespace gatehouse
