// Every reason that prevents the server from starting is an error of the doctor.
#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/database.hpp"
#include "operations/examination.hpp"
#include "support/postgresql_server.hpp"
#include "support/released_installation.hpp"

using namespace gatehouse::testing;

namespace {

namespace fs = std::filesystem;

/// Starts the server and runs the doctor with these options, which override valid ones.
struct Start {
  explicit Start(const fs::path& folder, const std::vector<std::string>& more)
      : examined(run("doctor", folder, more)), served(run("serve", folder, more)) {}

  static Outcome run(const std::string& command, const fs::path& folder,
                     const std::vector<std::string>& more) {
    std::vector<std::string> options{"--listen",   "127.0.0.1:0",
                                     "--database", "sqlite:" + (folder / "gatehouse.db").string(),
                                     "--mail",     "maildir:" + (folder / "mail").string()};
    options.insert(options.end(), more.begin(), more.end());
    std::vector<std::string> arguments = last_of_each(options);
    arguments.insert(arguments.begin(), command);
    return run_gatehouse({.arguments = arguments});
  }

  Outcome examined;
  Outcome served;
};

/// Both fail with that reason.
void check_refused(const fs::path& folder, const std::vector<std::string>& more,
                   const std::string& why) {
  const Start start(folder, more);
  CAPTURE(more[1]);
  CAPTURE(start.served.err);
  CHECK(start.served.status != 0);
  CHECK(start.served.status < 128);
  CHECK(start.served.err.find(why) != std::string::npos);
  CHECK(start.examined.status == 1);
  CHECK(says(start.examined, "error", why));
}

}  // namespace

TEST_CASE("doctor: each option that prevents a start is an error with the same reason") {
  const TemporaryFolder folder;
  const auto path = [&](const std::string& name) { return (folder.path() / name).string(); };
  fs::create_symlink(path("nowhere/at-all"), path("dangling"));
  fs::create_symlink(path("nowhere.db"), path("dangling.db"));
  fs::create_directory(path("folder"));
  std::ofstream(path("file")) << "no folder";
  for (const auto& [option, value, why] : std::vector<std::array<std::string, 3>>{
           {"--database", "sqlite:" + path("missing/gatehouse.db"), "missing/gatehouse.db"},
           {"--database", "sqlite:/proc/gatehouse.db", "/proc/gatehouse.db"},
           {"--database", "sqlite:" + path("dangling.db"), "symbolic link"},
           {"--database", "sqlite:" + path("folder"), "it is a folder"},
           {"--database", "sqlite:" + path("file"), "no SQLite database"},
           {"--database", "mysql:x", "--database must be"},
           {"--access-log", "/nowhere/access", "/nowhere/access"},
           {"--access-log", path("folder"), "Is a directory"},
           {"--access-log", path("dangling"), "dangling"},
           {"--access-log", "/proc/access", "/proc/access"},
           {"--mail", "maildir:/proc/mail", "/proc/mail"},
           {"--mail", "maildir:" + path("file"), "file"},
           {"--mail", "post:x", "--mail must be"},
           {"--mail-from", "no-at", "--mail-from"},
           {"--hashing-memory-kib", "1000", ""},
           {"--encryption-key-file", path("missing.key"), "missing.key"},
           {"--encryption-key-file", path("dangling"), "dangling"},
           {"--encryption-key-file", path("file"), "file"},
           {"--public-url", "accounts.example.com", "--public-url must be"},
           {"--issuer", "accounts.example.com", "--issuer must be"},
           {"--listen", "nowhere", "nowhere"},
           {"--listen", "203.0.113.1:8080", "203.0.113.1"},
           {"--admin-listen", "203.0.113.1:8080", "203.0.113.1"},
           {"--tls-key", path("file"), "belong together"},
           {"--tls-certificate", path("file"), "belong together"},
       }) {
    check_refused(folder.path(), {option, value}, why);
  }
  check_refused(folder.path(),
                {"--tls-certificate", path("file"), "--tls-key", path("missing.pem")}, "");
  // A refused start creates neither a database nor its key.
  CHECK_FALSE(fs::exists(path("gatehouse.db")));
  CHECK_FALSE(fs::exists(path("gatehouse.db.key")));
  CHECK_FALSE(fs::exists(path("nowhere.db")));
  CHECK(Start::run("doctor", folder.path(), {}).status == 0);
}

TEST_CASE("doctor: a value out of range has the same error as for the server") {
  const TemporaryFolder folder;
  for (const char* option : {"--hashing-memory-kib", "--argon2-memory-kib"}) {
    const Start start(folder.path(), {option, "1"});
    CHECK(start.served.status == 2);
    CHECK(start.served.err.find(option + std::string(" must be a whole number")) !=
          std::string::npos);
    CHECK(start.examined.status == 2);
    CHECK(start.examined.err == start.served.err);
  }
}

TEST_CASE("doctor: a dangling link in place of the key next to the database is an error") {
  const TemporaryFolder folder;
  const std::string database = "sqlite:" + (folder.path() / "gatehouse.db").string();
  REQUIRE(run_gatehouse({{"migrate", "--database", database}}).status == 0);
  fs::create_symlink(folder.path() / "nowhere", folder.path() / "gatehouse.db.key");
  check_refused(folder.path(), {"--database", database}, "symbolic link");
}

TEST_CASE("doctor: an older database is an error if migration is disabled") {
  const TemporaryFolder folder;
  run_sql((folder.path() / "gatehouse.db").string(), released_in_sqlite(released_schemas.back()));
  check_refused(folder.path(), {"--no-migrate", "--log-level", "info"}, "migrate it first");
}

TEST_CASE("doctor: a database that serve will migrate is a warning, and is left unchanged") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "gatehouse.db").string();
  const auto check_warned = [&](const std::string& why) {
    const Outcome examined = Start::run("doctor", folder.path(), {"--log-level", "info"});
    CHECK(examined.status == 0);
    CHECK(says(examined, "warning", why));
  };
  std::ofstream(path).close();
  check_warned("yet; serve makes it");
  CHECK(fs::file_size(path) == 0);

  const int older = released_schemas.back();
  run_sql(path, released_in_sqlite(older));
  check_warned("has schema version " + std::to_string(older) + "; serve brings it to version");
  CHECK(run_sql(path, "SELECT max(version) FROM schema_version") == std::to_string(older));
}

TEST_CASE("doctor: a limit that prevents the server from starting its threads is an error") {
  const TemporaryFolder folder;
  std::vector<std::string> arguments{"--as=300000000",
                                     gatehouse_program(),
                                     "doctor",
                                     "--listen",
                                     "127.0.0.1:0",
                                     "--database",
                                     "sqlite:" + (folder.path() / "gatehouse.db").string(),
                                     "--mail",
                                     "maildir:" + (folder.path() / "mail").string(),
                                     "--storage-threads",
                                     "200"};
  const auto examined = run_gatehouse({.arguments = arguments, .program = "/usr/bin/prlimit"});
  CHECK(examined.status == 1);
  CHECK(says(examined, "error", "threads: the system starts no more threads: raise its limits"));
}

TEST_CASE("doctor: a file name that is too long does not abort the checks") {
  const TemporaryFolder folder;
  const std::string longest = (folder.path() / std::string(300, 'x')).string();
  for (const auto& [option, value] :
       {std::pair<std::string, std::string>{"--encryption-key-file", longest},
        {"--database", "sqlite:" + longest},
        {"--access-log", longest}}) {
    check_refused(folder.path(), {option, value}, "File name too long");
    CHECK(says(Start::run("doctor", folder.path(), {option, value}), "ok", "mail: "));
  }
}

TEST_CASE("doctor: an access log that is a file of the installation is an error") {
  const TemporaryFolder folder;
  const auto path = [&](const std::string& name) { return (folder.path() / name).string(); };
  fs::create_symlink(path("gatehouse.db"), path("link"));
  for (const char* name :
       {"gatehouse.db", "gatehouse.db-wal", "gatehouse.db.key", "./gatehouse.db", "link"}) {
    check_refused(folder.path(), {"--access-log", path(name)}, "belongs to the installation");
  }
  CHECK_FALSE(fs::exists(path("gatehouse.db")));
}

TEST_CASE("doctor: a PostgreSQL role that cannot create tables is an error if they are missing") {
  PostgresqlServer& server = shared_postgresql_server();
  const std::string name = server.create_database();
  const std::string url = server.url(name);
  run_postgresql(url, "CREATE ROLE reader LOGIN PASSWORD 'secret'");
  const std::string as_reader =
      "postgresql://reader:secret@127.0.0.1:" + server.port() + "/" + name;
  const TemporaryFolder folder;
  // Without a schema, and with an older one owned by another role.
  check_refused(folder.path(), {"--database", as_reader}, "GRANT CREATE ON SCHEMA");
  run_postgresql(url, released_in_postgresql(released_schemas.back()));
  run_postgresql(url,
                 "GRANT ALL ON SCHEMA public TO reader;"
                 " GRANT ALL ON ALL TABLES IN SCHEMA public TO reader");
  check_refused(folder.path(), {"--database", as_reader}, "own the tables");
  run_postgresql(url, "DROP OWNED BY reader; DROP ROLE reader");
}

TEST_CASE("doctor: an operations listener that other machines can reach is a warning") {
  const TemporaryFolder folder;
  for (const char* address : {"0.0.0.0:0", "[::]:0"}) {
    CAPTURE(address);
    const auto outcome = Start::run("doctor", folder.path(), {"--admin-listen", address});
    CHECK(says(outcome, "warning", "can be reached from other machines"));
  }
  for (const char* address : {"127.0.0.1:0", "[::1]:0"}) {
    CAPTURE(address);
    const auto outcome = Start::run("doctor", folder.path(), {"--admin-listen", address});
    CHECK(outcome.out.find("can be reached from other machines") == std::string::npos);
  }
}
