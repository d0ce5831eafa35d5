// Backups of damaged and older databases, and by processes that are killed.
#include <doctest/doctest.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <gatehouse/ports/storage_error.hpp>

#include "database.hpp"
#include "full_disk.hpp"
#include "support/released_installation.hpp"

namespace gatehouse::testing {
namespace {

namespace fs = std::filesystem;

/// Overwrites a page in the middle of the file, which must be closed.
void damage(const std::string& path) {
  constexpr std::streamoff page = 4096;
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  const auto pages = static_cast<std::streamoff>(fs::file_size(path)) / page;
  file.seekp(pages / 2 * page);
  file << std::string(page, 'x');
}

/// A database with some rows, which is not open in any process.
void fill(const Database& database) {
  SqliteStorage storage(database.options());
  for (std::uint32_t i = 0; i < 100; ++i) add(storage, i);
}

TEST_CASE("sqlite: damage is detected, and a damaged database is not copied") {
  const Database database;
  fill(database);
  CHECK_FALSE(SqliteStorage::find_damage(database.path()).has_value());
  damage(database.path());
  CHECK(SqliteStorage::find_damage(database.path()).has_value());
  const std::string copy = database.path("copy.db");
  CHECK_THROWS_AS(SqliteStorage::back_up(database.options(), copy), StorageDamaged);
  CHECK_FALSE(fs::exists(copy));
  CHECK_FALSE(fs::exists(copy + ".partial"));
}

TEST_CASE("sqlite: an index that does not match its table is reported as damage") {
  const Database database;
  fill(database);
  {
    OtherHand other(database.path());
    other.run(
        "PRAGMA writable_schema = ON;"
        " CREATE TABLE copied AS SELECT * FROM consumers LIMIT 1;"
        " UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master"
        " WHERE name = 'copied') WHERE name = 'consumers'");
  }
  CHECK(SqliteStorage::find_damage(database.path()).has_value());
}

TEST_CASE("sqlite: files left by a killed backup do not block the next one") {
  const Database database;
  fill(database);
  const std::string copy = database.path("copy.db");
  SqliteStorage::back_up(database.options(), database.path("former.db"));
  // An incomplete copy, the journal of an earlier version's copy, and a complete copy under both
  // names.
  fs::copy_file(database.path("former.db"), copy + ".partial");
  fs::resize_file(copy + ".partial", 8192);
  std::ofstream(copy + ".partial-journal") << "rubbish";
  SqliteStorage::back_up(database.options(), copy);
  CHECK_FALSE(SqliteStorage::find_damage(copy).has_value());
  CHECK_FALSE(fs::exists(copy + ".partial"));
  CHECK_FALSE(fs::exists(copy + ".partial-journal"));

  fs::rename(copy, database.path("kept.db"));
  fs::create_hard_link(database.path("kept.db"), copy + ".partial");
  SqliteStorage::back_up(database.options(), copy);
  CHECK_FALSE(SqliteStorage::find_damage(database.path("kept.db")).has_value());
  CHECK_FALSE(fs::equivalent(database.path("kept.db"), copy));
  struct stat status {};
  REQUIRE(::stat(copy.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
}

TEST_CASE("sqlite: a backup is refused while another process writes to the same file") {
  const Database database;
  fill(database);
  const std::string copy = database.path("copy.db");
  const int other = ::open((copy + ".partial").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  REQUIRE(other >= 0);
  REQUIRE(::flock(other, LOCK_EX) == 0);
  CHECK(refusal([&] { SqliteStorage::back_up(database.options(), copy); }) ==
        "another backup to " + copy + " is being made");
  CHECK(fs::exists(copy + ".partial"));
  ::close(other);
  SqliteStorage::back_up(database.options(), copy);
  CHECK(fs::exists(copy));
}

TEST_CASE("sqlite: a file that is not a left-over backup is not treated as one") {
  const Database database;
  fill(database);
  const std::string copy = database.path("copy.db");
  std::ofstream(copy + ".partial") << "dear diary";
  CHECK(refusal([&] {
          SqliteStorage::back_up(database.options(), copy);
        }).find("that no backup left behind") != std::string::npos);
  std::ifstream file(copy + ".partial");
  CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == "dear diary");
  fs::remove(copy + ".partial");
  fs::create_symlink(database.path("former.db"), copy + ".partial");
  CHECK_THROWS_AS(SqliteStorage::back_up(database.options(), copy), PortError);
}

TEST_CASE("sqlite: a database of an older schema is copied unchanged") {
  for (const int schema : released_schemas) {
    CAPTURE(schema);
    const Database database;
    OtherHand(database.path()).run(released_in_sqlite(schema));
    const std::string copy = database.path("copy.db");
    SqliteStorage::back_up(database.options(), copy);
    SqliteOptions options = database.options();
    CHECK(SqliteStorage::find_schema_version(options) == schema);
    options.path = copy;
    CHECK(SqliteStorage::find_schema_version(options) == schema);
    SqliteStorage storage(options);
    check_kept(storage, schema);
  }
}

TEST_CASE("sqlite: an empty file is not copied") {
  const Database database;
  std::ofstream(database.path()).flush();
  CHECK_THROWS_AS(SqliteStorage::back_up(database.options(), database.path("copy.db")), PortError);
  CHECK(fs::file_size(database.path()) == 0);
}

TEST_CASE("sqlite: before a migration the older database replaces its previous copy") {
  for (const int schema : released_schemas) {
    CAPTURE(schema);
    const Database database;
    OtherHand(database.path()).run(released_in_sqlite(schema));
    SqliteOptions options = database.options();
    options.back_up_before_migration = true;
    const std::string copy = SqliteStorage::name_of_backup_before_migration(options.path, schema);
    CHECK(copy == options.path + ".schema-" + std::to_string(schema) + ".backup");
    std::ofstream(copy) << "of an attempt before this one";
    CHECK(SqliteStorage::migrate(options).from == schema);
    options.path = copy;
    CHECK(SqliteStorage::find_schema_version(options) == schema);
    CHECK_FALSE(SqliteStorage::find_damage(copy).has_value());
  }
}

TEST_CASE("sqlite: no copy is made without a migration, or when copies are disabled") {
  const Database database;
  SqliteOptions options = database.options();
  options.back_up_before_migration = true;
  SqliteStorage::migrate(options);
  SqliteStorage::migrate(options);
  OtherHand(database.path("old.db")).run(released_in_sqlite(1));
  options.path = database.path("old.db");
  options.back_up_before_migration = false;
  SqliteStorage::migrate(options);
  for (const auto& entry : fs::directory_iterator(fs::path(database.path()).parent_path())) {
    CHECK(entry.path().extension() != ".backup");
  }
}

TEST_CASE("sqlite: a database that cannot be copied is not migrated and left unchanged") {
  const Database database;
  OtherHand(database.path()).run(released_in_sqlite(3));
  SqliteOptions options = database.options();
  options.back_up_before_migration = true;
  {
    const FullDisk disk(fs::file_size(database.path()) / 2);
    const std::string why = refusal([&] { const SqliteStorage storage(options); });
    CAPTURE(why);
    CHECK(why.find("stays at schema version 3") != std::string::npos);
    CHECK(why.find("Make room") != std::string::npos);
  }
  CHECK(SqliteStorage::find_schema_version(options) == 3);
  CHECK_FALSE(fs::exists(SqliteStorage::name_of_backup_before_migration(options.path, 3)));
  SqliteStorage storage(options);
  check_kept(storage, 3);
}

TEST_CASE("sqlite: a damaged database is not migrated") {
  const Database database;
  OtherHand(database.path()).run(released_in_sqlite(3));
  damage(database.path());
  SqliteOptions options = database.options();
  options.back_up_before_migration = true;
  CHECK_THROWS_AS(SqliteStorage::migrate(options), PortError);
}

TEST_CASE("sqlite: damage found by a read is reported as damage") {
  const Database database;
  fill(database);
  SqliteStorage storage(database.options());
  {
    std::fstream file(database.path(), std::ios::in | std::ios::out | std::ios::binary);
    constexpr std::streamoff header = 4096;  // the schema was already read
    file.seekp(header);
    file << std::string(fs::file_size(database.path()) - header, 'x');
  }
  CHECK_THROWS_AS((void)has(storage, 1), StorageDamaged);
}

}  // namespace
}  // namespace gatehouse::testing
