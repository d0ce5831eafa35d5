// Unusable database files.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/tenant.hpp"
#include "unusable.hpp"

using namespace gatehouse::testing;

namespace {

namespace fs = std::filesystem;

void check_unusable_file(const fs::path& path, const std::string& says) {
  check_unusable("sqlite:" + path.string(), says);
}

}  // namespace

TEST_CASE("database: an unusable path is refused with a message that names it") {
  const TemporaryFolder folder;
  check_unusable_file(folder.path() / "none" / "gatehouse.db", "none/gatehouse.db");
  check_unusable_file(folder.path(), folder.path().string());
  // Permissions do not apply to root, but kernel files that cannot be databases do.
  check_unusable_file("/proc/gatehouse.db", "/proc/gatehouse.db");
}

TEST_CASE("database: a file that is not a database is refused and left unchanged") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "notes.txt";
  const std::string notes(5000, 'n');
  std::ofstream(path) << notes;
  check_unusable_file(path, "notes.txt");
  CHECK(read_file(path) == notes);
}

TEST_CASE("database: a database of another program is refused and left unchanged") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "other.db";
  run_sql(path,
          "CREATE TABLE accounts (id INTEGER, mine TEXT); INSERT INTO accounts VALUES (1,'x')");
  check_unusable_file(path, "other.db");
  CHECK(run_sql(path, "SELECT COUNT(*) FROM sqlite_master") == "1");
  CHECK(run_sql(path, "SELECT mine FROM accounts") == "x");
}

TEST_CASE("database: a database of a newer version is refused and left unchanged") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "gatehouse.db";
  REQUIRE(run_gatehouse({{"migrate", "--database", "sqlite:" + path.string()}}).status == 0);
  run_sql(path, "INSERT INTO schema_version (version, name) VALUES (1000, 'of the future')");
  check_unusable_file(path, "1000");
  CHECK(run_sql(path, "SELECT max(version) FROM schema_version") == "1000");
}

TEST_CASE("database: a database without its schema version is damaged, and is left unchanged") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "gatehouse.db";
  const std::string database = "sqlite:" + path.string();
  REQUIRE(run_gatehouse({{"migrate", "--database", database}}).status == 0);
  for (const char* loss : {"DELETE FROM schema_version", "DROP TABLE schema_version"}) {
    run_sql(path, loss);
    check_unusable_file(path, "its schema version is lost");
    check_unusable_file(path, "restore the last good backup");
    const auto copied =
        run_gatehouse({{"backup", (folder.path() / "copy").string(), "--database", database}});
    CHECK(copied.status == 1);
    CHECK(copied.err.find("its schema version is lost") != std::string::npos);
  }
}

TEST_CASE("database: a folder next to a key is refused as a folder, not as an empty database") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "gatehouse.db";
  fs::create_directory(path);
  REQUIRE(run_gatehouse({{"create-key", path.string() + ".key"}}).status == 0);
  check_unusable_file(path, "it is a folder");
}

TEST_CASE("database: a message about damage contains the error of SQLite and advice only") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "gatehouse.db";
  REQUIRE(run_gatehouse({{"migrate", "--database", "sqlite:" + path.string()}}).status == 0);
  fs::resize_file(path, fs::file_size(path) / 2);
  const auto said = check_unusable("sqlite:" + path.string(), "restore the last good backup");
  CHECK(said.find("backend::") == std::string::npos);
}

TEST_CASE("migrate: it updates a new database, and has no effect on a current one") {
  const TemporaryFolder folder;
  const std::string database = "sqlite:" + (folder.path() / "gatehouse.db").string();
  const auto first = run_gatehouse({{"migrate", "--database", database}});
  CHECK(first.status == 0);
  CHECK(first.out.find("from schema version 0") != std::string::npos);
  const auto second = run_gatehouse({{"migrate", "--database", database}});
  CHECK(second.status == 0);
  CHECK(second.out.find("up to date") != std::string::npos);
}

TEST_CASE("database: without migration an older one is refused, and a current one is served") {
  const TemporaryFolder folder;
  const std::string database = "sqlite:" + (folder.path() / "gatehouse.db").string();
  const std::string mail = "maildir:" + (folder.path() / "mail").string();
  const auto outcome = run_gatehouse({{"serve", "--listen", "127.0.0.1:0", "--database", database,
                                       "--mail", mail, "--no-migrate"}});
  CHECK(outcome.status == 1);
  CHECK(outcome.err.find("migrate") != std::string::npos);

  REQUIRE(run_gatehouse({{"migrate", "--database", database}}).status == 0);
  ServerProcess server({"--database", database, "--mail", mail, "--no-migrate"},
                       folder.path() / "log");
  CHECK(server.stop() == 0);
}

TEST_CASE("database: all its files are readable by their owner only") {
  Installation site;
  Tenant tenant(site);
  for (const auto& entry : fs::directory_iterator(site.folder())) {
    if (!entry.path().filename().string().starts_with("gatehouse.db")) continue;
    CAPTURE(entry.path().string());
    CHECK((entry.status().permissions() & (fs::perms::group_all | fs::perms::others_all)) ==
          fs::perms::none);
  }
}
