/// The schema's versions, and how a database comes from one to the next.
///
/// Migrations go forward only, each in one transaction. The table `schema_version` has a row for
/// each that was applied; the highest is the database's version. An empty database has version 0.
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
  /// In order. `@key`, `@text` and `@clustered` stand for the dialect's words.
  std::span<const std::string_view> statements;
  /// What is done after the statements, in the same transaction, where SQL cannot say it; or null.
  /// `forms` may be null.
  void (*finish)(Connection& connection, const TextForms* forms) = nullptr;
};

/// All that this program knows, by number. What was released never changes.
[[nodiscard]] std::span<const Migration> migrations() noexcept;

/// The version to which migrate() brings a database.
[[nodiscard]] int newest_schema_version() noexcept;

/// The database's version. Throws PortError when it is newer than this program: `name` says in the
/// message which database that is.
[[nodiscard]] int schema_version(Connection& connection, std::string_view name);

/// Brings the database to the newest version. When several processes do it at once, one does and
/// the others go on from there. Throws as schema_version(), and TransientPortError when another one
/// writes for too long. `forms` gives the keys of names that are kept; without it, whatever is not
/// ASCII is its own key.
void migrate(Connection& connection, std::string_view name, const TextForms* forms);

}  // namespace gatehouse::sql
