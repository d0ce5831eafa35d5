#include "wiring.hpp"

#include <optional>
#include <stdexcept>
#include <utility>

#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

namespace gatehouse::app {
namespace {

/// What follows the scheme, if the text begins with it.
std::optional<std::string> after(std::string_view text, std::string_view scheme) {
  if (!text.starts_with(scheme) || text.size() == scheme.size()) return std::nullopt;
  return std::string(text.substr(scheme.size()));
}

}  // namespace

std::string sqlite_path(std::string_view database) {
  auto path = after(database, "sqlite:");
  if (!path) {
    throw std::invalid_argument("--database must be sqlite:PATH, not " + std::string(database));
  }
  return std::move(*path);
}

std::unique_ptr<Storage> open_storage(const Configuration& chosen) {
  SqliteStorage::assume_sole_use();
  return std::make_unique<SqliteStorage>(
      SqliteOptions{.path = sqlite_path(chosen.database), .migrate = chosen.migrate});
}

Wiring::Wiring(const Configuration& chosen, std::unique_ptr<Mailer> mailer)
    : hasher_(chosen.argon2, entropy_),
      mailer_(std::move(mailer)),
      storage_(open_storage(chosen)) {}

Ports Wiring::ports() { return {*storage_, *mailer_, hasher_, digest_, clock_, entropy_}; }

}  // namespace gatehouse::app
