// Databases of other programs, and the schema of Gatehouse's tables.
#include <doctest/doctest.h>

#include <string>

#include "database.hpp"
#include "support/released_installation.hpp"

namespace gatehouse::testing {
namespace {

std::string with_path(const Database& database, const std::string& path) {
  return database.url() + "?options=-c%20search_path%3D" + path;
}

/// The result of opening and migrating; neither writes anything.
void check_foreign(const Database& database, const std::string& url) {
  const auto contents = [&] {
    return database.run(
        "SELECT string_agg(concat_ws(' ', relname, relkind, reltuples, obj_description(oid)), ',')"
        " FROM (SELECT * FROM pg_class WHERE relnamespace NOT IN ('pg_catalog'::regnamespace,"
        " 'information_schema'::regnamespace, 'pg_toast'::regnamespace) ORDER BY oid) AS things");
  };
  const std::string before = contents();
  for (const bool migrate : {true, false}) {
    CAPTURE(migrate);
    const std::string message =
        refusal([&] { const PostgresqlStorage storage({.url = url, .migrate = migrate}); });
    CAPTURE(message);
    CHECK(message.find("belongs to another program") != std::string::npos);
  }
  CHECK_THROWS_AS(PostgresqlStorage::migrate({.url = url}), PortError);
  CHECK(contents() == before);
}

std::string mark(const Database& database, const std::string& table = "schema_version") {
  return database.run("SELECT coalesce(obj_description('" + table +
                      "'::regclass, 'pg_class'), '')");
}

TEST_CASE("postgresql: a database of another program is refused, whatever its tables") {
  for (const char* tables : {
           "CREATE TABLE recipes (name TEXT)",
           "CREATE VIEW recipes AS SELECT 1 AS one",
           "CREATE TABLE schema_version (version TEXT)",
           "CREATE VIEW schema_version AS SELECT 1::bigint AS version, 'x'::text AS name",
           "CREATE TABLE schema_version (version BIGINT PRIMARY KEY, name TEXT NOT NULL)",
           "CREATE TABLE schema_version (version BIGINT PRIMARY KEY, name TEXT NOT NULL);"
           "INSERT INTO schema_version VALUES (1, 'recipes'), (2, 'cooks')",
           "CREATE TABLE schema_version (version BIGINT PRIMARY KEY, name TEXT NOT NULL);"
           "INSERT INTO schema_version VALUES (1000, 'recipes')",
           "CREATE TABLE schema_version (version INT, name TEXT, installed_by TEXT);"
           "CREATE TABLE accounts (id INT); CREATE TABLE users (id INT)",
       }) {
    CAPTURE(tables);
    const Database database;
    database.run(tables);
    check_foreign(database, database.url());
  }
}

TEST_CASE("postgresql: Gatehouse's tables are marked and recognised by the mark") {
  const Database database;
  PostgresqlStorage::migrate(database.options());
  CHECK(mark(database) == "Gatehouse installation, format 1");
  // A later version may have renamed a migration.
  database.run("UPDATE schema_version SET name = 'renamed'");
  PostgresqlStorage storage(database.options());
  add(storage, 1);
  CHECK(has(storage, 1));
}

TEST_CASE("postgresql: a released database without a mark is recognised, and marked by migrating") {
  for (const int schema : released_schemas) {
    CAPTURE(schema);
    const Database database;
    database.run(released_in_postgresql(schema));
    CHECK(mark(database).empty());
    const std::string message = refusal(
        [&] { const PostgresqlStorage storage({.url = database.url(), .migrate = false}); });
    CHECK(message.find("migrate it first") != std::string::npos);
    PostgresqlStorage::migrate(database.options());
    CHECK_FALSE(mark(database).empty());
  }
}

TEST_CASE("postgresql: a mark omitted by a dump is restored, and not needed before") {
  const Database database;
  PostgresqlStorage::migrate(database.options());
  database.run("COMMENT ON TABLE schema_version IS NULL");
  PostgresqlOptions options = database.options();
  options.migrate = false;
  { const PostgresqlStorage storage(options); }
  CHECK(mark(database).empty());
  PostgresqlStorage::migrate(database.options());
  CHECK_FALSE(mark(database).empty());
}

TEST_CASE("postgresql: next to the schema of another program, Gatehouse's own is used") {
  const Database database;
  database.run(
      "CREATE TABLE schema_version (version BIGINT PRIMARY KEY, name TEXT NOT NULL);"
      "INSERT INTO schema_version VALUES (7, 'recipes'); CREATE TABLE users (id INT);"
      "CREATE SCHEMA gatehouse");
  // The other program's schema is second in the path, and then first.
  PostgresqlStorage storage({.url = with_path(database, "gatehouse,public")});
  add(storage, 1);
  CHECK(has(storage, 1));
  CHECK(database.run("SELECT count(*) FROM gatehouse.consumers") == "1");
  CHECK(database.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "2");
  PostgresqlStorage behind({.url = with_path(database, "public,gatehouse")});
  CHECK(has(behind, 1));
  check_foreign(database, with_path(database, "public"));
}

TEST_CASE("postgresql: a schema placed before Gatehouse's own in the path has no effect") {
  const Database database;
  const std::string url = with_path(database, "%22%24user%22,public");
  PostgresqlStorage storage({.url = url});
  add(storage, 1);
  database.run("CREATE SCHEMA gatehouse; CREATE TABLE gatehouse.consumers (recipe TEXT)");
  PostgresqlStorage again({.url = url});
  CHECK(has(again, 1));
  PostgresqlStorage::migrate({.url = url});
  CHECK(database.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'gatehouse'") == "1");
}

TEST_CASE("postgresql: tables of extensions are ignored, and a missing schema is reported") {
  const Database database;
  const std::string message =
      refusal([&] { const PostgresqlStorage storage({.url = with_path(database, "nowhere")}); });
  CHECK(message.find("no schema of those in the search path") != std::string::npos);
  database.run("CREATE EXTENSION pg_buffercache");
  PostgresqlStorage storage(database.options());
  add(storage, 1);
  CHECK(has(storage, 1));
}

}  // namespace
}  // namespace gatehouse::testing
