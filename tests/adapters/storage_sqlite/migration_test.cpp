#include <doctest/doctest.h>

#include <string>

#include <gatehouse/testing/fake_text_forms.hpp>

#include "database.hpp"
#include "support/released_installation.hpp"

namespace gatehouse::testing {
namespace {

/// Calls `work(database, schema)` with a database of each released schema.
template <class Work>
void for_each_released(const Work& work) {
  for (const int schema : released_schemas) {
    CAPTURE(schema);
    const Database database;
    OtherHand(database.path()).run(released_in_sqlite(schema));
    work(database, schema);
  }
}

TEST_CASE("sqlite: a database of an older schema is refused if migration is disabled") {
  for_each_released([](const Database& database, int schema) {
    SqliteOptions options = database.options();
    options.migrate = false;
    const std::string newest = std::to_string(SqliteStorage::schema_version());
    CHECK(refusal([&] { const SqliteStorage storage(options); }) ==
          "database " + database.path() + " has schema version " + std::to_string(schema) +
              ", this program needs " + newest + ": migrate it first");
    OtherHand other(database.path());
    CHECK(other.number("SELECT max(version) FROM schema_version") == schema);
  });
}

TEST_CASE("sqlite: a database of an older schema is migrated without loss of data") {
  for_each_released([](const Database& database, int schema) {
    const auto migrated = SqliteStorage::migrate(database.options());
    CHECK(migrated.from == schema);
    CHECK(migrated.to == SqliteStorage::schema_version());
    SqliteStorage storage(database.options());
    check_kept(storage, schema);
  });
}

TEST_CASE("sqlite: a migrated database accepts records of new kinds") {
  for_each_released([](const Database& database, int) {
    SqliteStorage storage(database.options());
    check_takes_what_is_new(storage);
  });
}

TEST_CASE("sqlite: a migration normalises names, and keeps both of two that conflict") {
  const Database database;
  OtherHand(database.path()).run(released_in_sqlite(3) + released_names());
  const FakeTextForms forms;
  SqliteOptions options = database.options();
  options.text_forms = &forms;
  SqliteStorage storage(options);
  check_names_in_form(storage);
}

TEST_CASE("sqlite: migrating a database of an older schema yields the schema of a new one") {
  for_each_released([](const Database& database, int) {
    SqliteStorage::migrate(database.options());
    SqliteOptions fresh = database.options();
    fresh.path = database.path("fresh.db");
    SqliteStorage::migrate(fresh);

    OtherHand other(database.path());
    other.run("ATTACH '" + fresh.path + "' AS fresh");
    CHECK(other.number("SELECT count(*) FROM sqlite_master") ==
          other.number("SELECT count(*) FROM fresh.sqlite_master"));
    CHECK(other.number("SELECT count(*) FROM (SELECT type, name, tbl_name, sql FROM sqlite_master"
                       " EXCEPT SELECT type, name, tbl_name, sql FROM fresh.sqlite_master)") == 0);
  });
}

}  // namespace
}  // namespace gatehouse::testing
