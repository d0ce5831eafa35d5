// Files that are removed or replaced while a storage has them open.
#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gatehouse/ports/storage_error.hpp>

#include "database.hpp"

namespace gatehouse::testing {
namespace {

namespace fs = std::filesystem;

/// No write is acknowledged, and the reason contains the path. The storage has an open read
/// connection, because a new one cannot be opened.
void check_refuses_to_write(Storage& storage, const std::string& named) {
  const std::string why = refusal([&] { add(storage, 1000); });
  CAPTURE(why);
  CHECK(why.find(named + " is not the file that this server has open") != std::string::npos);
  CHECK_THROWS_AS(add(storage, 1001), StorageUnwritable);
  CHECK_FALSE(has(storage, 1000));
}

void overwrite(const std::string& path, const std::string& source) {
  const std::ifstream from(source, std::ios::binary);
  std::ofstream(path, std::ios::binary) << from.rdbuf();
}

void check_was_overwritten(Storage& storage) {
  for (int i = 0; i < 3; ++i) {
    const std::string why = refusal([&] { add(storage, 1000); });
    CHECK(why.find("overwritten by another program") != std::string::npos);
  }
}

TEST_CASE("sqlite: a write is refused if one of the files was removed, and reads succeed") {
  for (const char* suffix : {"", "-wal", "-shm"}) {
    CAPTURE(suffix);
    const Database database;
    SqliteStorage storage(database.options());
    add(storage, 1);
    REQUIRE(has(storage, 1));
    fs::remove(database.path() + suffix);
    check_refuses_to_write(storage, database.path() + suffix);
    CHECK(has(storage, 1));
    // No file is created in place of the removed one.
    CHECK_FALSE(fs::exists(database.path() + suffix));
  }
}

TEST_CASE("sqlite: a write is refused if another database has replaced the open one") {
  const Database database;
  SqliteStorage storage(database.options());
  add(storage, 1);
  REQUIRE(has(storage, 1));
  SqliteStorage::back_up(database.options(), database.path("restored.db"));
  fs::rename(database.path("restored.db"), database.path());
  check_refuses_to_write(storage, database.path());
}

TEST_CASE("sqlite: a write is refused after a copy was written over the open database") {
  for (const bool is_emptied : {false, true}) {
    CAPTURE(is_emptied);
    const Database database;
    SqliteStorage storage(database.options());
    add(storage, 1);
    const std::string copy = database.path("copy.db");
    SqliteStorage::back_up(database.options(), copy);
    for (std::uint32_t i = 2; i < 20; ++i) add(storage, i);
    if (is_emptied) {
      fs::resize_file(database.path(), 0);
    } else {
      overwrite(database.path(), copy);
    }
    check_was_overwritten(storage);
  }
}

TEST_CASE("sqlite: a write is refused after the log of the open database was truncated") {
  for (const std::uintmax_t size : {std::uintmax_t{0}, std::uintmax_t{5000}}) {
    CAPTURE(size);
    const Database database;
    SqliteStorage storage(database.options());
    for (std::uint32_t i = 1; i < 20; ++i) add(storage, i);
    fs::resize_file(database.path() + "-wal", size);
    check_was_overwritten(storage);
  }
}

TEST_CASE("sqlite: a regular checkpoint by another program does not prevent writes") {
  const Database database;
  SqliteStorage storage(database.options());
  for (std::uint32_t i = 1; i < 20; ++i) {
    add(storage, i);
    OtherHand(database.path()).run("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  add(storage, 20);
  CHECK(has(storage, 19));
  CHECK(has(storage, 20));
}

TEST_CASE("sqlite: a write is refused after the open database was overwritten by a similar one") {
  const Database database;
  SqliteOptions options = database.options();
  options.path = database.path("other.db");
  {
    // Of the same size and with the same header: only the content differs.
    SqliteStorage here(database.options());
    SqliteStorage there(options);
    add(here, 1);
    add(there, 2);
  }
  REQUIRE(fs::file_size(options.path) == fs::file_size(database.path()));
  SqliteStorage storage(database.options());
  add(storage, 3);
  overwrite(database.path(), options.path);
  check_was_overwritten(storage);
}

TEST_CASE("sqlite: a write is refused if the file was overwritten after the log was restarted") {
  const Database database;
  SqliteStorage::migrate(database.options());
  const std::string copy = database.path("copy.db");
  fs::copy_file(database.path(), copy);
  SqliteStorage storage(database.options());
  add(storage, 1);
  OtherHand(database.path()).run("PRAGMA wal_checkpoint(PASSIVE)");
  add(storage, 2);
  add(storage, 3);
  overwrite(database.path(), copy);
  check_was_overwritten(storage);
}

TEST_CASE("sqlite: a file with another modification time and the same content is written") {
  const Database database;
  SqliteStorage storage(database.options());
  OtherHand other(database.path());
  for (std::uint32_t i = 0; i < 9; ++i) {
    add(storage, i);
    if (i % 3 == 0) other.run("PRAGMA wal_checkpoint(PASSIVE)");
    const auto hours = std::chrono::hours(static_cast<int>(i) - 4);
    fs::last_write_time(database.path(), fs::file_time_type::clock::now() + hours);
  }
  // The same octets again; the content never differs.
  std::fstream file(database.path(), std::ios::in | std::ios::out | std::ios::binary);
  const std::string octets(std::istreambuf_iterator<char>(file), {});
  file.seekp(0);
  file << octets;
  file.close();
  REQUIRE(file);
  add(storage, 9);
  CHECK(has(storage, 9));
  CHECK_FALSE(SqliteStorage::find_damage(database.path()).has_value());
}

TEST_CASE("sqlite: regular use by other processes is not treated as a replacement") {
  const Database database;
  SqliteStorage storage(database.options());
  for (std::uint32_t i = 0; i < 20; ++i) {
    add(storage, i);
    { SqliteStorage for_a_moment(database.options()); }
    SqliteStorage::back_up(database.options(), database.path("copy" + std::to_string(i)));
    CHECK_FALSE(SqliteStorage::find_damage(database.path()).has_value());
    OtherHand(database.path()).run("VACUUM");
    OtherHand(database.path()).run("REINDEX; ANALYZE; PRAGMA optimize");
  }
  CHECK(has(storage, 19));
}

TEST_CASE("sqlite: checkpoints of this and other storages are not treated as replacements") {
  const Database database;
  SqliteStorage one(database.options());
  SqliteStorage two(database.options());
  OtherHand other(database.path());
  for (std::uint32_t i = 0; i < 300; i += 3) {
    add(one, i);
    if (i % 4 == 0) other.run("PRAGMA wal_checkpoint(TRUNCATE)");
    add(two, i + 1);
    if (i % 5 == 0) other.run("PRAGMA wal_checkpoint(PASSIVE)");
    other.run("PRAGMA user_version = " + std::to_string(i));
  }
  CHECK(has(one, 298));
}

TEST_CASE("sqlite: a write is refused while the folder is renamed, and accepted afterwards") {
  const Database database;
  fs::create_directory(database.path("folder"));
  SqliteOptions options = database.options();
  options.path = database.path("folder") + "/gatehouse.db";
  SqliteStorage storage(options);
  add(storage, 1);
  REQUIRE(has(storage, 1));
  fs::rename(database.path("folder"), database.path("moved"));
  check_refuses_to_write(storage, options.path);
  fs::rename(database.path("moved"), database.path("folder"));
  add(storage, 2);
  CHECK(has(storage, 2));
}

TEST_CASE("sqlite: a write is refused if a symbolic link now refers to another database") {
  const Database database;
  SqliteStorage::migrate(database.options());
  fs::create_symlink(database.path(), database.path("link"));
  SqliteOptions options = database.options();
  options.path = database.path("link");
  SqliteStorage storage(options);
  add(storage, 1);
  REQUIRE(has(storage, 1));
  options.path = database.path("other.db");
  SqliteStorage::migrate(options);
  fs::remove(database.path("link"));
  fs::create_symlink(database.path("other.db"), database.path("link"));
  check_refuses_to_write(storage, database.path("link"));
}

TEST_CASE("sqlite: a renamed database is not read in place of the open one") {
  const Database database;
  SqliteStorage storage(database.options());
  add(storage, 1);
  // The first read opens a connection, which must not refer to a new, empty file.
  fs::rename(database.path(), database.path("away.db"));
  CHECK_THROWS_AS((void)has(storage, 1), StorageUnwritable);
  CHECK_FALSE(fs::exists(database.path()));
}

TEST_CASE("sqlite: a dangling symbolic link is refused with an error") {
  const Database database;
  fs::create_symlink(database.path("nowhere.db"), database.path());
  CHECK(refusal([&] {
          const SqliteStorage storage(database.options());
        }).find("it is a symbolic link to a file that does not exist") != std::string::npos);
  CHECK_THROWS_AS((void)SqliteStorage::find_schema_version(database.options()), PortError);
  CHECK_FALSE(fs::exists(database.path("nowhere.db")));
}

TEST_CASE("sqlite: the schema version is read without creating or changing a database") {
  const Database database;
  CHECK_FALSE(SqliteStorage::find_schema_version(database.options()).has_value());
  CHECK_FALSE(fs::exists(database.path()));
  SqliteStorage::migrate(database.options());
  CHECK(SqliteStorage::find_schema_version(database.options()) == SqliteStorage::schema_version());
  SqliteOptions nowhere = database.options();
  nowhere.path = "/proc/gatehouse.db";
  CHECK_THROWS_AS((void)SqliteStorage::find_schema_version(nowhere), PortError);
}

}  // namespace
}  // namespace gatehouse::testing
