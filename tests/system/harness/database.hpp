/// The database of an installation, with direct access to it.
#pragma once

#include <filesystem>
#include <string>

namespace gatehouse::testing {

/// Whether the tests run on PostgreSQL: GATEHOUSE_TEST_DATABASE=postgresql in the environment.
/// Otherwise they run on SQLite.
[[nodiscard]] bool on_postgresql();

/// A new database: the file gatehouse.db in a folder, or a database on the program's own PostgreSQL
/// server.
class Database {
 public:
  explicit Database(const std::filesystem::path& folder);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  /// The value for `--database`.
  [[nodiscard]] const std::string& url() const noexcept { return url_; }

 private:
  std::string name_;
  std::string url_;
};

/// Runs SQL statements on a database given as for `--database`, or on a SQLite file. Returns the
/// first column of the first row, if any, of the first statement (SQLite) or the last one
/// (PostgreSQL). Throws with the database's message on failure.
std::string run_sql(const std::string& database, const std::string& statements);

/// The contents of the database as text, if they are not in a file of the installation.
[[nodiscard]] std::string dump(const std::string& database);

}  // namespace gatehouse::testing
