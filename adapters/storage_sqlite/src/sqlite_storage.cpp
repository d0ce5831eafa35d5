#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

#include <sqlite3.h>

#include <filesystem>

#include <gatehouse/storage_sql/migrations.hpp>

#include "sqlite_backup.hpp"
#include "sqlite_file.hpp"
#include "sqlite_files.hpp"
#include "sqlite_handle.hpp"
#include "sqlite_integrity.hpp"
#include "sqlite_readers.hpp"
#include "sqlite_writer.hpp"

namespace gatehouse {
namespace {

/// Migrates the database to this program's schema. Returns the version it had before.
int migrate_with_backup(SqliteConnection& connection, const SqliteOptions& options) {
  const int version = sql::schema_version(connection.sql(), options.path);
  const bool holds_something = version > 0 && version < sql::newest_schema_version();
  if (options.back_up_before_migration && holds_something) {
    back_up_before_migration(options, version);
  }
  sql::migrate(connection.sql(), options.path, options.text_forms);
  return version;
}

/// Opens a connection to a database that has this program's schema.
std::unique_ptr<SqliteConnection> open_current(const SqliteOptions& options) {
  auto connection = open_for_writing(options);
  if (options.migrate) {
    migrate_with_backup(*connection, options);
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
      : Implementation(options, open_current(options)) {}
  Implementation(const SqliteOptions& options, std::unique_ptr<SqliteConnection> connection)
      : files(options.path),
        writer(std::move(connection), files, options.path, options.busy_deadline),
        readers(options, files) {}

  const SqliteFiles files;
  // Readers are closed first: the writer's connection is then the last one, and closing it
  // checkpoints the WAL.
  SqliteWriter writer;
  SqliteReaders readers;
};

SqliteStorage::SqliteStorage(const SqliteOptions& options)
    : implementation_(std::make_unique<Implementation>(options)) {}

SqliteStorage::~SqliteStorage() = default;

SqliteStorage::Migrated SqliteStorage::migrate(const SqliteOptions& options) {
  const auto connection = open_for_writing(options);
  const int from = migrate_with_backup(*connection, options);
  return {.from = from, .to = sql::newest_schema_version()};
}

std::optional<int> SqliteStorage::find_schema_version(const SqliteOptions& options) {
  return gatehouse::find_schema_version(options);
}

std::optional<std::string> SqliteStorage::find_damage(const std::string& path) {
  sqlite3* opened = nullptr;
  const std::string absolute = std::filesystem::absolute(path).string();
  const int code = sqlite3_open_v2(absolute.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
  const SqliteHandle database(opened);
  if (code != SQLITE_OK) throw PortError("cannot open " + path + ": " + sqlite3_errstr(code));
  constexpr int patience_ms = 5000;
  sqlite3_busy_timeout(opened, patience_ms);
  return gatehouse::find_damage(database.get());
}

std::string SqliteStorage::name_of_backup_before_migration(const std::string& path, int version) {
  return gatehouse::name_of_backup_before_migration(path, version);
}

SqliteStorage::Condition SqliteStorage::condition() const {
  return {.wal_bytes = implementation_->files.wal_bytes(),
          .failed_checkpoints = implementation_->writer.checkpoints().failed()};
}

std::string SqliteStorage::checkpoint_fault() const {
  return implementation_->writer.checkpoints().fault();
}

void SqliteStorage::assume_sole_use() noexcept {
  // SQLite refuses this once it is in use, which is harmless.
  (void)sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
  (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

int SqliteStorage::schema_version() noexcept { return sql::newest_schema_version(); }

void SqliteStorage::do_read(ReadWork work) { implementation_->readers.run(work); }

void SqliteStorage::do_transact(Work work) { implementation_->writer.run(work); }

}  // namespace gatehouse
