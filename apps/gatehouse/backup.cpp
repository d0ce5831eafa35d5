#include <iostream>
#include <stdexcept>

#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

#include "commands.hpp"
#include "wiring.hpp"

namespace gatehouse::app {

int back_up(const Configuration& chosen) {
  if (chosen.database.starts_with("postgres")) {
    throw std::invalid_argument("backup is for SQLite; PostgreSQL is backed up with pg_dump");
  }
  SqliteStorage::back_up({.path = sqlite_path(chosen.database)}, chosen.backup);
  std::cout << "wrote " << chosen.backup << '\n';
  return 0;
}

}  // namespace gatehouse::app
