// The data on disk when a commit or a copy is acknowledged.
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/ports/storage_error.hpp>

#include "database.hpp"
#include "support/flushes.hpp"

namespace gatehouse::testing {
namespace {

namespace fs = std::filesystem;

TEST_CASE("sqlite: each commit is flushed to the log before it is acknowledged") {
  const Database database;
  SqliteStorage storage(database.options());
  int flushed = 0;
  const Flushes flushes([&](const fs::path& path) {
    if (path.string().ends_with("gatehouse.db-wal")) ++flushed;
    return 0;
  });
  for (std::uint32_t i = 1; i <= 3; ++i) {
    const int before = flushed;
    add(storage, i);
    CHECK(flushed > before);
  }
}

TEST_CASE("sqlite: a commit whose flush fails is not acknowledged, and later writes succeed") {
  const Database database;
  SqliteStorage storage(database.options());
  add(storage, 1);
  {
    const Flushes flushes(
        [](const fs::path& path) { return path.string().ends_with("-wal") ? EIO : 0; });
    CHECK_THROWS_AS(add(storage, 2), CommitInDoubt);
  }
  add(storage, 3);
}

TEST_CASE("sqlite: a backup is flushed before it is renamed, and its folder afterwards") {
  const Database database;
  {
    SqliteStorage storage(database.options());
    add(storage, 1);
  }
  const fs::path copy = fs::canonical(fs::path(database.path()).parent_path()) / "copy.db";
  const fs::path partial = copy.string() + ".partial";
  std::vector<fs::path> flushed;
  {
    const Flushes flushes([&](const fs::path& path) {
      if (path == partial) CHECK_FALSE(fs::exists(copy));
      if (path == copy.parent_path()) CHECK(fs::exists(copy));
      if (path == partial || path == copy.parent_path()) flushed.push_back(path);
      return 0;
    });
    SqliteStorage::back_up(database.options(), copy.string());
  }
  CHECK(flushed == std::vector<fs::path>{partial, copy.parent_path()});
}

TEST_CASE("sqlite: a backup that cannot be flushed fails and leaves no copy") {
  const Database database;
  {
    SqliteStorage storage(database.options());
    add(storage, 1);
  }
  const std::string copy = database.path("copy.db");
  {
    const Flushes flushes(
        [&](const fs::path& path) { return path.string().ends_with("copy.db.partial") ? EIO : 0; });
    CHECK_THROWS_AS(SqliteStorage::back_up(database.options(), copy), PortError);
  }
  CHECK_FALSE(fs::exists(copy));
  CHECK_FALSE(fs::exists(copy + ".partial"));
}

}  // namespace
}  // namespace gatehouse::testing
