// Encryption without configuration: the key next to the SQLite database.
#include <doctest/doctest.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

namespace fs = std::filesystem;

const std::string certificate = "-----BEGIN the certificate END-----";

struct Site {
  explicit Site(std::vector<std::string> arguments = {})
      : installation(std::move(arguments), 1), tenant(installation), project(tenant.add_project()) {
    check_success(tenant.put(path(), R"({"apnsCert":")" + certificate + R"("})"), 202);
  }

  [[nodiscard]] std::string path() const { return "/projects/" + project + "/api"; }
  [[nodiscard]] fs::path database() const { return installation.folder() / "gatehouse.db"; }
  [[nodiscard]] fs::path key() const { return installation.folder() / "gatehouse.db.key"; }

  Installation installation;
  Tenant tenant;
  std::string project;
};

std::vector<std::string> serve(const fs::path& folder) {
  return {"--database", "sqlite:" + (folder / "gatehouse.db").string(), "--mail",
          "maildir:" + (folder / "mail").string()};
}

}  // namespace

TEST_CASE("sqlite: the first server creates a key next to the database, private to its owner") {
  Site site;
  CHECK(fs::status(site.key()).permissions() == fs::perms(0600));
  CHECK(comes_to_hold(site.installation.log(), "made the encryption key file"));
  const std::string key = read_file(site.key());
  CHECK(site.installation.server().stop() == 0);
  site.installation.start();
  CHECK(read_file(site.key()) == key);
  site.tenant.client.connect_to(site.installation.server().port());
  CHECK(site.tenant.get(site.path()).text("apnsCert") == certificate);
}

TEST_CASE("sqlite: a copy of the database alone has no push keys, but all other data") {
  Site site;
  CHECK(site.installation.server().stop() == 0);
  const TemporaryFolder folder;
  fs::copy_file(site.database(), folder.path() / "gatehouse.db");
  CHECK(read_file(folder.path() / "gatehouse.db").find("certificate") == std::string::npos);

  const fs::path log = folder.path() / "log";
  ServerProcess copy(serve(folder.path()), log);
  ApiClient client(copy.port());
  const std::string& token = site.tenant.admin.token;
  check_success(client.get("/api/v1/projects/" + site.project, token), 200);
  check_error(client.get("/api/v1" + site.path(), token), 503);
  check_error(client.put("/api/v1" + site.path(), R"({"apnsCert":"new"})", token), 409);
  // The missing key is not replaced by a new one.
  const fs::path key = folder.path() / "gatehouse.db.key";
  CHECK_FALSE(fs::exists(key));
  CHECK(comes_to_hold(log, "their encryption key file \"" + key.string() + "\" is not there"));

  fs::copy_file(site.key(), key);
  copy.process().signal(SIGHUP);
  CHECK(comes_to_hold(log, "SIGHUP: the encryption keys are those that"));
  CHECK(client.get("/api/v1" + site.path(), token).text("apnsCert") == certificate);
}

TEST_CASE("sqlite: plain text leaves no trace in the file after it is sealed") {
  Site site;
  CHECK(site.installation.server().stop() == 0);
  // Long enough for separate pages, which sealing releases.
  const std::string clear = "the clear certificate " + std::string(20'000, 'x') + " to its end";
  run_sql(site.database().string(),
          "UPDATE project_push_keys SET apns_cert = 'v0." + clear + "', fcm_api_keys = 'v0.short'");
  REQUIRE(read_file(site.database()).find("the clear certificate") != std::string::npos);
  const auto rotated =
      run_gatehouse({{"rotate-key", "--database", "sqlite:" + site.database().string()}});
  INFO(rotated.err);
  CHECK(rotated.status == 0);
  CHECK(rotated.out.starts_with("re-encrypted 2 of 3 secrets"));
  for (const auto& entry : fs::directory_iterator(site.installation.folder())) {
    if (!entry.is_regular_file()) continue;
    const std::string octets = read_file(entry.path());
    for (const char* part : {"the clear certificate", "xxxxxxxx", " to its end", "v0.short"}) {
      CHECK_MESSAGE(octets.find(part) == std::string::npos, entry.path());
    }
  }
  site.installation.start();
  site.tenant.client.connect_to(site.installation.server().port());
  CHECK(site.tenant.get(site.path()).text("apnsCert") == clear);
}

TEST_CASE("sqlite: a configured key is used in place of the one next to the database") {
  const TemporaryFolder folder;
  const std::string keys = (folder.path() / "keys").string();
  REQUIRE(run_gatehouse({{"create-key", keys}}).status == 0);
  Site site({"--encryption-key-file", keys});
  CHECK_FALSE(fs::exists(site.key()));
  CHECK(site.tenant.get(site.path()).text("apnsCert") == certificate);
}
