// Damaged databases, and files that are removed while a server uses them.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"
#include "operations/examination.hpp"
#include "operations/site.hpp"
#include "program/unusable.hpp"

using namespace gatehouse::testing;

namespace {

namespace fs = std::filesystem;

fs::path file_of(const Installation& site) { return site.folder() / "gatehouse.db"; }

/// Overwrites all but the first page of a file.
void overwrite(const fs::path& path) {
  constexpr std::uintmax_t page = 4096;
  const std::uintmax_t size = fs::file_size(path);
  REQUIRE(size > page);
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(page);
  file << std::string(size - page, 'x');
}

bool comes_to_answer(const Installation& site, unsigned status) {
  for (int i = 0; i < 400; ++i) {
    if (site.connect().get("/readyz").status == status) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

/// Waits for the first of these lines, since the log is written in the background.
std::size_t lines_with(const Installation& site, const std::string& text) {
  CHECK(comes_to_hold(site.log(), text));
  const std::string log = read_file(site.log());
  std::size_t lines = 0;
  for (std::size_t at = log.find(text); at != std::string::npos; at = log.find(text, at + 1)) {
    ++lines;
  }
  return lines;
}

ApiReply log_in(const Installation& site) {
  return site.connect().post("/api/v1/session",
                             login_body(site.root().email, site.root().password));
}

}  // namespace

TEST_CASE("damage: a server whose files were removed acknowledges no write and is not ready") {
  if (on_postgresql()) return;
  for (const char* name : {"gatehouse.db", "gatehouse.db-wal", "gatehouse.db-shm"}) {
    CAPTURE(name);
    Installation site;
    check_success(log_in(site), 201);
    fs::remove(site.folder() / name);
    for (int i = 0; i < 30; ++i) check_error(log_in(site), 503);
    CHECK(comes_to_answer(site, 503));
    CHECK(lines_with(site, std::string(name) + " is not the file that this server has open") == 1);
  }
}

TEST_CASE("damage: a server whose folder was renamed is ready again once the name is restored") {
  if (on_postgresql()) return;
  const TemporaryFolder folder;
  fs::create_directory(folder.path() / "live");
  const auto database = "sqlite:" + (folder.path() / "live" / "gatehouse.db").string();
  ServerProcess server(
      {"--database", database, "--mail", "maildir:" + (folder.path() / "mail").string()},
      folder.path() / "log");
  const auto status = [&](const std::string& email) {
    return ApiClient(server.port()).post("/api/v1/register", registration_body(email)).status;
  };
  CHECK(status("a@example.org") == 201);
  fs::rename(folder.path() / "live", folder.path() / "away");
  CHECK(status("b@example.org") == 503);
  CHECK(ApiClient(server.port()).get("/readyz").status == 503);
  fs::rename(folder.path() / "away", folder.path() / "live");
  CHECK(comes_to_hold(folder.path() / "log", "storage: it can be written again"));
  CHECK(status("b@example.org") == 201);
  CHECK(ApiClient(server.port()).get("/readyz").status == 200);
}

TEST_CASE("damage: when a server detects damage it becomes not ready, and logs it once") {
  if (on_postgresql()) return;
  OperatedSite site;
  Tenant tenant(site);
  tenant.furnish();
  CHECK(site.server().stop() == 0);
  site.start();
  CHECK(comes_to_answer(site, 200));
  overwrite(file_of(site));
  for (int i = 0; i < 10; ++i) {
    check_error(site.connect().get("/api/v1/projects/" + tenant.project, tenant.admin.token), 503);
  }
  CHECK(comes_to_answer(site, 503));
  CHECK(lines_with(site, "the database is damaged") == 1);
  CHECK(value_of(site.metrics(), "gatehouse_storage_damaged") == "1");
}

TEST_CASE("damage: PostgreSQL's damage errors make a server not ready, and are logged once") {
  if (!on_postgresql()) return;
  for (const char* sqlstate : {"XX001", "XX002"}) {
    CAPTURE(sqlstate);
    OperatedSite site;
    run_sql(site.database(),
            std::string("CREATE FUNCTION damage() RETURNS trigger LANGUAGE plpgsql AS"
                        " $$ BEGIN RAISE EXCEPTION 'invalid page in block 7' USING ERRCODE = '") +
                sqlstate + "'; END $$");
    run_sql(site.database(),
            "CREATE TRIGGER damage BEFORE INSERT ON sessions FOR EACH ROW"
            " EXECUTE FUNCTION damage()");
    for (int i = 0; i < 5; ++i) check_error(log_in(site), 503);
    const auto ready = site.connect().get("/readyz");
    CHECK(ready.status == 503);
    CHECK(ready.http.body.find(R"("damage":"The storage is damaged)") != std::string::npos);
    CHECK(lines_with(site, "invalid page in block 7") == 1);
    CHECK(value_of(site.metrics(), "gatehouse_storage_damaged") == "1");
  }
}

TEST_CASE("damage: doctor detects damage anywhere in the file, and backup makes no copy") {
  if (on_postgresql()) return;
  Installation site;
  Tenant tenant(site);
  tenant.furnish();
  CHECK(site.server().stop() == 0);
  // Damage to an unused page has no effect: this leaves no unused pages.
  run_sql(site.database(), "VACUUM");
  const std::string whole = read_file(file_of(site));
  constexpr std::size_t page = 4096;
  for (std::size_t at = page; at < whole.size(); at += 7 * page) {
    CAPTURE(at);
    std::string damaged = whole;
    std::fill_n(damaged.begin() + static_cast<std::ptrdiff_t>(at), page, 'x');
    std::ofstream(file_of(site), std::ios::binary) << damaged;
    const auto examined = examine(site);
    CHECK(examined.status == 1);
    CHECK(says(examined, "error", "damaged"));
    const fs::path copy = site.folder() / "copy";
    const auto copied = run_gatehouse({{"backup", copy.string(), "--database", site.database()}});
    CHECK(copied.status == 1);
    CHECK_FALSE(fs::exists(copy));
    CHECK_FALSE(fs::exists(copy.string() + ".partial"));
  }
}

TEST_CASE("damage: a missing or empty database with an existing key is not a new installation") {
  if (on_postgresql()) return;
  for (const bool is_missing : {true, false}) {
    CAPTURE(is_missing);
    Installation site;
    CHECK(site.server().stop() == 0);
    REQUIRE(fs::exists(site.key_file()));
    fs::remove(file_of(site));
    if (!is_missing) std::ofstream(file_of(site)).flush();
    const std::string said = check_unusable(site.database(), "so this is no new installation");
    CHECK(said.find(site.key_file().string() + " is there") != std::string::npos);
    CHECK(said.find("from a backup") != std::string::npos);
    CHECK(fs::exists(file_of(site)) != is_missing);
    const auto examined = examine(site);
    CHECK(examined.status == 1);
    CHECK(says(examined, "error", "so this is no new installation"));
    // A new installation is possible nevertheless.
    fs::rename(site.key_file(), site.folder() / "former.key");
    CHECK(run_gatehouse({{"migrate", "--database", site.database()}}).status == 0);
  }
}

TEST_CASE("damage: a write-ahead log without its database is not a new installation") {
  if (on_postgresql()) return;
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "gatehouse.db").string();
  std::ofstream(path + "-wal") << "commits";
  check_unusable("sqlite:" + path, path + "-wal is there");
  CHECK(read_file(path + "-wal") == "commits");
}
