#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

#include <sqlite3.h>

#include <gatehouse/storage_sql/migrations.hpp>

#include "sqlite_file.hpp"
#include "sqlite_readers.hpp"
#include "sqlite_writer.hpp"

namespace gatehouse {
namespace {

/// A connection to a database of this program's schema.
std::unique_ptr<SqliteConnection> open_current(const SqliteOptions& options) {
  auto connection = open_for_writing(options);
  if (options.migrate) {
    sql::migrate(connection->sql(), options.path);
    return connection;
  }
  const int version = sql::schema_version(connection->sql(), options.path);
  if (version < sql::newest_schema_version()) {
    throw PortError("database " + options.path + " has schema version " + std::to_string(version) +
                    ", this program needs " + std::to_string(sql::newest_schema_version()) +
                    ": migrate it first");
  }
  return connection;
}

}  // namespace

class SqliteStorage::Implementation {
 public:
  explicit Implementation(const SqliteOptions& options)
      : writer(open_current(options), options.busy_deadline), readers(options) {}

  // Readers are closed first: the last connection, the writer's, then takes the WAL into the file.
  SqliteWriter writer;
  SqliteReaders readers;
};

SqliteStorage::SqliteStorage(const SqliteOptions& options)
    : implementation_(std::make_unique<Implementation>(options)) {}

SqliteStorage::~SqliteStorage() = default;

SqliteStorage::Migrated SqliteStorage::migrate(const SqliteOptions& options) {
  const auto connection = open_for_writing(options);
  const int from = sql::schema_version(connection->sql(), options.path);
  sql::migrate(connection->sql(), options.path);
  return {.from = from, .to = sql::newest_schema_version()};
}

void SqliteStorage::assume_sole_use() noexcept {
  // Refused, without harm, once SQLite is in use.
  (void)sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
  (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

int SqliteStorage::schema_version() noexcept { return sql::newest_schema_version(); }

void SqliteStorage::do_read(ReadWork work) { implementation_->readers.run(work); }

void SqliteStorage::do_transact(Work work) { implementation_->writer.run(work); }

}  // namespace gatehouse
