/// Copies of a whole database.
#pragma once

#include <string>

#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

namespace gatehouse {

/// Where the copy goes that is made before a database of that schema version is migrated.
[[nodiscard]] std::string name_of_backup_before_migration(const std::string& path, int version);

/// Makes that copy, in the place of an earlier one with the same name. Waits while another process
/// makes it. Throws PortError when the copy cannot be made.
void back_up_before_migration(const SqliteOptions& options, int version);

}  // namespace gatehouse
