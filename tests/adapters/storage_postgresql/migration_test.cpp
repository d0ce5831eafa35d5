#include <doctest/doctest.h>

#include <string>

#include <gatehouse/testing/fake_text_forms.hpp>

#include "database.hpp"
#include "support/released_installation.hpp"

namespace gatehouse::testing {
namespace {

/// All columns and indexes, as PostgreSQL describes them.
std::string description(const Database& database) {
  return database.run(
      "SELECT string_agg(line, chr(10) ORDER BY line) FROM ("
      "SELECT concat_ws(' ', table_name, column_name, data_type, collation_name, is_nullable) AS "
      "line"
      " FROM information_schema.columns WHERE table_schema = 'public'"
      " UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public') AS described");
}

TEST_CASE("postgresql: a database of an older schema is migrated without loss of data") {
  for (const int schema : released_schemas) {
    CAPTURE(schema);
    const Database database;
    database.run(released_in_postgresql(schema));
    const auto migrated = PostgresqlStorage::migrate(database.options());
    CHECK(migrated.from == schema);
    CHECK(migrated.to == PostgresqlStorage::schema_version());
    PostgresqlStorage storage(database.options());
    check_kept(storage, schema);
    check_takes_what_is_new(storage);
  }
}

TEST_CASE("postgresql: a migration normalises names, and keeps both of two that conflict") {
  const Database database;
  database.run(released_in_postgresql(3) + released_names());
  const FakeTextForms forms;
  PostgresqlOptions options = database.options();
  options.text_forms = &forms;
  PostgresqlStorage storage(options);
  check_names_in_form(storage);
}

TEST_CASE("postgresql: migrating a database of an older schema yields the schema of a new one") {
  const Database fresh;
  PostgresqlStorage::migrate(fresh.options());
  const std::string expected = description(fresh);
  CHECK(expected.find("own_user_limit bigint") != std::string::npos);
  for (const int schema : released_schemas) {
    CAPTURE(schema);
    const Database database;
    database.run(released_in_postgresql(schema));
    PostgresqlStorage::migrate(database.options());
    CHECK(description(database) == expected);
  }
}

}  // namespace
}  // namespace gatehouse::testing
