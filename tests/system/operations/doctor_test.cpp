// The doctor's checks of an installation.
#include <doctest/doctest.h>

#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/tenant.hpp"
#include "operations/examination.hpp"

using namespace gatehouse::testing;

TEST_CASE("doctor: a working installation is ok while its server runs") {
  Installation site;
  const auto outcome = examine(site);
  CHECK(outcome.status == 0);
  CHECK(says(outcome, "ok", "storage: can be read and written, schema version "));
  CHECK(says(outcome, "ok", "mail: the Maildir can be written"));
  CHECK(says(outcome, "ok", "public-url: https://example.org"));
  CHECK(says(outcome, "ok", "password-min-length: 12"));
  CHECK(outcome.out.find("error") == std::string::npos);
}

TEST_CASE("doctor: every pair of conflicting names is a warning") {
  Installation site;
  CHECK(says(examine(site), "ok", "names: "));
  // As left by a migration: the later one is its own key.
  run_sql(site.database(),
          "UPDATE users SET email = 'rene\u0301@example.org',"
          " email_key = 'rene\u0301@example.org'");
  const auto outcome = examine(site);
  CHECK(outcome.status == 0);
  CHECK(says(outcome, "warning", "names: user "));
  CHECK(says(outcome, "warning", "is another user's in another spelling"));
}

TEST_CASE("doctor: a risky configuration is a warning and not a failure") {
  Installation site;
  chmod(site.database().substr(std::string("sqlite:").size()).c_str(), 0644);
  const auto outcome =
      examine(site, {"--password-min-length", "3", "--public-url", "http://example.org"});
  CHECK(outcome.status == 0);
  CHECK(says(outcome, "warning", "is open to other users"));
  CHECK(says(outcome, "warning", "password-min-length: 3"));
  CHECK(says(outcome, "warning", "is not https"));
}

TEST_CASE("doctor: all errors are reported at once, and the status is 1") {
  Installation site;
  const auto outcome =
      examine(site, {"--database", "sqlite:" + site.log().string(), "--mail", "maildir:/proc/mail",
                     "--public-url", "nonsense", "--tls-certificate", "/nowhere/a", "--tls-key",
                     "/nowhere/b", "--admin-listen", "nowhere"});
  CHECK(outcome.status == 1);
  for (const std::string subject :
       {"storage: ", "mail: ", "public-url: ", "tls: ", "admin-listen: "}) {
    CHECK(says(outcome, "error", subject));
  }
}

TEST_CASE("doctor: a missing database is reported and not created") {
  Installation site;
  const std::string database = (site.folder() / "other.db").string();
  const auto outcome = examine(site, {"--database", "sqlite:" + database});
  CHECK(outcome.status == 0);
  CHECK(says(outcome, "warning", "there is no database"));
  CHECK_FALSE(std::filesystem::exists(database));
}

TEST_CASE("doctor: an address in use is a warning, because the server may be running") {
  Installation site;
  const std::string used = "127.0.0.1:" + std::to_string(site.server().port());
  const auto outcome = examine(site, {"--listen", used});
  CHECK(outcome.status == 0);
  CHECK(says(outcome, "warning", "listen: " + used + " is in use already"));
  // No client was refused meanwhile.
  check_success(site.connect().get("/api/v1/me", site.root().token), 200);

  const auto admin = examine(site, {"--listen", "127.0.0.1:0", "--admin-listen", used});
  CHECK(admin.status == 0);
  CHECK(says(admin, "ok", "listen: 127.0.0.1:0"));
  CHECK(says(admin, "warning", "admin-listen: " + used + " is in use already"));
}

TEST_CASE("doctor: an unusable address is an error with the reason") {
  Installation site;
  // TEST-NET-3 (RFC 5737) is not assigned to any machine.
  const auto foreign =
      examine(site, {"--listen", "203.0.113.1:8080", "--admin-listen", "203.0.113.2:9090"});
  CHECK(foreign.status == 1);
  const std::string reason = " cannot be listened on: this machine does not have the address";
  CHECK(says(foreign, "error", "listen: 203.0.113.1:8080" + reason));
  CHECK(says(foreign, "error", "admin-listen: 203.0.113.2:9090" + reason));

  const auto name = examine(site, {"--listen", "accounts.example.com:80"});
  CHECK(name.status == 1);
  CHECK(says(name, "error", "not a numeric address"));

  const auto twice =
      examine(site, {"--listen", "127.0.0.1:65123", "--admin-listen", "127.0.0.1:65123"});
  CHECK(twice.status == 1);
  CHECK(says(twice, "error", "admin-listen: 127.0.0.1:65123 is that of listen"));
}
