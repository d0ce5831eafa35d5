// Older databases: ways to save them before a migration.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/server_process.hpp"
#include "support/postgresql_server.hpp"
#include "support/released_installation.hpp"

using namespace gatehouse::testing;

namespace {

namespace fs = std::filesystem;

constexpr int older = released_schemas.back();

struct OldSite {
  OldSite() { run_sql(path().string(), released_in_sqlite(older)); }

  [[nodiscard]] fs::path path() const { return folder.path() / "gatehouse.db"; }
  [[nodiscard]] std::string database() const { return "sqlite:" + path().string(); }
  [[nodiscard]] fs::path backup() const {
    return path().string() + ".schema-" + std::to_string(older) + ".backup";
  }
  [[nodiscard]] std::string version_of(const fs::path& file) const {
    return run_sql(file.string(), "SELECT max(version) FROM schema_version");
  }

  TemporaryFolder folder;
};

std::vector<std::string> serve(const OldSite& site) {
  return {"--database", site.database(), "--mail",
          "maildir:" + (site.folder.path() / "mail").string()};
}

}  // namespace

TEST_CASE("upgrade: a backup copies an older database, and an export refuses it with an error") {
  const OldSite site;
  const std::string copy = (site.folder.path() / "copy").string();
  const auto copied = run_gatehouse({{"backup", copy, "--database", site.database()}});
  INFO(copied.err);
  CHECK(copied.status == 0);
  CHECK(site.version_of(copy) == std::to_string(older));
  const auto exported = run_gatehouse({{"export", "--database", site.database()}});
  CHECK(exported.status == 1);
  CHECK(exported.out.empty());
  CHECK(exported.err.find("can be copied with gatehouse backup") != std::string::npos);
  CHECK(site.version_of(site.path()) == std::to_string(older));
}

TEST_CASE("upgrade: migrate and serve copy an older database first, and report the path") {
  for (const bool by_serving : {false, true}) {
    CAPTURE(by_serving);
    const OldSite site;
    std::string said;
    if (by_serving) {
      ServerProcess server(serve(site), site.folder.path() / "log");
      CHECK(server.stop() == 0);
      said = read_file(site.folder.path() / "log");
    } else {
      const auto outcome = run_gatehouse({{"migrate", "--database", site.database()}});
      CHECK(outcome.status == 0);
      said = outcome.out;
    }
    CHECK(said.find(site.backup().string()) != std::string::npos);
    CHECK(site.version_of(site.backup()) == std::to_string(older));
    CHECK(site.version_of(site.path()) != std::to_string(older));
  }
}

TEST_CASE("upgrade: with --no-backup-before-migrate no copy is made") {
  const OldSite site;
  const auto outcome =
      run_gatehouse({{"migrate", "--database", site.database(), "--no-backup-before-migrate"}});
  CHECK(outcome.status == 0);
  CHECK_FALSE(fs::exists(site.backup()));
  CHECK(site.version_of(site.path()) != std::to_string(older));
}

TEST_CASE("upgrade: if the copy fails nothing is migrated, and the reason is reported") {
  const OldSite site;
  // A file cannot replace a folder that is not empty.
  fs::create_directories(site.backup() / "in the way");
  for (const char* command : {"migrate", "create-root"}) {
    Invocation invocation{{command, "--database", site.database()}};
    if (std::string(command) == "create-root") {
      invocation.arguments.insert(invocation.arguments.end(), {"--email", "r@example.org"});
      invocation.input = "secret\n";
    }
    const auto outcome = run_gatehouse(invocation);
    CAPTURE(outcome.err);
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("it cannot be backed up before its migration") != std::string::npos);
    CHECK(site.version_of(site.path()) == std::to_string(older));
  }
}

TEST_CASE("upgrade: for PostgreSQL, the command to save an older database is named") {
  const std::string url =
      shared_postgresql_server().url(shared_postgresql_server().create_database());
  run_postgresql(url, released_in_postgresql(older));
  const auto exported = run_gatehouse({{"export", "--database", url}});
  CHECK(exported.status == 1);
  CHECK(exported.err.find("can be copied with pg_dump") != std::string::npos);
  const auto migrated = run_gatehouse({{"migrate", "--database", url}});
  CHECK(migrated.status == 0);
  CHECK(migrated.out.find("PostgreSQL is backed up with pg_dump") != std::string::npos);
}
