/// Looks into, and changes, a database behind the server's back.
#pragma once

#include <filesystem>
#include <string>

namespace gatehouse::testing {

/// Runs SQL statements; returns the first column of the first row of the first one, if any.
/// Throws with SQLite's message when that does not work.
std::string run_sql(const std::filesystem::path& database, const std::string& statements);

}  // namespace gatehouse::testing
