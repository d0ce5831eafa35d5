#pragma once

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/storage_sql/dialect.hpp>

namespace gatehouse {

class SqliteDialect final : public sql::Dialect {
 public:
  sql::DialectWords words() const noexcept override;
  const char* begin_write() const noexcept override;
  const char* begin_read() const noexcept override;
  const char* count_tables() const noexcept override;
};

/// The disk or its file system failed: not known how much of it was written.
class SqliteIoError : public PortError {
 public:
  using PortError::PortError;
};

/// There is a file, but it is no SQLite database.
class NoSqliteDatabase : public PortError {
 public:
  using PortError::PortError;
};

}  // namespace gatehouse
