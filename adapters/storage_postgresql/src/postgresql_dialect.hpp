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

/// The database refused a transaction for the sake of others that ran beside it. Running it again
/// may work.
class TransactionConflict : public TransientPortError {
 public:
  using TransientPortError::TransientPortError;
};

/// There is a row with such a key. Perhaps since a transaction that ran beside this one put it
/// there: then running it again shows it the row.
class DuplicateKey : public PortError {
 public:
  using PortError::PortError;
};

/// The connection is lost, or of no use any more, and with it the transaction.
class ConnectionLost : public TransientPortError {
 public:
  using TransientPortError::TransientPortError;
};

/// There is no connection to be had.
class CannotConnect : public TransientPortError {
 public:
  using TransientPortError::TransientPortError;
};

/// The server did not answer in time. What it was asked for it may do or not; of a transaction
/// whose commit was not sent, nothing remains.
class ServerSilent : public TransientPortError {
 public:
  using TransientPortError::TransientPortError;
};

/// The PortError that an error's five letters stand for
/// (https://www.postgresql.org/docs/15/errcodes-appendix.html). `message` is what the database
/// said: only its first line is shown, and nothing of it where it may hold data.
[[nodiscard]] std::exception_ptr to_port_error(std::string_view sqlstate, std::string_view message);

/// True when a refusal comes from the work at hand, as a conflict, a key that is taken or a lock
/// that did not come free do. Any other one may come from the session or from its server (a
/// standby, a database that was replaced, a pooler that lends another server to each transaction,
/// tables that have changed under prepared statements): others may do better.
[[nodiscard]] bool leaves_session_in_order(std::string_view sqlstate) noexcept;

/// True when a COMMIT that failed with this error may have been done all the same.
[[nodiscard]] bool leaves_in_doubt(std::string_view sqlstate) noexcept;

}  // namespace gatehouse
