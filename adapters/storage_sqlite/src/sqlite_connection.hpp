/// One connection to the database's file, with its prepared statements.
#pragma once

#include <soci/soci.h>

#include <chrono>
#include <string>

#include <gatehouse/storage_sql/sql_transaction.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "soci_driver.hpp"
#include "sqlite_dialect.hpp"

namespace gatehouse {

class SqliteConnection {
 public:
  /// Opens the file, which must exist.
  SqliteConnection(const std::string& path, std::chrono::milliseconds busy_timeout);

  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  /// The connection for statements.
  [[nodiscard]] sql::Connection& sql() noexcept { return connection_; }
  [[nodiscard]] sql::SqlTransaction& transaction() noexcept { return transaction_; }

  /// SQLite's handle, a `sqlite3*`. It is a `void*` because SOCI's headers declare that type in
  /// their own namespace.
  [[nodiscard]] void* handle() noexcept;

  void run(const std::string& statement);
  [[nodiscard]] long long number(const std::string& query);
  [[nodiscard]] std::string text(const std::string& query);

 private:
  SqliteDialect dialect_;
  soci::session session_;
  SociDriver driver_{session_};
  sql::Connection connection_;
  sql::SqlTransaction transaction_;
};

}  // namespace gatehouse
