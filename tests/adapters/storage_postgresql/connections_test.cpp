// Broken connections, and the connection pool.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "cutting_proxy.hpp"
#include "database.hpp"

namespace gatehouse::testing {
namespace {

using std::chrono::milliseconds;

/// Connects through the proxy.
PostgresqlOptions through(const CuttingProxy& proxy, const Database& database) {
  PostgresqlOptions options = database.options();
  const std::string& port = shared_postgresql_server().port();
  options.url.replace(options.url.find(":" + port + "/") + 1, port.size(), proxy.port());
  return options;
}

TEST_CASE(
    "postgresql: a connection lost while reading or writing is replaced, and the work is retried") {
  const Database database;
  PostgresqlStorage storage(database.options());
  add(storage, 1);
  int reads = 0;
  const bool found = storage.read([&](const Transaction& tx) {
    const Consumer wanted = consumer(1);
    if (++reads == 1) database.end_connections();
    return tx.consumers().find(wanted.account, wanted.id).has_value();
  });
  CHECK(found);
  CHECK(reads == 2);

  for (const bool before_writing : {true, false}) {
    CAPTURE(before_writing);
    const std::uint32_t number = before_writing ? 2 : 3;
    int writes = 0;
    const Result<Done> done = storage.transact([&](Transaction& tx) -> Result<Done> {
      ++writes;
      if (writes == 1 && before_writing) database.end_connections();
      const bool inserted = tx.consumers().insert(consumer(number));
      if (writes == 1 && !before_writing) database.end_connections();
      if (!inserted) return Unexpected(conflict("there already"));
      return Done{};
    });
    CHECK(done);
    CHECK(writes == 2);
    CHECK(has(storage, number));
  }
}

TEST_CASE("postgresql: work that loses its connection every time is aborted without changes") {
  const Database database;
  PostgresqlStorage storage(database.options());
  int runs = 0;
  CHECK_THROWS_AS((void)storage.transact([&](Transaction& tx) -> Result<Done> {
    ++runs;
    (void)tx.consumers().insert(consumer(1));
    database.end_connections();
    return Done{};
  }),
                  TransientPortError);
  CHECK(runs == 2);
  CHECK_FALSE(has(storage, 1));
}

TEST_CASE("postgresql: after the server closes all connections, new ones are used") {
  const Database database;
  PostgresqlStorage storage(database.options());
  std::latch all(4);
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back(
        [&] { storage.read([&](const Transaction&) { return all.arrive_and_wait(), 0; }); });
  }
  threads.clear();
  database.end_connections();
  for (std::uint32_t i = 0; i < 8; ++i) add(storage, i);
  for (std::uint32_t i = 0; i < 8; ++i) CHECK(has(storage, i));
}

TEST_CASE("postgresql: a connection lost while committing is reported as a commit in doubt, once") {
  const Database database;
  CuttingProxy proxy(shared_postgresql_server().port());
  PostgresqlStorage storage(through(proxy, database));
  for (const bool reached : {false, true}) {
    CAPTURE(reached);
    const std::uint32_t number = reached ? 2 : 1;
    int runs = 0;
    proxy.cut_at("COMMIT", reached ? CuttingProxy::Cut::after_the_server
                                   : CuttingProxy::Cut::before_the_server);
    CHECK_THROWS_AS((void)storage.transact([&](Transaction& tx) -> Result<Done> {
      ++runs;
      if (!tx.consumers().insert(consumer(number))) return Unexpected(conflict("there already"));
      return Done{};
    }),
                    CommitInDoubt);
    CHECK(runs == 1);
    CHECK(has(storage, number) == reached);
  }
}

TEST_CASE("postgresql: a commit that is cancelled while it waits for its standby is in doubt") {
  const PostgresqlServer server;
  PostgresqlStorage storage({.url = server.url()});
  run_postgresql(server.url(), "ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  run_postgresql(server.url(), "SELECT pg_reload_conf()");
  const std::jthread impatient([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      run_postgresql(server.url(),
                     "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity"
                     " WHERE wait_event = 'SyncRep'");
      std::this_thread::sleep_for(milliseconds(5));
    }
  });
  // The setting takes effect after a moment.
  bool in_doubt = false;
  for (std::uint32_t number = 1; number < 10'000 && !in_doubt; ++number) {
    try {
      add(storage, number);
    } catch (const CommitInDoubt&) {
      in_doubt = true;
    }
    CHECK(has(storage, number));
  }
  CHECK(in_doubt);
}

TEST_CASE("postgresql: a connection lost while a read ends is replaced, and the work is retried") {
  const Database database;
  CuttingProxy proxy(shared_postgresql_server().port());
  PostgresqlStorage storage(through(proxy, database));
  add(storage, 1);
  proxy.cut_at("COMMIT", CuttingProxy::Cut::before_the_server);
  CHECK(has(storage, 1));
}

TEST_CASE("postgresql: a connection lost before the first write is replaced") {
  const Database database;
  CuttingProxy proxy(shared_postgresql_server().port());
  PostgresqlStorage storage(through(proxy, database));
  for (const char* word : {"BEGIN", "INSERT INTO consumers"}) {
    CAPTURE(word);
    const std::uint32_t number = word[0] == 'B' ? 1 : 2;
    proxy.cut_at(word, CuttingProxy::Cut::before_the_server);
    add(storage, number);
    CHECK(has(storage, number));
  }
}

TEST_CASE("postgresql: a transaction that is idle for too long is aborted with its connection") {
  const Database database;
  PostgresqlOptions options = database.options();
  options.idle_transaction_deadline = milliseconds(50);
  PostgresqlStorage storage(options);
  int runs = 0;
  const Result<Done> done = storage.transact([&](Transaction& tx) -> Result<Done> {
    if (!tx.consumers().insert(consumer(1))) return Unexpected(conflict("there already"));
    if (++runs == 1) std::this_thread::sleep_for(milliseconds(400));
    return Done{};
  });
  CHECK(done);
  CHECK(runs == 2);
}

TEST_CASE("postgresql: a wait for a connection times out with an error, and others continue") {
  const Database database;
  PostgresqlOptions options = database.options();
  options.connections = 2;
  // Long enough to make both connections.
  options.busy_deadline = std::chrono::seconds(1);
  PostgresqlStorage storage(options);
  std::latch holding(3);
  std::latch let_go(1);
  std::atomic<int> kept = 0;
  std::vector<std::jthread> holders;
  for (std::uint32_t i = 0; i < 2; ++i) {
    holders.emplace_back([&, i] {
      const auto held = storage.transact([&](Transaction& tx) -> Result<Done> {
        holding.count_down();
        let_go.wait();
        if (!tx.consumers().insert(consumer(i))) return Unexpected(conflict("there already"));
        return Done{};
      });
      if (held) ++kept;
    });
  }
  holding.arrive_and_wait();
  CHECK_THROWS_AS(add(storage, 7), TransientPortError);
  CHECK_THROWS_AS((void)has(storage, 7), TransientPortError);
  const auto used = storage.pool_usage();
  CHECK(used.lent == 2);
  CHECK(used.most == 2);
  CHECK(used.waiting == 0);
  CHECK(used.refused == 2);
  let_go.count_down();
  holders.clear();
  CHECK(kept == 2);
  CHECK(storage.pool_usage().lent == 0);
  add(storage, 7);
  CHECK(has(storage, 7));
}

TEST_CASE("postgresql: many threads share few connections, which are kept open") {
  const Database database;
  PostgresqlOptions options = database.options();
  options.connections = 3;
  options.busy_deadline = std::chrono::seconds(30);
  std::vector<std::jthread> threads;
  PostgresqlStorage storage(options);
  const auto crowd = [&](std::uint32_t first) {
    for (std::uint32_t i = first; i < first + 16; ++i) {
      threads.emplace_back([&storage, i] {
        for (std::uint32_t n = 0; n < 10; ++n) {
          add(storage, 100 * i + n);
          (void)has(storage, n);
        }
      });
    }
    threads.clear();
  };
  crowd(0);
  const std::string before = database.servers();
  CHECK(std::count(before.begin(), before.end(), ' ') == 2);
  crowd(16);
  CHECK(database.servers() == before);
  for (std::uint32_t i = 0; i < 32; ++i) CHECK(has(storage, 100 * i + 9));
}

TEST_CASE("postgresql: work that throws or refuses keeps the connection and is rolled back") {
  struct Failure {};
  const Database database;
  PostgresqlStorage storage(database.options());
  add(storage, 1);
  const std::string before = database.servers();
  CHECK_THROWS_AS((void)storage.transact([&](Transaction& tx) -> Result<Done> {
    (void)tx.consumers().insert(consumer(2));
    throw Failure{};
  }),
                  Failure);
  CHECK_FALSE(storage.transact([&](Transaction& tx) -> Result<Done> {
    (void)tx.consumers().insert(consumer(3));
    return Unexpected(conflict("no"));
  }));
  CHECK_THROWS_AS(storage.read([&](const Transaction&) -> int { throw Failure{}; }), Failure);
  CHECK_FALSE(has(storage, 2));
  CHECK_FALSE(has(storage, 3));
  CHECK(database.servers() == before);
}

TEST_CASE("postgresql: closing the storage closes its connections") {
  const Database database;
  {
    PostgresqlStorage storage(database.options());
    add(storage, 1);
    CHECK_FALSE(database.servers().empty());
  }
  // The server notices after a moment.
  for (int i = 0; i < 500 && !database.servers().empty(); ++i) {
    std::this_thread::sleep_for(milliseconds(10));
  }
  CHECK(database.servers().empty());
}

}  // namespace
}  // namespace gatehouse::testing
