#include "wiring.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/storage_postgresql/postgresql_storage.hpp>
#include <gatehouse/storage_sqlite/sqlite_storage.hpp>
#include <gatehouse/text_unicode/unicode_text_forms.hpp>

#include "bad_option.hpp"
#include "emptied_database.hpp"

namespace gatehouse::app {
namespace {

/// Returns the text after the scheme, if it begins with it.
std::optional<std::string> after(std::string_view text, std::string_view scheme) {
  if (!text.starts_with(scheme) || text.size() == scheme.size()) return std::nullopt;
  return std::string(text.substr(scheme.size()));
}

using Database = std::variant<SqliteOptions, PostgresqlOptions>;

template <class Options>
using StorageOf = std::conditional_t<std::is_same_v<std::remove_cvref_t<Options>, SqliteOptions>,
                                     SqliteStorage, PostgresqlStorage>;

/// Parses `--database`. Unknown text is shown up to its first colon only, since a password may
/// follow.
Database database_of(const Configuration& chosen) {
  const std::string& text = chosen.database;
  if (auto path = after(text, "sqlite:")) {
    return SqliteOptions{.path = std::move(*path),
                         .create = chosen.create,
                         .migrate = chosen.migrate,
                         .back_up_before_migration = chosen.backup_before_migrate,
                         .busy_deadline = chosen.database_deadline,
                         .text_forms = &text_forms()};
  }
  if (after(text, "postgresql://") || after(text, "postgres://")) {
    return PostgresqlOptions{.url = text,
                             .connections = chosen.database_connections,
                             .migrate = chosen.migrate,
                             .busy_deadline = chosen.database_deadline,
                             .text_forms = &text_forms()};
  }
  throw BadOption("database", "must be sqlite:PATH or postgresql://…, not " +
                                  text.substr(0, text.find(':')) + ":");
}

}  // namespace

const TextForms& text_forms() noexcept {
  static const UnicodeTextForms forms;
  return forms;
}

std::unique_ptr<Storage> open_storage(const Configuration& chosen) {
  refuse_emptied_database(chosen);
  SqliteStorage::assume_sole_use();
  return std::visit(
      [](const auto& options) -> std::unique_ptr<Storage> {
        return std::make_unique<StorageOf<decltype(options)>>(options);
      },
      database_of(chosen));
}

void check_database(const Configuration& chosen) {
  const Database database = database_of(chosen);
  const auto* const postgresql = std::get_if<PostgresqlOptions>(&database);
  if (postgresql == nullptr) return;
  try {
    PostgresqlStorage::require_readable_url(*postgresql);
  } catch (const PortError& error) {
    throw BadOption("database", std::string("cannot be used: ") + error.what());
  }
}

Migrated migrate_storage(const Configuration& chosen) {
  refuse_emptied_database(chosen);
  return std::visit(
      [](const auto& options) {
        const auto [from, to] = StorageOf<decltype(options)>::migrate(options);
        return Migrated{.from = from, .to = to};
      },
      database_of(chosen));
}

std::optional<int> find_schema_version(const Configuration& chosen) {
  refuse_emptied_database(chosen);
  SqliteStorage::assume_sole_use();  // has no effect once SQLite was used
  return std::visit(
      [](const auto& options) -> std::optional<int> {
        return StorageOf<decltype(options)>::find_schema_version(options);
      },
      database_of(chosen));
}

int newest_schema_version(const Configuration& chosen) {
  return std::visit(
      [](const auto& options) { return StorageOf<decltype(options)>::schema_version(); },
      database_of(chosen));
}

std::optional<std::string> sqlite_path(const Configuration& chosen) {
  const Database database = database_of(chosen);
  const auto* const sqlite = std::get_if<SqliteOptions>(&database);
  return sqlite == nullptr ? std::nullopt : std::optional(sqlite->path);
}

bool looks_up_at_once(const Configuration& chosen) {
  return std::holds_alternative<SqliteOptions>(database_of(chosen));
}

Wiring::Wiring(const Configuration& chosen, std::unique_ptr<Mailer> mailer,
               std::shared_ptr<StorageCondition> condition)
    : cipher_({}, entropy_),
      hasher_(chosen.argon2, entropy_),
      mailer_(std::move(mailer)),
      storage_(open_storage(chosen), std::move(condition)) {}

const PostgresqlStorage* Wiring::postgresql() const noexcept {
  return dynamic_cast<const PostgresqlStorage*>(&storage_.behind());
}

const SqliteStorage* Wiring::sqlite() const noexcept {
  return dynamic_cast<const SqliteStorage*>(&storage_.behind());
}

Ports Wiring::ports() {
  return {storage_, *mailer_, hasher_,      digest_,      clock_,
          entropy_, &cipher_, &signatures_, &text_forms()};
}

}  // namespace gatehouse::app
