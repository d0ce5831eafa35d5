#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "database.hpp"

namespace gatehouse::testing {
namespace {

mode_t mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

std::string refusal_to_open(const SqliteOptions& options) {
  return refusal([&] { const SqliteStorage storage(options); });
}

bool says(const std::string& message, const std::string& what) {
  CAPTURE(message);
  return message.find(what) != std::string::npos;
}

TEST_CASE("sqlite: a new database and its auxiliary files are private to the owner") {
  const Database database;
  SqliteStorage storage(database.options());
  add(storage, 1);
  CHECK(mode_of(database.path()) == 0600);
  CHECK(mode_of(database.path() + "-wal") == 0600);
  CHECK(mode_of(database.path() + "-shm") == 0600);
}

TEST_CASE("sqlite: after closing, all data is in a single file") {
  const Database database;
  {
    SqliteStorage storage(database.options());
    add(storage, 1);
    CHECK(has(storage, 1));
  }
  CHECK_FALSE(std::filesystem::exists(database.path() + "-wal"));
  const std::string copy = database.path("copy.db");
  std::filesystem::copy(database.path(), copy);
  SqliteStorage storage({.path = copy});
  CHECK(has(storage, 1));
}

TEST_CASE("sqlite: assuming exclusive use has no effect if SQLite is already in use") {
  const Database database;
  SqliteStorage storage(database.options());
  add(storage, 1);
  SqliteStorage::assume_sole_use();
  SqliteStorage other(database.options());
  add(other, 2);
  CHECK(has(storage, 2));
  CHECK(has(other, 1));
}

TEST_CASE("sqlite: file names with a special meaning in SQLite are ordinary names") {
  const Database database;
  for (const std::string name : {"with space.db", "a=b.db", "a = b c.db", "quo\"te.db", "it's.db",
                                 ":memory:", "file:x?mode=memory", "ş.db"}) {
    CAPTURE(name);
    const std::string path = database.path(name);
    {
      SqliteStorage storage({.path = path});
      add(storage, 1);
    }
    CHECK(std::filesystem::is_regular_file(path));
    SqliteStorage storage({.path = path, .create = false});
    CHECK(has(storage, 1));
  }
}

TEST_CASE("sqlite: an unusable database is refused with an error") {
  const Database database;
  CHECK(says(refusal_to_open({.path = ""}), "empty"));
  CHECK(says(refusal_to_open({.path = database.path(), .create = false}), "there is no database"));
  CHECK_FALSE(std::filesystem::exists(database.path()));
  CHECK(says(refusal_to_open({.path = database.path("missing/x.db")}), "No such file"));
  std::filesystem::create_directory(database.path("folder"));
  CHECK(says(refusal_to_open({.path = database.path("folder")}), "it is a folder"));
  CHECK(says(refusal_to_open({.path = "/dev/null"}), "not a regular file"));
}

TEST_CASE("sqlite: a file that is not a database is refused and left unchanged") {
  const Database database;
  const std::string text = "dear diary, " + std::string(5000, 'x');
  std::ofstream(database.path()) << text;
  CHECK(says(refusal_to_open(database.options()), "it is no SQLite database"));
  std::ifstream file(database.path());
  CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == text);
}

TEST_CASE("sqlite: a database of another program is refused and left unchanged") {
  const Database database;
  {
    OtherHand other(database.path());
    other.run("CREATE TABLE schema_version (version INTEGER); CREATE TABLE recipes (name TEXT)");
  }
  CHECK(says(refusal_to_open(database.options()), "belongs to another program"));
  OtherHand other(database.path());
  CHECK(other.number("SELECT count(*) FROM sqlite_master") == 2);
  CHECK(other.number("PRAGMA application_id") == 0);
}

TEST_CASE("sqlite: two storages of one file see each other's commits immediately") {
  const Database database;
  SqliteStorage one(database.options());
  SqliteStorage two(database.options());
  for (std::uint32_t i = 0; i < 20; i += 2) {
    add(one, i);
    CHECK(has(two, i));
    add(two, i + 1);
    CHECK(has(one, i + 1));
  }
}

}  // namespace
}  // namespace gatehouse::testing
