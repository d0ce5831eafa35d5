#pragma once

#include <gatehouse/ports/storage_error.hpp>
#include <gatehouse/storage_sql/dialect.hpp>

namespace gatehouse {

class SqliteDialect final : public sql::Dialect {
 public:
  sql::DialectWords words() const noexcept override;
  const char* begin_write() const noexcept override;
  const char* begin_read() const noexcept override;
  const char* count_tables() const noexcept override;
};

/// The disk or its file system failed; it is not known how much was written.
class SqliteIoError : public StorageUnwritable {
 public:
  using StorageUnwritable::StorageUnwritable;
};

/// The file exists, but is not a SQLite database, or no longer one.
class NoSqliteDatabase : public StorageDamaged {
 public:
  using StorageDamaged::StorageDamaged;
};

}  // namespace gatehouse
