/// A plain SQLite connection, for operations that need no prepared statements.
#pragma once

#include <sqlite3.h>

#include <memory>

namespace gatehouse {

struct CloseSqliteHandle {
  void operator()(sqlite3* database) const noexcept { sqlite3_close(database); }
};
using SqliteHandle = std::unique_ptr<sqlite3, CloseSqliteHandle>;

}  // namespace gatehouse
