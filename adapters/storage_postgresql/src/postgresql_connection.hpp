/// One connection to the database, with its transaction's statements.
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

  /// Connects, and sets and checks what each session needs (see session_setup.hpp). Throws
  /// CannotConnect when that does not work, and PortError when the database can never be worked
  /// with.
  explicit PostgresqlConnection(const PostgresqlAddress& address);

  PostgresqlConnection(const PostgresqlConnection&) = delete;
  PostgresqlConnection& operator=(const PostgresqlConnection&) = delete;

  /// What statements run on.
  [[nodiscard]] sql::Connection& sql() noexcept { return connection_; }
  [[nodiscard]] sql::SqlTransaction& transaction() noexcept { return transaction_; }
  [[nodiscard]] LibpqSession& session() noexcept { return session_; }

  /// Until when the work from here on may wait. The database gives up waiting for a lock by then,
  /// and the connection is given up a moment later if the database does not say so.
  void set_deadline(Clock::time_point deadline) noexcept;

  /// Both throw ConnectionLost, and leave is_idle() false, when the database refuses to begin: what
  /// cannot begin one transaction is not going to begin another.
  void begin_read();
  void begin_write();

  /// Throws CommitInDoubt when the connection was lost after COMMIT was sent to the database, when
  /// the database did not answer that in time, or when it has committed and did not wait for its
  /// synchronous standby. Whatever else it throws, nothing was committed.
  void commit();

  /// Ends a transaction that changed nothing.
  void end_read();

  /// Leaves the connection out of a transaction, or is_idle() false.
  void roll_back() noexcept;

  /// True when it is in order and in no transaction, as far as this side knows.
  [[nodiscard]] bool is_idle() const noexcept { return session_.is_idle(); }

 private:
  void begin(const char* command);
  /// The answer to COMMIT. Throws CommitInDoubt without one.
  [[nodiscard]] LibpqSession::Answer ask_to_commit();
  /// Before a COMMIT that need not leave the caller in doubt: throws when the connection was lost
  /// before it, or a statement failed.
  void check_intact();

  PostgresqlDialect dialect_;
  LibpqSession session_;
  sql::Connection connection_;
  sql::SqlTransaction transaction_;
  const std::chrono::milliseconds lock_deadline_;
  Clock::time_point deadline_ = Clock::time_point::max();
};

}  // namespace gatehouse
