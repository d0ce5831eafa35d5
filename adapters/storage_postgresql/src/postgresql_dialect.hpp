#pragma once

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/storage_sql/dialect.hpp>

#include <exception>
#include <string>
#include <string_view>

namespace gatehouse {

class PostgresqlDialect final : public sql::Dialect {
 public:
  sql::DialectWords words() const noexcept override;
  const char* begin_write() const noexcept override;
  const char* begin_read() const noexcept override;
  const char* count_tables() const noexcept override;
};

/// The database aborted a transaction because of a conflict with concurrent ones. A retry may
/// succeed.
class TransactionConflict : public TransientPortError {
 public:
  using TransientPortError::TransientPortError;
};

/// A row with such a key exists. A concurrent transaction may have inserted it: then a retry sees
/// the row.
class DuplicateKey : public PortError {
 public:
  using PortError::PortError;
};

/// The connection is lost or unusable, and with it the transaction.
class ConnectionLost : public TransientPortError {
 public:
  using TransientPortError::TransientPortError;
};

/// No connection can be opened.
class CannotConnect : public TransientPortError {
 public:
  using TransientPortError::TransientPortError;
};

/// The server did not answer in time. Whether it executes the last command is unknown; a
/// transaction whose COMMIT was not sent is rolled back.
class ServerSilent : public TransientPortError {
 public:
  using TransientPortError::TransientPortError;
};

/// Translates a SQLSTATE (https://www.postgresql.org/docs/15/errcodes-appendix.html) to a
/// PortError. Only the first line of the database's `message` is shown, and nothing of it where it
/// may contain data.
[[nodiscard]] std::exception_ptr to_port_error(std::string_view sqlstate, std::string_view message);

/// True when an error is caused by the transaction itself, such as a conflict, a duplicate key or a
/// lock timeout. Any other error may be caused by the session or its server (a standby, a replaced
/// database, a pooler that assigns another server process to each transaction, tables that have
/// changed under prepared statements), and may not occur in another session.
[[nodiscard]] bool leaves_session_in_order(std::string_view sqlstate) noexcept;

/// True when a COMMIT that failed with this error may have taken effect.
[[nodiscard]] bool leaves_in_doubt(std::string_view sqlstate) noexcept;

}  // namespace gatehouse
