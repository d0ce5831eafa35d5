// Moving an installation to another database: everything keeps working.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/tenant.hpp"
#include "support/postgresql_server.hpp"

using namespace gatehouse::testing;

namespace {

namespace fs = std::filesystem;

Outcome export_to(const std::string& database, const fs::path& file) {
  return run_gatehouse({{"export", "--database", database, "--output", file.string()}});
}

Outcome import_from(const std::string& database, const fs::path& file) {
  return run_gatehouse({{"import", "--database", database, "--input", file.string()}});
}

/// The records of an export, without the line with its time and the last line.
std::string records_of(const fs::path& file) {
  const std::string text = read_file(file);
  const std::size_t begin = text.find('\n') + 1;
  return text.substr(begin, text.rfind('\n', text.size() - 2) + 1 - begin);
}

/// A new, migrated database.
std::string migrated(const std::string& database) {
  REQUIRE(run_gatehouse({{"migrate", "--database", database}}).status == 0);
  return database;
}

std::string sqlite(const TemporaryFolder& folder, const std::string& name) {
  return "sqlite:" + (folder.path() / name).string();
}

/// A tenant's records of the credential API, and a gateway that uses them.
std::string guard_an_api(Tenant& tenant) {
  const auto post = [&](const std::string& path, const std::string& body) {
    const auto reply =
        tenant.client.post("/apiops/projects/guarded" + path, body, tenant.admin.token);
    CHECK(reply.status == 200);
  };
  CHECK(tenant.post("/projects", name_body("guarded")).status == 201);
  post("/apiProxies/", R"({"name":"calculator"})");
  post("/apiProxyGroups/", R"({"name":"maths"})");
  CHECK(tenant.client
            .put("/apiops/projects/guarded/apiProxyGroups/maths/apiProxies/", R"(["calculator"])",
                 tenant.admin.token)
            .status == 200);
  post("/credentials/",
       R"({"username":"partner","password":"long secret","email":"it@partner.example"})");
  CHECK(tenant.client
            .put("/apiops/projects/guarded/credentials/partner/access/",
                 R"([{"name":"maths","type":"API_PROXY_GROUP"}])", tenant.admin.token)
            .status == 200);
  const auto gateway = tenant.post("/gateways", name_body("edge"));
  CHECK(gateway.status == 201);
  return gateway.text("token");
}

unsigned ask(ApiClient& client, const std::string& gateway, const std::string& basic) {
  return client
      .send({.target = "/gate/guarded/calculator",
             .headers = {{"X-Gatehouse-Gateway", gateway}, {"Authorization", "Basic " + basic}}})
      .status;
}

/// "partner:long secret", and with another password.
constexpr const char* right = "cGFydG5lcjpsb25nIHNlY3JldA==";
constexpr const char* wrong = "cGFydG5lcjp3cm9uZw==";

void check_same_answers(Tenant& tenant, const std::string& gateway, const std::string& sight) {
  ApiClient& client = tenant.client;
  CHECK(tenant.sight() == sight);
  CHECK(client.get("/api/v1/me", tenant.developer.token).status == 200);
  CHECK(client.get("/api/v1/me", tenant.site.root().token).status == 200);
  static_cast<void>(tenant.log_in(tenant.billing));
  const auto wrong_password = client.post("/api/v1/session", login_body(tenant.email, "wrong"));
  CHECK(wrong_password.status == 401);
  CHECK(ask(client, gateway, right) == 200);
  CHECK(ask(client, gateway, wrong) == 401);
  const auto dropped = tenant.remove("/consumer-tokens/" + tenant.consumer_token + "/projects/" +
                                     tenant.project + "/services/" + tenant.service);
  CHECK(dropped.status == 202);
}

}  // namespace

TEST_CASE("moving: on another database, tokens, passwords, credentials and gateways still work") {
  Installation site;
  Tenant tenant(site);
  tenant.furnish();
  CHECK(tenant
            .put("/projects/" + tenant.project + "/api",
                 R"({"fcmApiKeys":"key","fcmProjectNumber":"1","apnsCert":"cert"})")
            .status == 202);
  const std::string gateway = guard_an_api(tenant);
  static_cast<void>(register_account(site));
  const std::string sight = tenant.sight();
  CHECK(ask(tenant.client, gateway, right) == 200);

  // From a running server.
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "export.jsonl";
  const auto exported = export_to(site.database(), file);
  CAPTURE(exported.err);
  REQUIRE(exported.status == 0);
  CHECK(exported.out.starts_with("exported "));
  CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);
  for (const std::string& secret :
       {tenant.admin.token, tenant.consumer_token, gateway, std::string("long secret")}) {
    CHECK(read_file(file).find(secret) == std::string::npos);
  }

  auto& postgresql = shared_postgresql_server();
  for (const std::string& database :
       {sqlite(folder, "moved.db"), postgresql.url(postgresql.create_database())}) {
    CAPTURE(database);
    const auto imported = import_from(migrated(database), file);
    CAPTURE(imported.err);
    REQUIRE(imported.status == 0);
    const fs::path again = folder.path() / ("again-" + database.substr(0, 6));
    REQUIRE(export_to(database, again).status == 0);
    CHECK(records_of(again) == records_of(file));

    // Push keys are sealed: the key of the old installation is moved too.
    std::vector<std::string> serve{"--database",
                                   database,
                                   "--mail",
                                   "maildir:" + site.maildir().string(),
                                   "--encryption-key-file",
                                   site.key_file().string()};
    for (const std::string& option : cheap_hashing()) serve.push_back(option);
    ServerProcess server(serve, folder.path() / "log");
    tenant.client.connect_to(server.port());
    check_same_answers(tenant, gateway, sight);
    CHECK(server.stop() == 0);
  }
}

TEST_CASE("export: standard output and standard input may be used") {
  Installation site;
  const TemporaryFolder folder;
  const auto exported = run_gatehouse({{"export", "--database", site.database()}});
  REQUIRE(exported.status == 0);
  CHECK(exported.err.starts_with("exported 3 records"));
  const std::string target = migrated(sqlite(folder, "target.db"));
  const auto imported =
      run_gatehouse({.arguments = {"import", "--database", target}, .input = exported.out});
  CAPTURE(imported.err);
  CHECK(imported.status == 0);
  CHECK(imported.out == "imported 3 records\n");
}

TEST_CASE("export: existing files are not replaced, and a failed export leaves no file") {
  Installation site;
  const TemporaryFolder folder;
  const fs::path taken = folder.path() / "taken";
  std::ofstream(taken) << "mine";
  const auto outcome = export_to(site.database(), taken);
  CHECK(outcome.status == 1);
  CHECK(outcome.err.find("exists") != std::string::npos);
  CHECK(read_file(taken) == "mine");
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);

  CHECK(export_to(site.database(), folder.path() / "none" / "file").status == 1);
  // A device that is always full.
  const auto full =
      run_gatehouse({.arguments = {"-c", "exec \"$0\" export --database \"$1\" > /dev/full",
                                   GATEHOUSE_BINARY, site.database()},
                     .program = "/bin/sh"});
  CHECK(full.status == 1);
  CHECK(full.err.find("cannot be written") != std::string::npos);
}

TEST_CASE("export, import: a missing database is not created") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "gatehouse.db";
  for (const char* command : {"export", "import"}) {
    const auto outcome = run_gatehouse({{command, "--database", "sqlite:" + path.string()}});
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find(path.string()) != std::string::npos);
    CHECK_FALSE(fs::exists(path));
  }
}

TEST_CASE("import: databases with records or with an older schema are refused and unchanged") {
  Installation site;
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "export.jsonl";
  REQUIRE(export_to(site.database(), file).status == 0);
  const auto outcome = import_from(site.database(), file);
  CHECK(outcome.status == 1);
  CHECK(outcome.err.find("holds records already") != std::string::npos);
  const fs::path again = folder.path() / "again.jsonl";
  REQUIRE(export_to(site.database(), again).status == 0);
  CHECK(records_of(again) == records_of(file));

  const fs::path old = folder.path() / "old.db";
  std::ofstream(old).close();
  const auto refused = import_from("sqlite:" + old.string(), file);
  CHECK(refused.status == 1);
  CHECK(refused.err.find("migrate") != std::string::npos);
}

TEST_CASE("import: a damaged export is refused by line, and other files are refused") {
  Installation site;
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "export.jsonl";
  REQUIRE(export_to(site.database(), file).status == 0);
  const std::string target = migrated(sqlite(folder, "target.db"));
  const std::string text = read_file(file);
  for (const auto& [input, says] : {std::pair<std::string, std::string>{"", "line 1: "},
                                    {"hello\n", "line 1: "},
                                    {text.substr(0, text.size() - 10), "cut off"},
                                    {text.substr(0, text.find('\n') + 1), "line 2: is missing"}}) {
    const auto outcome =
        run_gatehouse({.arguments = {"import", "--database", target}, .input = input});
    CAPTURE(outcome.err);
    CHECK(outcome.status == 1);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.find(says) != std::string::npos);
  }
  for (const fs::path& path : {folder.path(), folder.path() / "missing"}) {
    const auto outcome = import_from(target, path);
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find(path.string()) != std::string::npos);
  }
  // It is still empty, and accepts the complete export.
  CHECK(import_from(target, file).status == 0);
}

TEST_CASE("moving: an import into a missing database explains how to create it") {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "moving.jsonl";
  REQUIRE(export_to(migrated(sqlite(folder, "old.db")), file).status == 0);
  const auto refused = import_from(sqlite(folder, "new.db"), file);
  CHECK(refused.status == 1);
  const std::string advice =
      "make it with gatehouse migrate --database " + sqlite(folder, "new.db");
  CHECK(refused.err.find(advice) != std::string::npos);
  CHECK_FALSE(fs::exists(folder.path() / "new.db"));
  migrated(sqlite(folder, "new.db"));
  CHECK(import_from(sqlite(folder, "new.db"), file).status == 0);
}

TEST_CASE("import: unsupported password hashes are counted by format and refused, unless kept") {
  Installation site;
  const TemporaryFolder folder;
  run_sql(site.database(),
          "UPDATE users SET password_hash = '$2b$10$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUV'");
  const fs::path file = folder.path() / "export.jsonl";
  REQUIRE(export_to(site.database(), file).status == 0);
  const std::string target = migrated(sqlite(folder, "target.db"));

  const auto refused = import_from(target, file);
  CHECK(refused.status == 1);
  CHECK(refused.err.find("1 of the form $2b$.") != std::string::npos);
  CHECK(refused.err.find("--keep-unusable-passwords") != std::string::npos);
  CHECK(refused.err.find("abcdefghijklmnopqrstuv") == std::string::npos);

  const auto kept = run_gatehouse(
      {{"import", "--database", target, "--input", file.string(), "--keep-unusable-passwords"}});
  CAPTURE(kept.err);
  REQUIRE(kept.status == 0);
  CHECK(kept.out.find("1 passwords of the form $2b$ cannot be verified") != std::string::npos);
  const fs::path again = folder.path() / "again.jsonl";
  REQUIRE(export_to(target, again).status == 0);
  CHECK(records_of(again) == records_of(file));
}

TEST_CASE("import: password hashes that cost more than a login may are counted and refused") {
  Installation site;
  const TemporaryFolder folder;
  const std::string of_hash = "$AAECAwQFBgcICQoLDA0ODw$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
  for (const std::string cost : {"m=4194304,t=1,p=1", "m=64,t=1000000,p=1", "m=2048,t=1,p=255"}) {
    CAPTURE(cost);
    run_sql(site.database(),
            "UPDATE users SET password_hash = '$argon2id$v=19$" + cost + of_hash + "'");
    const fs::path file = folder.path() / (cost + ".jsonl");
    REQUIRE(export_to(site.database(), file).status == 0);
    const std::string target = migrated(sqlite(folder, cost + ".db"));
    const auto refused = import_from(target, file);
    CHECK(refused.status == 1);
    CHECK(refused.err.find("1 of the form $argon2id$ (too costly).") != std::string::npos);
    CHECK(run_gatehouse({{"import", "--database", target, "--input", file.string(),
                          "--keep-unusable-passwords"}})
              .status == 0);
  }
}
