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

}  // namespace

int migrate_schema(PostgresqlConnection& connection, const std::string& name,
                   std::chrono::milliseconds deadline) {
  Patience patience(Patience::Clock::now() + deadline);
  const int from = version_of(connection, name);
  // Somebody who makes the same tables at the same time makes each statement wait for them and then
  // fail, each in a way of its own. What counts is whether the version has moved on.
  for (int reached = from;;) {
    try {
      sql::migrate(connection.sql(), name);
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
