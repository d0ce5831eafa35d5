// Exports and imports are lossless between all storages.
#include <doctest/doctest.h>

#include <gatehouse/storage_memory/memory_storage.hpp>
#include <gatehouse/storage_postgresql/postgresql_storage.hpp>
#include <gatehouse/storage_sqlite/sqlite_storage.hpp>
#include <gatehouse/testing/faulty_storage.hpp>
#include <gatehouse/testing/temporary_folder.hpp>

#include "export_text.hpp"
#include "furnished.hpp"
#include "samples.hpp"
#include "support/postgresql_server.hpp"
#include "world.hpp"

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

TEST_CASE("transfer: a round trip from memory to SQLite preserves every octet") {
  const std::string text = everything();
  const TemporaryFolder folder;
  SqliteStorage sqlite({.path = (folder.path() / "gatehouse.db").string()});
  check_comes_back(sqlite, text);
  MemoryStorage memory;
  check_comes_back(memory, export_of(sqlite));
}

TEST_CASE("transfer: a round trip from SQLite to PostgreSQL preserves every octet") {
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

TEST_CASE("transfer: a consumer that is being deleted is left out, and no user of its projects") {
  MemoryStorage source;
  conformance::Samples make;
  const conformance::World world = conformance::make_world(make);
  const AccountId account = world.account.id;
  const auto make_all = [&](Transaction& tx) -> Result<Done> {
    REQUIRE(conformance::insert(tx, world));
    REQUIRE(tx.consumers().erase(account, world.consumer.id));
    tx.erasures().note({.key = erasure_of::consumer_everywhere(account, world.consumer.id)});
    return Done{};
  };
  REQUIRE(source.transact(make_all).has_value());
  MemoryStorage target;
  const auto imported = import_text(target, export_of(source));
  REQUIRE_MESSAGE(imported.has_value(), imported.error().detail);
  const auto project_in = [&](Storage& storage) {
    return storage.read(
        [&](const Transaction& tx) { return tx.projects().find(account, world.project.id); });
  };
  REQUIRE(project_in(target).has_value());
  CHECK(project_in(target)->user_used == project_in(source)->user_used - 1);
  CHECK_FALSE(target.read([&](const Transaction& tx) {
    return tx.consumers().is_attached(account, world.project.id, world.consumer.id);
  }));
}

TEST_CASE("transfer: an empty installation can be transferred") {
  MemoryStorage source;
  MemoryStorage target;
  const std::string text = export_of(source);
  CHECK(lines_of(text).size() == 2);
  check_comes_back(target, text);
}

TEST_CASE("transfer: an import whose work runs twice stores everything once") {
  MemoryStorage memory;
  FaultyStorage storage(memory);
  storage.repeat_work(true);
  const std::string text = everything();
  CHECK(import_text(storage, text).has_value());
  storage.heal();
  CHECK((export_of(storage) == text));
}

TEST_CASE("transfer: an export covers a single state of the storage") {
  MemoryStorage memory;
  furnish(memory);
  FaultyStorage storage(memory);
  storage.repeat_work(true);
  CHECK_THROWS_AS(static_cast<void>(export_of(storage)), PortError);
}

TEST_CASE("transfer: a storage with records refuses an import and is left unchanged") {
  MemoryStorage storage;
  furnish(storage);
  const std::string before = export_of(storage);
  const auto imported = import_text(storage, before);
  REQUIRE_FALSE(imported.has_value());
  CHECK(imported.error().code == ErrorCode::failed_precondition);
  CHECK(export_of(storage) == before);
}
