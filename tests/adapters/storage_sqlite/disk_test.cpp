#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>

#include <gatehouse/ports/storage_error.hpp>

#include "database.hpp"
#include "full_disk.hpp"

namespace gatehouse::testing {
namespace {

constexpr std::uint32_t many = 60'000;

Result<Done> add_many(Storage& storage) {
  return storage.transact([&](Transaction& tx) -> Result<Done> {
    for (std::uint32_t number = 1000; number < 1000 + many; ++number) {
      if (!tx.consumers().insert(consumer(number))) return Unexpected(conflict("there already"));
    }
    return Done{};
  });
}

TEST_CASE("sqlite: a write that does not fit on the disk is reported and rolled back") {
  const Database database;
  SqliteStorage storage(database.options());
  add(storage, 1);
  {
    const FullDisk disk(std::filesystem::file_size(database.path() + "-wal"));
    CHECK_THROWS_AS(add(storage, 2), PortError);
    CHECK_THROWS_AS((void)add_many(storage), PortError);
    CHECK(has(storage, 1));
    CHECK_FALSE(has(storage, 2));
    CHECK_FALSE(has(storage, 1000));
  }
  add(storage, 2);
  CHECK(has(storage, 2));
  CHECK_FALSE(has(storage, 1000));
}

TEST_CASE("sqlite: work that fills the disk does not affect work in the same commit") {
  const Database database;
  SqliteStorage storage(database.options());
  add(storage, 1);
  OtherHand other(database.path());
  other.run("BEGIN IMMEDIATE");

  const FullDisk disk(std::filesystem::file_size(database.path() + "-wal") + 1'000'000);
  std::atomic<int> kept = 0;
  std::atomic<bool> refused = false;
  const auto keep = [&](std::uint32_t number) {
    return std::thread([&storage, &kept, number] {
      add(storage, number);
      ++kept;
    });
  };
  std::thread before = keep(2);
  std::thread large([&] {
    try {
      (void)add_many(storage);
    } catch (const PortError&) {
      refused = true;
    }
  });
  std::thread after = keep(3);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  other.run("ROLLBACK");
  before.join();
  large.join();
  after.join();

  CHECK(refused);
  CHECK(kept == 2);
  CHECK(has(storage, 2));
  CHECK(has(storage, 3));
  CHECK_FALSE(has(storage, 1000));
}

TEST_CASE("sqlite: a transaction on a full disk reports that writing is impossible") {
  const Database database;
  SqliteStorage storage(database.options());
  const FullDisk disk(std::filesystem::file_size(database.path() + "-wal"));
  CHECK_THROWS_AS((void)add_many(storage), StorageUnwritable);
}

Result<Done> add_some(Storage& storage, std::uint32_t from) {
  return storage.transact([&](Transaction& tx) -> Result<Done> {
    for (std::uint32_t number = from; number < from + 2000; ++number) {
      if (!tx.consumers().insert(consumer(number))) return Unexpected(conflict("there already"));
    }
    return Done{};
  });
}

TEST_CASE("sqlite: a failed checkpoint is reported, rarely retried, and completed later") {
  const Database database;
  SqliteStorage storage(database.options());
  REQUIRE(add_many(storage));
  std::uint32_t next = 1'000'000;
  {
    // The log restarts at the beginning of its file, which has space; the database must grow.
    const FullDisk disk(std::max(std::filesystem::file_size(database.path()),
                                 std::filesystem::file_size(database.path() + "-wal")));
    for (; storage.checkpoint_fault().empty() && next < 2'000'000; next += 2000) {
      REQUIRE(add_some(storage, next));
    }
    CHECK(storage.checkpoint_fault().find("cannot be moved") != std::string::npos);
    const std::uint64_t failed = storage.condition().failed_checkpoints;
    CHECK(failed >= 1);
    for (std::uint32_t i = 0; i < 50; ++i) add(storage, ++next);
    // Without a pause, each commit would try it.
    CHECK(storage.condition().failed_checkpoints < failed + 10);
    CHECK(storage.condition().wal_bytes > 4'000'000);
  }
  for (int i = 0; i < 400 && !storage.checkpoint_fault().empty(); ++i) {
    add(storage, ++next);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  CHECK(storage.checkpoint_fault().empty());
}

}  // namespace
}  // namespace gatehouse::testing
