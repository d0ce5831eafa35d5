#include <iostream>
#include <stdexcept>

#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

#include "commands.hpp"
#include "wiring.hpp"

namespace gatehouse::app {

int back_up(const Configuration& chosen) {
  const auto path = sqlite_path(chosen);
  if (!path) {
    throw std::invalid_argument("backup is for SQLite; PostgreSQL is backed up with pg_dump");
  }
  SqliteStorage::back_up({.path = *path}, chosen.backup);
  std::cout << "wrote " << chosen.backup << '\n';
  return 0;
}

}  // namespace gatehouse::app
