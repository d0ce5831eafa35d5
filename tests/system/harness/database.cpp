#include "database.hpp"

#include <sqlite3.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "support/postgresql_server.hpp"

namespace gatehouse::testing {
namespace {

constexpr std::string_view sqlite_scheme = "sqlite:";

int keep_first(void* first, int columns, char** values, char** /*names*/) {
  auto& kept = *static_cast<std::optional<std::string>*>(first);
  if (!kept && columns > 0 && values[0] != nullptr) kept = values[0];
  return 0;
}

std::string run_sqlite(const std::string& path, const std::string& statements) {
  sqlite3* opened = nullptr;
  const int status = sqlite3_open(path.c_str(), &opened);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> connection(opened, sqlite3_close);
  if (status != SQLITE_OK) throw std::runtime_error("cannot be opened: " + path);
  sqlite3_busy_timeout(opened, 10'000);
  std::optional<std::string> first;
  if (sqlite3_exec(opened, statements.c_str(), keep_first, &first, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(opened));
  }
  return first.value_or("");
}

}  // namespace

bool on_postgresql() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing changes the environment
  const char* chosen = std::getenv("GATEHOUSE_TEST_DATABASE");
  if (chosen == nullptr || std::string_view(chosen) == "sqlite") return false;
  if (std::string_view(chosen) == "postgresql") return true;
  throw std::runtime_error("GATEHOUSE_TEST_DATABASE must be sqlite or postgresql");
}

Database::Database(const std::filesystem::path& folder) {
  if (on_postgresql()) {
    name_ = shared_postgresql_server().create_database();
    url_ = shared_postgresql_server().url(name_);
  } else {
    url_ = std::string(sqlite_scheme) + (folder / "gatehouse.db").string();
  }
}

Database::~Database() {
  if (!name_.empty()) shared_postgresql_server().drop_database(name_);
}

std::string run_sql(const std::string& database, const std::string& statements) {
  if (database.starts_with("postgresql:")) return run_postgresql(database, statements);
  const bool named = database.starts_with(sqlite_scheme);
  return run_sqlite(named ? database.substr(sqlite_scheme.size()) : database, statements);
}

std::string dump(const std::string& database) {
  if (!database.starts_with("postgresql:")) return {};
  std::istringstream tables(run_sql(
      database, "SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'public'"));
  std::string all;
  for (std::string table; tables >> table;) {
    all += run_sql(database, "SELECT string_agg(one::text, ' ') FROM " + table + " one");
  }
  return all;
}

}  // namespace gatehouse::testing
