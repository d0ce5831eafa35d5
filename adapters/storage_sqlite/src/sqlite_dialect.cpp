#include "sqlite_dialect.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include <string>

namespace gatehouse {

// "INTEGER PRIMARY KEY", in exactly these words, makes the column the row's own address.
sql::DialectWords SqliteDialect::words() const noexcept {
  return {.key = "INTEGER", .text = "TEXT", .clustered = "WITHOUT ROWID"};
}

// A transaction that reads first and then wants to write would be refused at once, whatever the
// timeout, if somebody else had written meanwhile.
const char* SqliteDialect::begin_write() const noexcept { return "BEGIN IMMEDIATE"; }

const char* SqliteDialect::begin_read() const noexcept { return "BEGIN"; }

const char* SqliteDialect::count_tables() const noexcept {
  return "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = :name";
}

std::exception_ptr SqliteDialect::translate(const soci::soci_error& error) const {
  const std::string message = error.get_error_message();
  const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
  // The low byte is the primary code.
  switch (sqlite != nullptr ? sqlite->result() & 0xff : SQLITE_ERROR) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return std::make_exception_ptr(
          TransientPortError("the database is busy: another process has been using it too long"));
    case SQLITE_FULL:
      return std::make_exception_ptr(PortError("the disk with the database is full"));
    case SQLITE_IOERR:
      return std::make_exception_ptr(SqliteIoError("the database's disk failed: " + message));
    case SQLITE_NOTADB:
      return std::make_exception_ptr(NoSqliteDatabase("the file is no SQLite database"));
    default: return std::make_exception_ptr(PortError("the database failed: " + message));
  }
}

}  // namespace gatehouse
