// Backups of a database that is in use.
#include <doctest/doctest.h>

#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

Outcome back_up(const std::string& database, const std::filesystem::path& target) {
  return run_gatehouse({.arguments = {"backup", target.string(), "--database", database}});
}

}  // namespace

TEST_CASE("backup: during writes, the copy contains all that was acknowledged before it began") {
  Installation site;
  Tenant tenant(site);
  tenant.furnish();
  std::atomic<bool> enough = false;
  std::atomic<int> written = 0;
  std::thread writer([&] {
    auto client = site.connect();
    while (!enough) {
      if (client.post("/api/v1/consumers", "{}", tenant.admin.token).status == 201) ++written;
    }
  });
  while (written < 20) std::this_thread::yield();

  const TemporaryFolder folder;
  for (int i = 0; i < 5; ++i) {
    const int before = written;
    const auto copy = folder.path() / ("copy" + std::to_string(i));
    const auto outcome = back_up(site.database(), copy);
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    struct stat status {};
    REQUIRE(stat(copy.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600U);
    CHECK_FALSE(std::filesystem::exists(copy.string() + ".partial"));

    ServerProcess restored({"--database", "sqlite:" + copy.string(), "--mail",
                            "maildir:" + (folder.path() / "mail").string()},
                           folder.path() / "log");
    const auto reply = ApiClient(restored.port()).get("/api/v1/consumers", tenant.admin.token);
    check_success(reply, 200);
    CHECK(reply.items().size() >= static_cast<std::size_t>(before));
  }
  enough = true;
  writer.join();
}

TEST_CASE("backup: existing files are not overwritten") {
  Installation site;
  const auto outcome = back_up(site.database(), site.log());
  CHECK(outcome.status == 1);
  CHECK(outcome.err.find("nothing is overwritten") != std::string::npos);
}

TEST_CASE("backup: names of files that SQLite or Gatehouse use are refused") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "gatehouse.db").string();
  REQUIRE(run_gatehouse({{"migrate", "--database", "sqlite:" + path}}).status == 0);
  for (const char* suffix : {"-wal", "-shm", "-journal", ".key"}) {
    CAPTURE(suffix);
    const auto copied = back_up("sqlite:" + path, path + suffix);
    CHECK(copied.status == 1);
    CHECK(copied.err.find("belongs to the installation") != std::string::npos);
    const auto exported =
        run_gatehouse({{"export", "--database", "sqlite:" + path, "--output", path + suffix}});
    CHECK(exported.status == 1);
    CHECK(exported.err.find("belongs to the installation") != std::string::npos);
    CHECK(!std::filesystem::exists(path + ".key"));
  }
}

TEST_CASE("backup: a missing database is reported and not created") {
  const TemporaryFolder folder;
  const auto outcome =
      back_up("sqlite:" + (folder.path() / "none").string(), folder.path() / "copy");
  CHECK(outcome.status == 1);
  CHECK(outcome.err.find("there is no database") != std::string::npos);
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("backup: for PostgreSQL, the error names the command to use") {
  const auto outcome =
      run_gatehouse({.arguments = {"backup", "copy", "--database", "postgresql://localhost/x"}});
  CHECK(outcome.status == 2);
  CHECK(outcome.err.find("pg_dump") != std::string::npos);
}
