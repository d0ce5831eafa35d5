/// Installations as earlier versions left them, for tests of migrations.
#pragma once

#include <array>
#include <string>

#include <gatehouse/ports/storage.hpp>

namespace gatehouse::testing {

/// The schema versions of which there is one.
inline constexpr std::array released_schemas{1, 3};

/// The statements that make an empty database one with that schema, in the words of SQLite or of
/// PostgreSQL: one account with one of everything that there was, and a root user.
[[nodiscard]] std::string released_in_sqlite(int schema);
[[nodiscard]] std::string released_in_postgresql(int schema);

/// Fails the test unless the storage holds all that there was with that schema.
void check_kept(Storage& storage, int schema);

/// Statements, to be run after those of schema 3, for names as earlier versions kept them: users,
/// an account and credentials of the same account, some of whose names are the same in other
/// spellings.
[[nodiscard]] std::string released_names();

/// Fails the test unless each of these names, of a storage that was migrated with FakeTextForms, is
/// found by its spellings, and those that clash by their own.
void check_names_in_form(Storage& storage);

/// Fails the test unless the storage, which was migrated, takes one of each kind of records that
/// the schema did not have.
void check_takes_what_is_new(Storage& storage);

}  // namespace gatehouse::testing
