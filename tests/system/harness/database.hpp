/// The database of an installation, and a way to look into it, and change it, behind the server's
/// back.
#pragma once

#include <filesystem>
#include <string>

namespace gatehouse::testing {

/// Whether this run of the program is on PostgreSQL: the environment has
/// GATEHOUSE_TEST_DATABASE=postgresql. Otherwise it is on SQLite.
[[nodiscard]] bool on_postgresql();

/// A new database: the file gatehouse.db in a folder, or one on a PostgreSQL server of the
/// program's own.
class Database {
 public:
  explicit Database(const std::filesystem::path& folder);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  /// As `--database` names it.
  [[nodiscard]] const std::string& url() const noexcept { return url_; }

 private:
  std::string name_;
  std::string url_;
};

/// Runs SQL statements on what `--database` would name so, or on a SQLite file. Returns the first
/// column of the first row, if any, of the first statement (SQLite) or the last one (PostgreSQL).
/// Throws with the database's message when that does not work.
std::string run_sql(const std::string& database, const std::string& statements);

/// All that the database holds, as text, where that is in no file of the installation.
[[nodiscard]] std::string dump(const std::string& database);

}  // namespace gatehouse::testing
