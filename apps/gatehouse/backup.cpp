#include <iostream>
#include <stdexcept>

#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

#include "bad_option.hpp"
#include "commands.hpp"
#include "installation_files.hpp"
#include "wiring.hpp"

namespace gatehouse::app {

int back_up(const Configuration& chosen) {
  const auto path = sqlite_path(chosen);
  if (!path) {
    throw BadOption("database", "must be sqlite:PATH; PostgreSQL is backed up with pg_dump");
  }
  if (const auto fault = fault_of_target(chosen, chosen.backup)) throw std::runtime_error(*fault);
  SqliteStorage::back_up({.path = *path}, chosen.backup);
  std::cout << "wrote " << chosen.backup << '\n';
  return 0;
}

}  // namespace gatehouse::app
