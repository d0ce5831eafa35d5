/// Looking for damage in a database's file.
#pragma once

#include <optional>
#include <string>

struct sqlite3;

namespace gatehouse {

/// The first fault that SQLite's `integrity_check` finds: pages that are not what they should be,
/// rows out of order, indexes that do not fit their tables. (`quick_check` takes a fifth of the
/// time and leaves the indexes out, by which a third of all damage is found.) Nothing when there is
/// none. Reads the whole file. A letter that was changed within a value is no fault that it can
/// find. Throws TransientPortError when the database is busy, or memory is short.
[[nodiscard]] std::optional<std::string> find_damage(sqlite3* database);

/// The same for a file that no process writes to.
[[nodiscard]] std::optional<std::string> find_damage_in_copy(const std::string& path);

}  // namespace gatehouse
