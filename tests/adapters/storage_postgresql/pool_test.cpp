// The sharing of connections, and their creation in the background.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "database.hpp"

namespace gatehouse::testing {
namespace {

using std::chrono::milliseconds;

/// A separate role for a database, with all permissions and few connections.
class Limited {
 public:
  Limited(const Database& database, int connections) : database_(database) {
    database_.run("CREATE ROLE limited LOGIN PASSWORD 'secret' CONNECTION LIMIT " +
                  std::to_string(connections));
    database_.run("GRANT ALL ON SCHEMA public TO limited");
  }
  Limited(const Limited&) = delete;
  Limited& operator=(const Limited&) = delete;
  ~Limited() { database_.run("DROP OWNED BY limited; DROP ROLE limited"); }

  [[nodiscard]] std::string url() const {
    return "postgresql://limited:secret@127.0.0.1:" + shared_postgresql_server().port() + "/" +
           database_.name();
  }

 private:
  const Database& database_;
};

template <class Condition>
void wait_until(Condition condition) {
  for (int i = 0; i < 1000 && !condition(); ++i) std::this_thread::sleep_for(milliseconds(10));
  REQUIRE(condition());
}

/// The lock timeout is longer than a test.
PostgresqlOptions eight_connections(const Database& database) {
  PostgresqlOptions options = database.options();
  options.connections = 8;
  options.busy_deadline = std::chrono::seconds(30);
  return options;
}

TEST_CASE(
    "postgresql: a failed attempt to connect does not refuse work while connections are released") {
  const Database database;
  const Limited role(database, 1);
  std::atomic<int> refused = 0;
  {
    PostgresqlStorage storage(
        {.url = role.url(), .connections = 8, .busy_deadline = std::chrono::seconds(30)});
    std::vector<std::jthread> threads;
    for (std::uint32_t i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        for (std::uint32_t n = 0; n < 10; ++n) {
          try {
            add(storage, 100 * i + n);
          } catch (const TransientPortError&) {
            ++refused;
          }
        }
      });
    }
    threads.clear();
    CHECK(has(storage, 709));
  }
  CHECK(refused == 0);
}

TEST_CASE("postgresql: waiting work uses the first available connection, whether new or released") {
  const Database database;
  PostgresqlOptions options = database.options();
  options.connections = 4;
  PostgresqlStorage storage(options);
  // A nested transaction needs another connection.
  const bool both = storage.read([&](const Transaction&) {
    std::jthread other([&] { add(storage, 1); });
    other.join();
    return true;
  });
  CHECK(both);
  CHECK(has(storage, 1));
  CHECK(storage.pool_usage().refused == 0);
}

TEST_CASE("postgresql: writers that wait for a lock leave connections to readers") {
  const Database database;
  PostgresqlStorage storage(eight_connections(database));
  const User user = some_user();
  REQUIRE(insert(storage, user));
  OtherHand other(database);
  other.run("BEGIN");
  other.run("LOCK TABLE consumers IN EXCLUSIVE MODE");
  {
    std::vector<std::jthread> writers;
    for (std::uint32_t i = 0; i < 12; ++i) writers.emplace_back([&, i] { add(storage, i); });
    // Six of eight connections.
    wait_until([&] {
      const auto usage = storage.pool_usage();
      return usage.lent == 6 && usage.waiting == 6;
    });
    for (int i = 0; i < 10; ++i) CHECK(name_of(storage, user) == "0");
    CHECK_FALSE(has(storage, 1));
    other.run("COMMIT");
  }
  for (std::uint32_t i = 0; i < 12; ++i) CHECK(has(storage, i));
}

TEST_CASE("postgresql: readers of a locked table leave a connection to lookups") {
  const Database database;
  PostgresqlStorage storage(eight_connections(database));
  const User user = some_user();
  REQUIRE(insert(storage, user));
  OtherHand other(database);
  other.run("BEGIN");
  other.run("LOCK TABLE consumers IN ACCESS EXCLUSIVE MODE");
  {
    std::vector<std::jthread> readers;
    for (std::uint32_t i = 0; i < 12; ++i) {
      readers.emplace_back([&, i] { CHECK_FALSE(has(storage, i)); });
    }
    wait_until([&] { return storage.pool_usage().lent == 7; });
    const StoragePatience patience(std::chrono::seconds(30), StoragePatience::Use::lookup);
    for (int i = 0; i < 10; ++i) CHECK(name_of(storage, user) == "0");
    other.run("COMMIT");
  }
}

TEST_CASE("postgresql: an unusable connection is closed") {
  const Database database;
  PostgresqlStorage storage(database.options());
  add(storage, 1);
  const std::string before = database.servers();
  // As if the address now referred to another database, or another schema.
  database.run("ALTER TABLE consumers RENAME TO elsewhere");
  CHECK_THROWS_AS((void)has(storage, 1), PortError);
  database.run("ALTER TABLE elsewhere RENAME TO consumers");
  CHECK(has(storage, 1));
  CHECK(database.servers() != before);
}

}  // namespace
}  // namespace gatehouse::testing
