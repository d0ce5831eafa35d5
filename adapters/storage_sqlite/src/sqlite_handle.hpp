/// A connection of SQLite's own, for what needs no statements of Gatehouse's.
#pragma once

#include <sqlite3.h>

#include <memory>

namespace gatehouse {

struct CloseSqliteHandle {
  void operator()(sqlite3* database) const noexcept { sqlite3_close(database); }
};
using SqliteHandle = std::unique_ptr<sqlite3, CloseSqliteHandle>;

}  // namespace gatehouse
