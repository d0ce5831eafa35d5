// Servers that stop responding.
#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "database.hpp"

namespace gatehouse::testing {
namespace {

using std::chrono::milliseconds;

/// Suspends the server processes of a database's connections.
class Stopped {
 public:
  explicit Stopped(const std::string& pids) {
    std::istringstream list(pids);
    for (pid_t pid = 0; list >> pid;) pids_.push_back(pid);
    for (const pid_t pid : pids_) ::kill(pid, SIGSTOP);
  }
  Stopped(const Stopped&) = delete;
  Stopped& operator=(const Stopped&) = delete;
  ~Stopped() {
    for (const pid_t pid : pids_) ::kill(pid, SIGCONT);
  }

 private:
  std::vector<pid_t> pids_;
};

TEST_CASE("postgresql: work on an unresponsive connection is aborted, and later work succeeds") {
  const Database database;
  PostgresqlStorage storage(database.options());
  add(storage, 1);
  {
    const Stopped stopped(database.servers());
    const StoragePatience patience(milliseconds(100));
    CHECK_THROWS_AS((void)has(storage, 1), TransientPortError);
    CHECK(patience.left() <= milliseconds(0));
  }
  CHECK(has(storage, 1));
}

TEST_CASE(
    "postgresql: without a request deadline an unresponsive server hits the statement timeout") {
  const Database database;
  PostgresqlOptions options = database.options();
  options.statement_deadline = milliseconds(100);
  PostgresqlStorage storage(options);
  add(storage, 1);
  const std::string servers = database.servers();
  const Stopped stopped(servers);
  CHECK_THROWS_AS((void)has(storage, 1), TransientPortError);
}

TEST_CASE(
    "postgresql: if a server becomes unresponsive before the commit, the commit is in doubt") {
  const Database database;
  PostgresqlStorage storage(database.options());
  std::optional<Stopped> stopped;
  int runs = 0;
  const StoragePatience patience(milliseconds(300));
  CHECK_THROWS_AS((void)storage.transact([&](Transaction& tx) -> Result<Done> {
    ++runs;
    if (!tx.consumers().insert(consumer(1))) return Unexpected(conflict("there already"));
    stopped.emplace(database.servers());
    return Done{};
  }),
                  CommitInDoubt);
  CHECK(runs == 1);
}

TEST_CASE("postgresql: work that begins late waits for a lock only until its deadline") {
  const Database database;
  PostgresqlOptions options = database.options();
  options.busy_deadline = std::chrono::minutes(1);
  PostgresqlStorage storage(options);
  const User user = some_user();
  REQUIRE(insert(storage, user));
  OtherHand other(database);
  other.run("BEGIN");
  other.run(renaming(user, "other"));
  const std::string before = database.servers();
  const StoragePatience patience(milliseconds(100));
  CHECK_THROWS_AS((void)storage.transact([&](Transaction& tx) -> Result<Done> {
    User renamed = user;
    renamed.first_name = "1";
    if (tx.users().update(renamed) != Update::done) return Unexpected(conflict("the user"));
    return Done{};
  }),
                  TransientPortError);
  // The timeout was enforced by the database, so the connection is still usable.
  CHECK(database.servers() == before);
}

}  // namespace
}  // namespace gatehouse::testing
