#include <iostream>

#include "commands.hpp"
#include "wiring.hpp"

namespace gatehouse::app {

int migrate(const Configuration& chosen) {
  const auto [from, to] = migrate_storage(chosen);
  if (from == to) {
    std::cout << "the database is up to date: schema version " << to << '\n';
  } else {
    std::cout << "brought the database from schema version " << from << " to " << to << '\n';
  }
  return 0;
}

}  // namespace gatehouse::app
