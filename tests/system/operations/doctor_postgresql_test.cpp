// The doctor's checks of a PostgreSQL database.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/database.hpp"
#include "operations/examination.hpp"
#include "support/postgresql_server.hpp"

using namespace gatehouse::testing;

namespace {

/// A new database, migrated by default.
std::string database(bool migrated = true) {
  PostgresqlServer& server = shared_postgresql_server();
  std::string url = server.url(server.create_database());
  if (migrated) REQUIRE(run_gatehouse({{"migrate", "--database", url}}).status == 0);
  return url;
}

/// The same database for another user.
std::string as_user(const std::string& url, const std::string& user) {
  return "postgresql://" + user + "@127.0.0.1:" + shared_postgresql_server().port() +
         url.substr(url.rfind('/'));
}

class Examination {
 public:
  explicit Examination(const std::string& url) {
    const std::string keys = (folder_.path() / "keys").string();
    REQUIRE(run_gatehouse({{"create-key", keys}}).status == 0);
    outcome = run_gatehouse(
        {{"doctor", "--database", url, "--encryption-key-file", keys, "--mail",
          "maildir:" + (folder_.path() / "mail").string(), "--public-url", "https://example.org"}});
  }

  Outcome outcome{};

 private:
  TemporaryFolder folder_;
};

/// The storage is reported as the error, without the password.
void check_wrong(const std::string& url, const std::string& why) {
  CAPTURE(why);
  const Outcome outcome = Examination(url).outcome;
  CHECK(outcome.status == 1);
  CHECK(says(outcome, "error", "storage: "));
  CHECK(says(outcome, "error", why));
  CHECK(says(outcome, "ok", "mail: "));
  CHECK((outcome.out + outcome.err).find("SECRET") == std::string::npos);
}

/// A user with the password "secret", for the lifetime of this object.
class Role {
 public:
  explicit Role(std::string url) : url_(std::move(url)) {
    run_postgresql(url_, "CREATE ROLE examined LOGIN PASSWORD 'secret'");
  }
  Role(const Role&) = delete;
  Role& operator=(const Role&) = delete;
  ~Role() { run_postgresql(url_, "DROP OWNED BY examined; DROP ROLE examined"); }

  [[nodiscard]] std::string url() const { return as_user(url_, "examined:secret"); }
  void grant(const std::string& rights) const {
    run_postgresql(url_, "GRANT " + rights + " ON ALL TABLES IN SCHEMA public TO examined");
  }

 private:
  std::string url_;
};

}  // namespace

TEST_CASE("doctor: a working PostgreSQL database is ok, and is left unchanged") {
  const std::string url = database();
  const Outcome outcome = Examination(url).outcome;
  CHECK(outcome.status == 0);
  CHECK(says(outcome, "ok", "storage: can be read and written, schema version "));
  CHECK(says(outcome, "ok", "encryption: the key file can be read, and fits the database"));
  CHECK(run_sql(url, "SELECT count(*) FROM outgoing_mail") == "0");
}

TEST_CASE("doctor: unknown PostgreSQL servers and users have different errors") {
  const std::string url = database();
  check_wrong("postgresql://gatehouse:SECRET@127.0.0.1:1/gatehouse", "Connection refused");
  check_wrong(as_user(url, "gatehouse:SECRET"), "password authentication failed");
  check_wrong(as_user(url, "nobody:SECRET"), "password authentication failed for user \"nobody\"");
  check_wrong(shared_postgresql_server().url("missing"), "\"missing\" does not exist");
}

TEST_CASE(
    "doctor: a PostgreSQL database that serve will migrate is a warning, and is left unchanged") {
  const std::string url = database(false);
  const Outcome outcome = Examination(url).outcome;
  CHECK(outcome.status == 0);
  CHECK(says(outcome, "warning", "storage: the database holds nothing yet"));
  CHECK(run_sql(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0");
}

TEST_CASE("doctor: a PostgreSQL database of a newer version is reported, and is left unchanged") {
  const std::string url = database();
  run_sql(url, "INSERT INTO schema_version (version, name) VALUES (1000, 'of the future')");
  check_wrong(url, "has schema version 1000");
  check_wrong(url, "upgrade gatehouse");
  CHECK(run_sql(url, "SELECT max(version) FROM schema_version") == "1000");
}

TEST_CASE("doctor: a PostgreSQL role without permission to read or write is an error") {
  const std::string url = database();
  const Role role(url);
  check_wrong(role.url(), "permission denied for table");
  role.grant("SELECT");
  check_wrong(role.url(), "permission denied for table outgoing_mail");
  role.grant("INSERT, UPDATE, DELETE");
  CHECK(Examination(role.url()).outcome.status == 0);
}

TEST_CASE("doctor: a read-only PostgreSQL database, such as a standby, is an error") {
  const std::string url = database();
  const std::string name = url.substr(url.rfind('/') + 1);
  run_postgresql(shared_postgresql_server().url(),
                 "ALTER DATABASE " + name + " SET default_transaction_read_only = on");
  check_wrong(url + "?target_session_attrs=read-write", "session is read-only");
}
