// Operation with PostgreSQL: unusable databases, and servers that are unavailable.
#include <doctest/doctest.h>

#include <optional>
#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"
#include "support/postgresql_server.hpp"
#include "unusable.hpp"

using namespace gatehouse::testing;

namespace {

/// A new, empty database on the program's server.
std::string fresh_database() {
  return shared_postgresql_server().url(shared_postgresql_server().create_database());
}

std::vector<std::string> serve(const std::string& database, const TemporaryFolder& folder) {
  return {"--database", database, "--mail", "maildir:" + (folder.path() / "mail").string()};
}

}  // namespace

TEST_CASE("postgresql: an unusable database is refused without showing the password") {
  const std::string port = shared_postgresql_server().port();
  const std::string user = "postgresql://gatehouse:TOPSECRET@127.0.0.1";
  for (const auto& example : {
           std::pair<std::string, std::string>{user + ":" + port + "/postgres",
                                               "password authentication failed"},
           {user + ":1/postgres", "Connection refused"},
       }) {
    const auto& database = example.first;
    const auto& says = example.second;
    CAPTURE(database);
    CHECK(check_unusable(database, says).find("SECRET") == std::string::npos);
  }
  // A malformed URL is a usage error.
  for (const auto& example : {
           std::pair<std::string, std::string>{user + ":port/postgres", "port"},
           {"postgresql://gatehouse:TOP@SECRET@127.0.0.1/x", "%40"},
       }) {
    const auto& database = example.first;
    const auto& says = example.second;
    CAPTURE(database);
    CHECK(check_unusable(database, says, 2).find("SECRET") == std::string::npos);
  }
  // An unknown kind of database is a usage error.
  for (const std::string database :
       {"postgresq://gatehouse:TOPSECRET@127.0.0.1/x", "gatehouse:TOPSECRET@127.0.0.1/x"}) {
    CAPTURE(database);
    CHECK(check_unusable(database, "--database must be", 2).find("SECRET") == std::string::npos);
  }
  check_unusable(shared_postgresql_server().url("missing"), "\"missing\" does not exist");
}

TEST_CASE("postgresql: a database of a newer version is refused and left unchanged") {
  const std::string database = fresh_database();
  REQUIRE(run_gatehouse({{"migrate", "--database", database}}).status == 0);
  run_sql(database, "INSERT INTO schema_version (version, name) VALUES (1000, 'of the future')");
  check_unusable(database, "1000");
  CHECK(run_sql(database, "SELECT max(version) FROM schema_version") == "1000");
}

TEST_CASE("postgresql: a database of another program is refused by every command and unchanged") {
  const std::string database = fresh_database();
  run_sql(database,
          "CREATE TABLE schema_version (version BIGINT PRIMARY KEY, name TEXT NOT NULL);"
          "INSERT INTO schema_version VALUES (4, 'recipes'); CREATE TABLE users (id INT)");
  check_unusable(database, "belongs to another program");
  for (const std::string command : {"doctor", "export", "import"}) {
    CAPTURE(command);
    const auto refused = run_gatehouse({{command, "--database", database}});
    CHECK(refused.status == 1);
    CHECK((refused.out + refused.err).find("belongs to another program") != std::string::npos);
  }
  CHECK(run_sql(database,
                "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables"
                " WHERE schemaname = 'public'") == "schema_version users");
  CHECK(run_sql(database, "SELECT count(*) FROM schema_version") == "1");
}

TEST_CASE("postgresql: migrate updates a new database, and has no effect on a current one") {
  const std::string database = fresh_database();
  const TemporaryFolder folder;
  auto without = serve(database, folder);
  without.insert(without.begin(), {"serve", "--listen", "127.0.0.1:0"});
  without.emplace_back("--no-migrate");
  const auto refused = run_gatehouse({without});
  CHECK(refused.status == 1);
  CHECK(refused.err.find("migrate") != std::string::npos);

  const auto first = run_gatehouse({{"migrate", "--database", database}});
  CHECK(first.status == 0);
  CHECK(first.out.find("from schema version 0") != std::string::npos);
  const auto second = run_gatehouse({{"migrate", "--database", database}});
  CHECK(second.status == 0);
  CHECK(second.out.find("up to date") != std::string::npos);

  auto served = serve(database, folder);
  served.emplace_back("--no-migrate");
  ServerProcess server(served, folder.path() / "log");
  CHECK(server.stop() == 0);
}

TEST_CASE("postgresql: connections closed by the database are replaced without failed requests") {
  const std::string database = fresh_database();
  const TemporaryFolder folder;
  ServerProcess server(serve(database, folder), folder.path() / "log");
  ApiClient client(server.port());
  for (int round = 0; round < 3; ++round) {
    check_error(client.get("/api/v1/me", "a token that nobody was given"), 401);
    run_sql(database,
            "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }
  check_success(client.post("/api/v1/register", registration_body("a@b.example")), 201);
  CHECK(server.stop() == 0);
}

TEST_CASE("postgresql: while the database is unavailable, clients get 503") {
  std::optional<PostgresqlServer> away(std::in_place);
  const TemporaryFolder folder;
  ServerProcess server(serve(away->url(), folder), folder.path() / "log");
  ApiClient client(server.port());
  check_error(client.get("/api/v1/me", "a token that nobody was given"), 401);
  away.reset();
  const auto reply = client.get("/api/v1/me", "health");
  check_error(reply, 503);
  CHECK_FALSE(reply.http.header("Retry-After").empty());
  // Requests that need no database are answered.
  CHECK(client.options("/api/v1/me").status == 200);
  CHECK(reply.http.body.find("127.0.0.1") == std::string::npos);
  CHECK(comes_to_hold(folder.path() / "log", "cannot connect to database postgresql://127.0.0.1:"));
  const std::string log = read_file(folder.path() / "log");
  CHECK(log.find("p@ss") == std::string::npos);
  CHECK(log.find("p%40ss") == std::string::npos);
  CHECK(server.stop() == 0);
}
