// What is exported and imported is the same again, whichever storages it goes through.
#include <doctest/doctest.h>

#include <gatehouse/storage_memory/memory_storage.hpp>
#include <gatehouse/storage_postgresql/postgresql_storage.hpp>
#include <gatehouse/storage_sqlite/sqlite_storage.hpp>
#include <gatehouse/testing/faulty_storage.hpp>
#include <gatehouse/testing/temporary_folder.hpp>

#include "export_text.hpp"
#include "furnished.hpp"
#include "support/postgresql_server.hpp"

using namespace gatehouse;
using namespace gatehouse::testing;

namespace {

std::string everything() {
  MemoryStorage storage;
  furnish(storage);
  furnish_awkwardly(storage);
  return export_of(storage);
}

/// Imports into the storage and exports from it.
void check_comes_back(Storage& storage, const std::string& text) {
  const auto imported = import_text(storage, text);
  REQUIRE_MESSAGE(imported.has_value(), imported.error().detail);
  CHECK(*imported == lines_of(text).size() - 2);
  const std::string again = export_of(storage);
  REQUIRE(again.size() == text.size());
  CHECK((again == text));
}

}  // namespace

TEST_CASE("transfer: from memory to SQLite and back, every octet is the same") {
  const std::string text = everything();
  const TemporaryFolder folder;
  SqliteStorage sqlite({.path = (folder.path() / "gatehouse.db").string()});
  check_comes_back(sqlite, text);
  MemoryStorage memory;
  check_comes_back(memory, export_of(sqlite));
}

TEST_CASE("transfer: from SQLite to PostgreSQL and back, every octet is the same") {
  const TemporaryFolder folder;
  SqliteStorage source({.path = (folder.path() / "source.db").string()});
  furnish(source);
  furnish_awkwardly(source);
  const std::string text = export_of(source);
  CHECK((text == everything()));

  PostgresqlStorage postgresql(
      {.url = shared_postgresql_server().url(shared_postgresql_server().create_database())});
  check_comes_back(postgresql, text);
  SqliteStorage target({.path = (folder.path() / "target.db").string()});
  check_comes_back(target, export_of(postgresql));
}

TEST_CASE("transfer: an installation without a record moves too") {
  MemoryStorage source;
  MemoryStorage target;
  const std::string text = export_of(source);
  CHECK(lines_of(text).size() == 2);
  check_comes_back(target, text);
}

TEST_CASE("transfer: an import that the storage runs twice keeps everything once") {
  MemoryStorage memory;
  FaultyStorage storage(memory);
  storage.repeat_work(true);
  const std::string text = everything();
  CHECK(import_text(storage, text).has_value());
  storage.heal();
  CHECK((export_of(storage) == text));
}

TEST_CASE("transfer: an export never goes on with another state than it began with") {
  MemoryStorage memory;
  furnish(memory);
  FaultyStorage storage(memory);
  storage.repeat_work(true);
  CHECK_THROWS_AS(static_cast<void>(export_of(storage)), PortError);
}

TEST_CASE("transfer: a storage with a record in it takes no import and stays as it is") {
  MemoryStorage storage;
  furnish(storage);
  const std::string before = export_of(storage);
  const auto imported = import_text(storage, before);
  REQUIRE_FALSE(imported.has_value());
  CHECK(imported.error().code == ErrorCode::failed_precondition);
  CHECK(export_of(storage) == before);
}
