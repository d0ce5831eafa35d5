/// Installations of earlier versions, for tests of migrations.
#pragma once

#include <array>
#include <string>

#include <gatehouse/ports/storage.hpp>

namespace gatehouse::testing {

/// The schema versions with an installation.
inline constexpr std::array released_schemas{1, 3};

/// The statements that create a database of that schema, in the SQL of SQLite or PostgreSQL: one
/// account with one record of every kind at that time, and a root user.
[[nodiscard]] std::string released_in_sqlite(int schema);
[[nodiscard]] std::string released_in_postgresql(int schema);

/// Fails the test unless the storage contains all records of that schema.
void check_kept(Storage& storage, int schema);

/// Statements to be run after those of schema 3, for names as stored by earlier versions: users, an
/// account and credentials of the same account, some of whose names are equal in other spellings.
[[nodiscard]] std::string released_names();

/// Fails the test unless each of these names, in a storage that was migrated with FakeTextForms, is
/// found by its spellings, and conflicting names are found by their own only.
void check_names_in_form(Storage& storage);

/// Fails the test unless the migrated storage accepts one record of each kind that the schema did
/// not have.
void check_takes_what_is_new(Storage& storage);

}  // namespace gatehouse::testing
