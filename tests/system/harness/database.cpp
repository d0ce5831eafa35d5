#include "database.hpp"

#include <sqlite3.h>

#include <memory>
#include <optional>
#include <stdexcept>

namespace gatehouse::testing {
namespace {

int keep_first(void* first, int columns, char** values, char** /*names*/) {
  auto& kept = *static_cast<std::optional<std::string>*>(first);
  if (!kept && columns > 0 && values[0] != nullptr) kept = values[0];
  return 0;
}

}  // namespace

std::string run_sql(const std::filesystem::path& database, const std::string& statements) {
  sqlite3* opened = nullptr;
  const int status = sqlite3_open(database.c_str(), &opened);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> connection(opened, sqlite3_close);
  if (status != SQLITE_OK) throw std::runtime_error("cannot be opened: " + database.string());
  sqlite3_busy_timeout(opened, 10'000);
  std::optional<std::string> first;
  if (sqlite3_exec(opened, statements.c_str(), keep_first, &first, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(opened));
  }
  return first.value_or("");
}

}  // namespace gatehouse::testing
