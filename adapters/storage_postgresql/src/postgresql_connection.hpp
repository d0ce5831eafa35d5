/// One connection to the database, with its transaction's statements.
#pragma once

#include <libpq-fe.h>
#include <soci/soci.h>

#include <string>

#include <gatehouse/storage_sql/sql_transaction.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "postgresql_address.hpp"
#include "postgresql_dialect.hpp"

namespace gatehouse {

class PostgresqlConnection {
 public:
  /// Connects. Throws CannotConnect with what libpq said when that does not work, and PortError
  /// when the database's encoding is not UTF8.
  explicit PostgresqlConnection(const PostgresqlAddress& address);

  PostgresqlConnection(const PostgresqlConnection&) = delete;
  PostgresqlConnection& operator=(const PostgresqlConnection&) = delete;

  /// Ends it without a word more than needed: its statements end with it.
  ~PostgresqlConnection();

  /// What statements run on.
  [[nodiscard]] sql::Connection& sql() noexcept { return connection_; }
  [[nodiscard]] sql::SqlTransaction& transaction() noexcept { return transaction_; }

  void begin_read();
  void begin_write();

  /// Throws CommitInDoubt when the connection was lost after the database was told to commit.
  /// Whatever else it throws, nothing was committed.
  void commit();

  /// Ends a transaction that changed nothing.
  void end_read();

  /// Leaves the connection out of a transaction, or is_idle() false.
  void roll_back() noexcept;

  /// True when it is in order and in no transaction, as far as this side knows.
  [[nodiscard]] bool is_idle() const noexcept;

 private:
  void run(const char* command);
  /// Before a COMMIT nobody need be in doubt about: throws when the connection was lost before it,
  /// or a statement failed.
  void check_intact();

  PostgresqlDialect dialect_;
  soci::session session_;
  sql::Connection connection_;
  sql::SqlTransaction transaction_;
  PGconn* handle_ = nullptr;
};

}  // namespace gatehouse
