#include "sqlite_dialect.hpp"

namespace gatehouse {

// The exact words "INTEGER PRIMARY KEY" make the column an alias of the rowid.
sql::DialectWords SqliteDialect::words() const noexcept {
  return {.key = "INTEGER", .text = "TEXT", .clustered = "WITHOUT ROWID"};
}

// A deferred transaction that reads and then writes fails at once, whatever the timeout, if another
// connection has written meanwhile.
const char* SqliteDialect::begin_write() const noexcept { return "BEGIN IMMEDIATE"; }

const char* SqliteDialect::begin_read() const noexcept { return "BEGIN"; }

const char* SqliteDialect::count_tables() const noexcept {
  return "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = :name";
}

}  // namespace gatehouse
