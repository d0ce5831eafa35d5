#include <doctest/doctest.h>

#include <memory>

#include "database.hpp"

namespace gatehouse::testing {
namespace {

TEST_CASE("sqlite: a new database is migrated to the newest schema once") {
  const Database database;
  const auto first = SqliteStorage::migrate(database.options());
  CHECK(first.from == 0);
  CHECK(first.to == SqliteStorage::schema_version());
  const auto second = SqliteStorage::migrate(database.options());
  CHECK(second.from == SqliteStorage::schema_version());
  CHECK(second.to == SqliteStorage::schema_version());
  OtherHand other(database.path());
  CHECK(other.number("SELECT count(*) FROM schema_version") == SqliteStorage::schema_version());
}

TEST_CASE("sqlite: an older schema is refused if migration is disabled") {
  const Database database;
  SqliteOptions options = database.options();
  options.migrate = false;
  const std::string message = refusal([&] { const SqliteStorage storage(options); });
  CHECK(message.find("has schema version 0") != std::string::npos);

  SqliteStorage::migrate(options);
  SqliteStorage storage(options);
  add(storage, 1);
  CHECK(has(storage, 1));
}

TEST_CASE("sqlite: a newer schema is refused with both versions and left unchanged") {
  const Database database;
  SqliteStorage::migrate(database.options());
  const int newest = SqliteStorage::schema_version();
  OtherHand other(database.path());
  other.run("INSERT INTO schema_version VALUES (" + std::to_string(newest + 7) + ", 'to come')");

  for (const bool migrate : {true, false}) {
    SqliteOptions options = database.options();
    options.migrate = migrate;
    CHECK(refusal([&] { const SqliteStorage storage(options); }) ==
          "database " + database.path() + " has schema version " + std::to_string(newest + 7) +
              ", this program knows up to " + std::to_string(newest) + ": upgrade gatehouse");
  }
  CHECK_THROWS_AS(SqliteStorage::migrate(database.options()), PortError);
  CHECK(other.number("SELECT max(version) FROM schema_version") == newest + 7);
}

TEST_CASE("sqlite: processes that open a new database concurrently all find it migrated") {
  const Database database;
  add_in_processes([&] { return std::make_unique<SqliteStorage>(database.options()); });
  SqliteStorage storage(database.options());
  for (std::uint32_t i = 0; i < 6; ++i) CHECK(has(storage, i));
}

}  // namespace
}  // namespace gatehouse::testing
