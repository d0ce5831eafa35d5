// Error messages for unusable databases.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "database.hpp"

namespace gatehouse::testing {
namespace {

std::string refusal_to_open(const std::string& url) {
  return refusal([&] {
    const PostgresqlStorage storage({.url = url, .connect_deadline = std::chrono::seconds(2)});
  });
}

bool says(const std::string& message, const std::string& what) {
  CAPTURE(message);
  const bool found = message.find(what) != std::string::npos;
  CHECK(found);
  return found;
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  return text.replace(text.find(what), what.size(), by);
}

/// Accepts connections and never responds.
class SilentServer {
 public:
  SilentServer() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = static_cast<sockaddr*>(static_cast<void*>(&address));
    REQUIRE(::bind(listener_, generic, size) == 0);
    REQUIRE(::listen(listener_, 16) == 0);
    REQUIRE(::getsockname(listener_, generic, &size) == 0);
    port_ = std::to_string(ntohs(address.sin_port));
  }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;
  ~SilentServer() { ::close(listener_); }

  [[nodiscard]] const std::string& port() const noexcept { return port_; }

 private:
  int listener_;
  std::string port_;
};

/// A role that may only connect, with the password "secret", for the lifetime of this object.
class Stranger {
 public:
  explicit Stranger(const Database& database) : database_(database) {
    database_.run("CREATE ROLE stranger LOGIN PASSWORD 'secret'");
  }
  Stranger(const Stranger&) = delete;
  Stranger& operator=(const Stranger&) = delete;
  ~Stranger() { database_.run("DROP OWNED BY stranger; DROP ROLE stranger"); }

  [[nodiscard]] std::string url() const {
    return "postgresql://stranger:secret@127.0.0.1:" + shared_postgresql_server().port() + "/" +
           database_.name();
  }

 private:
  const Database& database_;
};

TEST_CASE("postgresql: an unknown server, database and user have different errors") {
  const Database database;
  const std::string& port = shared_postgresql_server().port();
  CHECK(
      says(refusal_to_open("postgresql://nobody:secret@127.0.0.1:" + port + "/" + database.name()),
           "password authentication failed for user \"nobody\""));
  CHECK(says(refusal_to_open(shared_postgresql_server().url("missing")),
             "database \"missing\" does not exist"));
  CHECK(says(refusal_to_open("postgresql://u:secret@127.0.0.1:1/x"), "Connection refused"));
  CHECK(says(refusal_to_open("postgresql://u:secret@host.invalid/x"), "host.invalid"));
  CHECK(says(refusal_to_open("postgresql://u:secret@127.0.0.1:1/x"),
             "cannot connect to database postgresql://127.0.0.1:1/x"));
}

TEST_CASE("postgresql: no message contains the password, whatever the error in the URL") {
  const Database database;
  const std::string good = database.url();
  for (const std::string& url : {
           std::string("postgresql://u:SECRET@127.0.0.1:1/x"),
           std::string("postgresql://u:SEC%RET@127.0.0.1:1/x"),
           std::string("postgresql://u:SEC%00RET@127.0.0.1:1/x"),
           std::string("postgresql://u:SEC/RET@127.0.0.1:1/x"),
           std::string("postgresql://u:SEC@RET@127.0.0.1:1/x"),
           std::string("postgresql://u:SECRET@127.0.0.1:port/x"),
           std::string("postgresql://u:SECRET/x"),
           std::string("postgresql://[u:SECRET@127.0.0.1/x"),
           std::string("postgresql://127.0.0.1:1/x?password=SECRET"),
           std::string("postgresql://127.0.0.1:1/x?password=SECRET=1"),
           std::string("postgresql://127.0.0.1:1/x?pasword=SECRET"),
           std::string("postgresql://127.0.0.1:1/x?SECRET"),
           std::string("postgres:u:SECRET@127.0.0.1"),
           std::string("SECRET"),
           replaced(good, "gatehouse:", "gatehouse:SECRET"),
       }) {
    CAPTURE(url);
    const std::string message = refusal_to_open(url);
    CAPTURE(message);
    CHECK(message.find("SEC") == std::string::npos);
    CHECK(message.find("RET") == std::string::npos);
    CHECK(message.find("database") != std::string::npos);
  }
}

TEST_CASE("postgresql: a URL may have all parameters of libpq") {
  const Database database;
  database.run("CREATE SCHEMA \"a b\"");
  // The first host is unreachable; values contain characters with a meaning in connection strings.
  const std::string url =
      replaced(database.url(), "127.0.0.1:", "127.0.0.1:1,127.0.0.1:") +
      "?target_session_attrs=read-write&application_name=it%27s%20%22me%22%3D%5C" +
      "&options=-c%20search_path%3D%22a%5C%20b%22%20-c%20statement_timeout%3D12345";
  PostgresqlStorage storage({.url = url});
  add(storage, 1);
  CHECK(has(storage, 1));
  CHECK(database.run("SELECT count(*) FROM \"a b\".consumers") == "1");
  CHECK(database.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0");
  CHECK(database.run("SELECT application_name FROM pg_stat_activity WHERE datname ="
                     " current_database() AND pid <> pg_backend_pid()") == "it's \"me\"=\\");
  // Another schema of the same database is another storage.
  PostgresqlStorage other(database.options());
  CHECK_FALSE(has(other, 1));
  PostgresqlStorage short_scheme({.url = replaced(database.url(), "postgresql:", "postgres:")});
  CHECK_FALSE(has(short_scheme, 1));
}

TEST_CASE("postgresql: of several hosts, unresponsive ones and standbys are skipped") {
  const Database database;
  const SilentServer silent;
  const std::string hosts =
      replaced(database.url(), "127.0.0.1:", "127.0.0.1:" + silent.port() + ",127.0.0.1:");
  PostgresqlStorage storage({.url = hosts});
  add(storage, 1);
  CHECK(has(storage, 1));

  // A read-only server, such as a standby, is skipped.
  run_postgresql(shared_postgresql_server().url(),
                 "ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
  CHECK(says(refusal_to_open(database.url() + "?target_session_attrs=read-write"),
             "session is read-only"));
}

TEST_CASE("postgresql: a database whose encoding cannot store every text is refused") {
  const std::string name = "latin";
  run_postgresql(shared_postgresql_server().url(),
                 "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc"
                 " TEMPLATE template0");
  CHECK(says(refusal_to_open(shared_postgresql_server().url(name)),
             "has the encoding LATIN1, and must have UTF8"));
  shared_postgresql_server().drop_database(name);
}

TEST_CASE("postgresql: missing permissions are reported") {
  const Database database;
  const Stranger stranger(database);
  CHECK(says(refusal_to_open(stranger.url()), "permission denied for schema public"));
  PostgresqlStorage::migrate(database.options());
  CHECK(says(refusal_to_open(stranger.url()), "permission denied for table schema_version"));

  // Without migration, permissions to read and write are sufficient.
  database.run("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO stranger");
  PostgresqlStorage storage({.url = stranger.url()});
  add(storage, 1);
  CHECK(has(storage, 1));
  database.run("REVOKE INSERT ON consumers FROM stranger");
  CHECK(says(refusal([&] { add(storage, 2); }), "permission denied for table consumers"));
}

TEST_CASE("postgresql: a table of another program is reported and left unchanged") {
  const Database database;
  database.run("CREATE TABLE projects (recipe TEXT)");
  CHECK(says(refusal_to_open(database.url()),
             "belongs to another program, whose \"projects\" is in the schema \"public\""));
  CHECK(database.run("SELECT string_agg(tablename, ' ') FROM pg_tables"
                     " WHERE schemaname = 'public'") == "projects");
}

}  // namespace
}  // namespace gatehouse::testing
