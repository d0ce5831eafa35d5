#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "database.hpp"

namespace gatehouse::testing {
namespace {

TEST_CASE("postgresql: a new database is migrated to the newest schema once") {
  const Database database;
  const auto first = PostgresqlStorage::migrate(database.options());
  CHECK(first.from == 0);
  CHECK(first.to == PostgresqlStorage::schema_version());
  const auto second = PostgresqlStorage::migrate(database.options());
  CHECK(second.from == PostgresqlStorage::schema_version());
  CHECK(second.to == PostgresqlStorage::schema_version());
  CHECK(database.run("SELECT count(*) FROM schema_version") ==
        std::to_string(PostgresqlStorage::schema_version()));
}

TEST_CASE("postgresql: an older schema is refused if migration is disabled") {
  const Database database;
  PostgresqlOptions options = database.options();
  options.migrate = false;
  const std::string message = refusal([&] { const PostgresqlStorage storage(options); });
  CHECK(message.find("has schema version 0") != std::string::npos);
  CHECK(database.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0");

  PostgresqlStorage::migrate(options);
  PostgresqlStorage storage(options);
  add(storage, 1);
  CHECK(has(storage, 1));
}

TEST_CASE("postgresql: a newer schema is refused with both versions and left unchanged") {
  const Database database;
  PostgresqlStorage::migrate(database.options());
  const int newest = PostgresqlStorage::schema_version();
  database.run("INSERT INTO schema_version VALUES (" + std::to_string(newest + 7) + ", 'to come')");
  for (const bool migrate : {true, false}) {
    PostgresqlOptions options = database.options();
    options.migrate = migrate;
    CHECK(refusal([&] { const PostgresqlStorage storage(options); }) ==
          "database postgresql://127.0.0.1:" + shared_postgresql_server().port() + "/" +
              database.name() + " has schema version " + std::to_string(newest + 7) +
              ", this program knows up to " + std::to_string(newest) + ": upgrade gatehouse");
  }
  CHECK_THROWS_AS(PostgresqlStorage::migrate(database.options()), PortError);
  CHECK(database.run("SELECT max(version) FROM schema_version") == std::to_string(newest + 7));
}

TEST_CASE("postgresql: processes that open a new database concurrently all find it migrated") {
  for (int round = 0; round < 3; ++round) {
    const Database database;
    add_in_processes([&] { return std::make_unique<PostgresqlStorage>(database.options()); });
    PostgresqlStorage storage(database.options());
    for (std::uint32_t i = 0; i < 6; ++i) CHECK(has(storage, i));
    CHECK(database.run("SELECT count(*) FROM schema_version") ==
          std::to_string(PostgresqlStorage::schema_version()));
  }
}

}  // namespace
}  // namespace gatehouse::testing
