/// The versions of the schema, and the migrations between them.
///
/// Migrations go forward only, each in one transaction. The table `schema_version` has a row for
/// each applied migration; the highest number is the database's version. An empty database has
/// version 0.
#pragma once

#include <span>
#include <string_view>

#include <gatehouse/ports/text_forms.hpp>
#include <gatehouse/storage_sql/statement.hpp>

namespace gatehouse::sql {

struct Migration {
  /// 1, 2, 3, …
  int number;
  std::string_view name;
  /// Run in order. `@key`, `@text` and `@clustered` are replaced by the dialect's words.
  std::span<const std::string_view> statements;
  /// A step that cannot be written in SQL, run after the statements in the same transaction; or
  /// null. `forms` may be null.
  void (*finish)(Connection& connection, const TextForms* forms) = nullptr;
};

/// All migrations, by number. A released migration never changes.
[[nodiscard]] std::span<const Migration> migrations() noexcept;

/// The version to which migrate() brings a database.
[[nodiscard]] int newest_schema_version() noexcept;

/// The database's version. Throws PortError when it is newer than this program; `name` identifies
/// the database in the message.
[[nodiscard]] int schema_version(Connection& connection, std::string_view name);

/// Brings the database to the newest version. When several processes migrate at once, one does the
/// work and the others continue from its result. Throws as schema_version(), and TransientPortError
/// when another process writes for too long. `forms` computes the keys of existing names; without
/// it, a name that is not ASCII is its own key.
void migrate(Connection& connection, std::string_view name, const TextForms* forms);

}  // namespace gatehouse::sql
