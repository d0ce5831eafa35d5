/// Backups of a whole database.
#pragma once

#include <string>

#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

namespace gatehouse {

/// The name of the backup that is made before a database of that schema version is migrated.
[[nodiscard]] std::string name_of_backup_before_migration(const std::string& path, int version);

/// Makes that backup, and replaces an earlier one with the same name. Waits while another process
/// makes it. Throws PortError on failure.
void back_up_before_migration(const SqliteOptions& options, int version);

}  // namespace gatehouse
