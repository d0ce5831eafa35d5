/// Checks of a database's file for damage.
#pragma once

#include <optional>
#include <string>

struct sqlite3;

namespace gatehouse {

/// Returns the first fault that SQLite's `integrity_check` finds: malformed pages, rows out of
/// order, indexes that do not match their tables; std::nullopt when it finds no fault.
/// (`quick_check` takes a fifth of the time and skips the indexes, whose check finds a third of all
/// damage.) Reads the whole file. A changed byte within a value is not detected. Throws
/// TransientPortError when the database is busy, or memory is short.
[[nodiscard]] std::optional<std::string> find_damage(sqlite3* database);

/// As find_damage(), for a file that no process writes to.
[[nodiscard]] std::optional<std::string> find_damage_in_copy(const std::string& path);

}  // namespace gatehouse
