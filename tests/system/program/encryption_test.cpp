// Push keys are sealed in the database, and keys are rotated while the server runs.
#include <doctest/doctest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

namespace fs = std::filesystem;

/// A folder with key files, which exists before the installation.
class Keys {
 public:
  Keys() { create(file()); }

  [[nodiscard]] std::string file() const { return path("keys"); }
  [[nodiscard]] std::vector<std::string> arguments() const {
    return {"--encryption-key-file", file()};
  }
  [[nodiscard]] std::string text() const { return read_file(file()); }

  /// Adds a new key before the existing ones.
  void add() const {
    create(path("new"));
    replace(read_file(path("new")) + text());
    fs::remove(path("new"));
  }
  /// Like an editor: the mode is kept.
  void replace(const std::string& text) const { std::ofstream(file()) << text; }
  void keep_first() const { replace(text().substr(0, text().find('\n') + 1)); }

 private:
  static void create(const std::string& path) {
    const auto made = run_gatehouse({{"create-key", path}});
    INFO(made.err);
    REQUIRE(made.status == 0);
  }
  [[nodiscard]] std::string path(const char* name) const {
    return (folder_.path() / name).string();
  }

  TemporaryFolder folder_;
};

struct Owner {
  explicit Owner(Installation& site) : tenant(site), project(tenant.add_project()) {}

  [[nodiscard]] std::string path() const { return "/projects/" + project + "/api"; }
  void set(const std::string& certificate) {
    check_success(tenant.put(path(), R"({"apnsCert":")" + certificate + R"("})"), 202);
  }
  std::string get() { return check_success(tenant.get(path()), 200).text("apnsCert"); }

  Tenant tenant;
  std::string project;
};

std::string stored(const Installation& site, const Owner& owner) {
  return run_sql(site.database(), "SELECT apns_cert FROM project_push_keys WHERE project_id = '" +
                                      owner.project + "'");
}

Outcome rotate(const Installation& site, const Keys& keys) {
  return run_gatehouse(
      {{"rotate-key", "--database", site.database(), "--encryption-key-file", keys.file()}});
}

std::string reencrypted(int some, int all) {
  return "re-encrypted " + std::to_string(some) + " of " + std::to_string(all) +
         " secrets with the key ";
}

void hang_up(Installation& site, const std::string& expected) {
  const std::string before = read_file(site.log());
  site.server().process().signal(SIGHUP);
  CHECK(comes_to_hold(site.log(), expected, before.size()));
}

}  // namespace

TEST_CASE(
    "encryption: keys are rotated while the server runs, and the old one is not needed later") {
  const Keys keys;
  Installation site(keys.arguments(), 1);
  Owner one(site);
  Owner two(site);
  one.set("certificate one");
  two.set("certificate two");
  const std::string before = stored(site, one);

  keys.add();
  hang_up(site, "SIGHUP: the encryption keys are those that");
  two.set("certificate two");
  const auto rotated = rotate(site, keys);
  INFO(rotated.err);
  CHECK(rotated.status == 0);
  // One of the push keys, and the signing key.
  CHECK(rotated.out.starts_with(reencrypted(2, 3)));
  CHECK(stored(site, one) != before);
  CHECK(rotate(site, keys).out.starts_with(reencrypted(0, 3)));

  keys.keep_first();
  hang_up(site, "SIGHUP: the encryption keys are those that");
  CHECK(one.get() == "certificate one");
  CHECK(two.get() == "certificate two");
  CHECK(site.server().stop() == 0);
  site.start();
  CHECK(site.connect().get("/api/v1" + one.path(), one.tenant.admin.token).text("apnsCert") ==
        "certificate one");
}

TEST_CASE("encryption: an invalid key file is reported at SIGHUP and changes nothing") {
  const Keys keys;
  Installation site(keys.arguments(), 1);
  Owner owner(site);
  owner.set("certificate");
  const std::string good = keys.text();
  keys.replace("no key");
  hang_up(site, "SIGHUP: the encryption keys stay as they were: the encryption key file");
  CHECK(owner.get() == "certificate");
  owner.set("another");
  keys.replace(good);
  hang_up(site, "SIGHUP: the encryption keys are those that");
  CHECK(owner.get() == "another");
}

TEST_CASE("encryption: with another key push keys are 503 and logged, and the rest works") {
  const Keys keys;
  Installation site(keys.arguments(), 1);
  Owner owner(site);
  owner.set("certificate");
  const std::string good = keys.text();
  keys.add();
  keys.keep_first();
  CHECK(site.server().stop() == 0);
  site.start();
  CHECK(comes_to_hold(site.log(),
                      "does not fit the database: the secret at project_push_keys.apns_cert/"));
  Tenant& tenant = owner.tenant;
  tenant.client.connect_to(site.server().port());
  const auto refused = tenant.get(owner.path());
  check_error(refused, 503);
  CHECK(refused.http.body.find("key") == std::string::npos);
  check_error(tenant.put(owner.path(), R"({"fcmApiKeys":"f"})"), 503);
  CHECK(comes_to_hold(site.log(), "GET /api/v1/projects/{project_id}/api"));
  CHECK(comes_to_hold(site.log(), "which is not there"));
  CHECK(read_file(site.log()).find(good.substr(good.find(' ') + 1, 64)) == std::string::npos);

  check_success(tenant.get("/projects/" + owner.project), 200);
  const std::string other = tenant.add_project();
  check_success(tenant.put("/projects/" + other + "/api", R"({"apnsCert":"new"})"), 202);
  const auto rotated = rotate(site, keys);
  CHECK(rotated.status == 1);
  CHECK(rotated.err.find(owner.project) != std::string::npos);
  CHECK(rotated.err.find("left as they were: 2 of 3") != std::string::npos);

  // The old key is restored: no data was lost or changed.
  keys.replace(keys.text() + good);
  hang_up(site, "SIGHUP: the encryption keys are those that");
  CHECK(owner.get() == "certificate");
}

TEST_CASE("encryption: a sealed value moved to another project or field is not shown there") {
  const Keys keys;
  Installation site(keys.arguments(), 1);
  Owner owner(site);
  Owner thief(site);
  owner.set("certificate");
  thief.set("something");
  const std::string where = " WHERE project_id = '" + thief.project + "'";
  run_sql(site.database(),
          "UPDATE project_push_keys SET apns_cert = '" + stored(site, owner) + "'" + where);
  check_error(thief.tenant.get(thief.path()), 503);
  // It is repaired by setting all of them again.
  const std::string all = R"({"apnsCert":"mine","fcmApiKeys":null,"fcmProjectNumber":null})";
  check_success(thief.tenant.put(thief.path(), all), 202);
  run_sql(site.database(), "UPDATE project_push_keys SET fcm_api_keys = apns_cert" + where);
  check_error(thief.tenant.get(thief.path()), 503);
  CHECK(owner.get() == "certificate");
}

TEST_CASE("encryption: plain text of an earlier version is read and sealed") {
  const Keys keys;
  Installation site(keys.arguments(), 1);
  Owner owner(site);
  owner.set("certificate");
  run_sql(site.database(), "UPDATE project_push_keys SET apns_cert = 'v0.in the clear'");
  CHECK(owner.get() == "in the clear");
  CHECK(rotate(site, keys).out.starts_with(reencrypted(1, 2)));
  CHECK(stored(site, owner).starts_with("v1."));
  CHECK(owner.get() == "in the clear");
}

TEST_CASE("encryption: a configured key file must be valid") {
  const TemporaryFolder folder;
  const std::string missing = (folder.path() / "missing").string();
  const std::string open = (folder.path() / "open").string();
  REQUIRE(run_gatehouse({{"create-key", open}}).status == 0);
  fs::permissions(open, fs::perms(0644));
  const std::string database = "sqlite:" + (folder.path() / "db").string();
  for (const auto& example : {std::pair<std::string, std::string>{missing, "No such file"},
                              {open, "chmod 600"},
                              {folder.path().string(), "is not a file"}}) {
    const auto& path = example.first;
    const auto& says = example.second;
    CAPTURE(path);
    const auto serve = run_gatehouse(
        {{"serve", "--listen", "127.0.0.1:0", "--database", database, "--mail",
          "maildir:" + (folder.path() / "mail").string(), "--encryption-key-file", path}});
    CHECK(serve.status == 2);
    CHECK(serve.err.find(says) != std::string::npos);
    const auto rotated =
        run_gatehouse({{"rotate-key", "--database", database, "--encryption-key-file", path}});
    CHECK(rotated.status == 2);
    CHECK(rotated.err.find(says) != std::string::npos);
  }
  CHECK_FALSE(fs::exists(missing));
}

TEST_CASE("create-key: it does not show the key and does not overwrite files") {
  const Keys keys;
  const std::string before = keys.text();
  const auto again = run_gatehouse({{"create-key", keys.file()}});
  CHECK(again.status == 1);
  CHECK(again.err.find("stays as it is") != std::string::npos);
  CHECK(keys.text() == before);

  const std::string path = keys.file() + "2";
  const auto made = run_gatehouse({{"create-key", path}});
  CHECK(made.status == 0);
  CHECK(made.out == "made the encryption key file " + path + "\n");
  CHECK(made.err.empty());
  CHECK(fs::status(path).permissions() == fs::perms(0600));
  CHECK(run_gatehouse({{"create-key"}}).status != 0);
}
