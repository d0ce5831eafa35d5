#include "sqlite_dialect.hpp"

namespace gatehouse {

// "INTEGER PRIMARY KEY", in exactly these words, makes the column the row's own address.
sql::DialectWords SqliteDialect::words() const noexcept {
  return {.key = "INTEGER", .text = "TEXT", .clustered = "WITHOUT ROWID"};
}

// A transaction that reads first and then wants to write would be refused at once, whatever the
// timeout, if another connection had written meanwhile.
const char* SqliteDialect::begin_write() const noexcept { return "BEGIN IMMEDIATE"; }

const char* SqliteDialect::begin_read() const noexcept { return "BEGIN"; }

const char* SqliteDialect::count_tables() const noexcept {
  return "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = :name";
}

}  // namespace gatehouse
