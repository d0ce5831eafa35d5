#include <iostream>

#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

#include "commands.hpp"
#include "wiring.hpp"

namespace gatehouse::app {

int migrate(const Configuration& chosen) {
  const auto [from, to] = SqliteStorage::migrate({.path = sqlite_path(chosen.database)});
  if (from == to) {
    std::cout << "the database is up to date: schema version " << to << '\n';
  } else {
    std::cout << "brought the database from schema version " << from << " to " << to << '\n';
  }
  return 0;
}

}  // namespace gatehouse::app
