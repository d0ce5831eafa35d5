#include <iostream>

#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

#include "commands.hpp"
#include "wiring.hpp"

namespace gatehouse::app {
namespace {

void say_what_was_saved(const Configuration& chosen, int from) {
  const auto path = sqlite_path(chosen);
  if (!path) {
    std::cout << "no backup was made: PostgreSQL is backed up with pg_dump\n";
  } else if (chosen.backup_before_migrate) {
    std::cout << "what it was before is in "
              << SqliteStorage::name_of_backup_before_migration(*path, from) << '\n';
  }
}

}  // namespace

int migrate(const Configuration& chosen) {
  const auto [from, to] = migrate_storage(chosen);
  if (from == to) {
    std::cout << "the database is up to date: schema version " << to << '\n';
  } else {
    std::cout << "brought the database from schema version " << from << " to " << to << '\n';
    if (from > 0) say_what_was_saved(chosen, from);
  }
  return 0;
}

}  // namespace gatehouse::app
