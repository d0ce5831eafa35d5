/// One connection to the database, with its prepared statements.
#pragma once

#include <chrono>
#include <string>

#include <gatehouse/storage_sql/sql_transaction.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "libpq_session.hpp"
#include "postgresql_address.hpp"
#include "postgresql_dialect.hpp"

namespace gatehouse {

class PostgresqlConnection {
 public:
  using Clock = LibpqSession::Clock;

  /// Connects and sets up the session (see session_setup.hpp). Throws CannotConnect on failure, and
  /// PortError when the database can never be used.
  explicit PostgresqlConnection(const PostgresqlAddress& address);

  PostgresqlConnection(const PostgresqlConnection&) = delete;
  PostgresqlConnection& operator=(const PostgresqlConnection&) = delete;

  /// The connection for statements.
  [[nodiscard]] sql::Connection& sql() noexcept { return connection_; }
  [[nodiscard]] sql::SqlTransaction& transaction() noexcept { return transaction_; }
  [[nodiscard]] LibpqSession& session() noexcept { return session_; }

  /// Sets the deadline of the following work. The database stops waiting for a lock by then, and
  /// the connection is given up a moment later if the database has not answered.
  void set_deadline(Clock::time_point deadline) noexcept;

  /// Both functions throw ConnectionLost, and leave is_idle() false, when the database refuses to
  /// begin: a connection that cannot begin one transaction is not expected to begin another.
  void begin_read();
  void begin_write();

  /// Throws CommitInDoubt when the connection was lost after COMMIT was sent, when the database did
  /// not answer it in time, or when the database has committed without waiting for its synchronous
  /// standby. After any other exception, nothing was committed.
  void commit();

  /// Ends a read-only transaction.
  void end_read();

  /// Ends the transaction, or leaves is_idle() false.
  void roll_back() noexcept;

  /// True when the connection is intact and in no transaction, as far as the client knows.
  [[nodiscard]] bool is_idle() const noexcept { return session_.is_idle(); }

 private:
  void begin(const char* command);
  /// Sends COMMIT and returns the answer. Throws CommitInDoubt if no answer comes.
  [[nodiscard]] LibpqSession::Answer ask_to_commit();
  /// Throws when the connection is lost already, or a statement has failed. Called before COMMIT,
  /// so that these failures do not leave the commit in doubt.
  void check_intact();

  PostgresqlDialect dialect_;
  LibpqSession session_;
  sql::Connection connection_;
  sql::SqlTransaction transaction_;
  const std::chrono::milliseconds lock_deadline_;
  Clock::time_point deadline_ = Clock::time_point::max();
};

}  // namespace gatehouse
