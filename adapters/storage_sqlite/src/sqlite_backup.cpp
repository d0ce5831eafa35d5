#include "sqlite_backup.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <string>
#include <system_error>

#include <gatehouse/ports/storage_error.hpp>
#include <gatehouse/storage_sql/migrations.hpp>

#include "sqlite_file.hpp"
#include "sqlite_handle.hpp"
#include "sqlite_integrity.hpp"
#include "sqlite_partial_file.hpp"

namespace gatehouse {
namespace {

SqliteHandle open(const std::string& path, std::chrono::milliseconds busy_deadline) {
  sqlite3* opened = nullptr;
  const std::string absolute = std::filesystem::absolute(path).string();
  const int code = sqlite3_open_v2(absolute.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
  SqliteHandle database(opened);
  if (code != SQLITE_OK) {
    throw PortError("cannot open " + path + ": " + sqlite3_errstr(code));
  }
  sqlite3_busy_timeout(opened, static_cast<int>(busy_deadline.count()));
  return database;
}

/// Opens a new file, which is flushed when complete and discarded otherwise.
SqliteHandle open_new(const std::string& path, std::chrono::milliseconds busy_deadline) {
  SqliteHandle database = open(path, busy_deadline);
  constexpr const char* without_journal = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF";
  if (sqlite3_exec(database.get(), without_journal, nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw PortError("cannot write " + path + ": " + sqlite3_errmsg(database.get()));
  }
  return database;
}

void copy(sqlite3* from, sqlite3* to, const SqliteOptions& options, const std::string& target) {
  sqlite3_backup* const backup = sqlite3_backup_init(to, "main", from, "main");
  // All pages are copied in one step: in several steps, SQLite would restart whenever another
  // process writes.
  const int stepped = backup == nullptr ? SQLITE_ERROR : sqlite3_backup_step(backup, -1);
  const int code = sqlite3_backup_finish(backup);
  if (stepped == SQLITE_DONE && code == SQLITE_OK) return;
  throw PortError("cannot copy database " + options.path + " to " + target + ": " +
                  sqlite3_errstr(code != SQLITE_OK ? code : stepped));
}

/// Copies the database. Throws StorageDamaged when the copy fails the integrity check.
void copy_whole(const SqliteOptions& options, const SqlitePartialFile& file) {
  {
    const SqliteHandle from = open(options.path, options.busy_deadline);
    copy(from.get(), open_new(file.path(), options.busy_deadline).get(), options, file.path());
  }
  if (const auto damage = find_damage_in_copy(file.path())) {
    throw StorageDamaged("database " + options.path +
                         " is damaged, and was not copied: " + *damage + ". \"sqlite3 " +
                         options.path + " .recover\" shows what can be saved of it");
  }
}

/// Throws as open_for_writing() when there is no Gatehouse database to copy.
void require_database(const SqliteOptions& options) {
  SqliteOptions as_it_is = options;
  as_it_is.create = false;
  const auto connection = open_for_writing(as_it_is);
  if (sql::schema_version(connection->sql(), options.path) > 0) return;
  throw PortError("database " + options.path + " holds nothing yet, so there is nothing to copy");
}

}  // namespace

std::string name_of_backup_before_migration(const std::string& path, int version) {
  return path + ".schema-" + std::to_string(version) + ".backup";
}

void back_up_before_migration(const SqliteOptions& options, int version) {
  try {
    const SqlitePartialFile file(name_of_backup_before_migration(options.path, version),
                                 SqlitePartialFile::Concurrent::wait);
    copy_whole(options, file);
    file.publish_in_place();
  } catch (const StorageDamaged&) {
    throw;
  } catch (const PortError& error) {
    throw PortError("database " + options.path + " stays at schema version " +
                    std::to_string(version) +
                    ", since it cannot be backed up before its migration: " + error.what() +
                    ". Make room for a second copy beside it, or migrate without a backup");
  }
}

void SqliteStorage::back_up(const SqliteOptions& options, const std::string& target) {
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(target, ignored))) {
    throw PortError("there is something at " + target + " already, and nothing is overwritten");
  }
  require_database(options);
  const SqlitePartialFile file(target, SqlitePartialFile::Concurrent::refuse);
  copy_whole(options, file);
  file.publish();
}

}  // namespace gatehouse
