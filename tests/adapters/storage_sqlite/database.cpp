#include "database.hpp"

#include <stdexcept>

namespace gatehouse::testing {

OtherHand::OtherHand(const std::string& path) {
  if (sqlite3_open(path.c_str(), &connection_) != SQLITE_OK) {
    throw std::runtime_error("cannot open " + path);
  }
}

OtherHand::~OtherHand() { sqlite3_close(connection_); }

void OtherHand::run(const std::string& statements) {
  if (sqlite3_exec(connection_, statements.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(connection_));
  }
}

std::int64_t OtherHand::number(const std::string& query) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(connection_, query.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(connection_));
  }
  const bool row = sqlite3_step(statement) == SQLITE_ROW;
  const std::int64_t number = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  if (!row) throw std::runtime_error("no row: " + query);
  return number;
}

}  // namespace gatehouse::testing
