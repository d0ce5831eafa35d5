// Conflicting transactions.
#include <doctest/doctest.h>

#include <chrono>
#include <stdexcept>
#include <string>

#include "database.hpp"

namespace gatehouse::testing {
namespace {

using std::chrono::milliseconds;

/// Reads the user, calls `meanwhile`, and updates the user.
template <class Meanwhile>
Result<Done> rename(Storage& storage, const User& user, const Meanwhile& meanwhile) {
  return storage.transact([&](Transaction& tx) -> Result<Done> {
    User found = tx.users().find(user.account, user.id).value();
    meanwhile();
    found.first_name += "+";
    if (tx.users().update(found) != Update::done) return Unexpected(conflict("the user"));
    return Done{};
  });
}

TEST_CASE("postgresql: a transaction that conflicts with another one is retried on current data") {
  const Database database;
  PostgresqlStorage storage(database.options());
  const User user = some_user();
  REQUIRE(insert(storage, user));
  int runs = 0;
  REQUIRE(rename(storage, user, [&] {
    if (++runs <= 3) database.run(renaming(user, std::to_string(runs)));
  }));
  CHECK(runs == 4);
  CHECK(name_of(storage, user) == "3+");
}

TEST_CASE("postgresql: a transaction that keeps conflicting is aborted in time") {
  const Database database;
  PostgresqlOptions options = database.options();
  options.busy_deadline = milliseconds(200);
  PostgresqlStorage storage(options);
  const User user = some_user();
  REQUIRE(insert(storage, user));
  int runs = 0;
  const auto never = [&] { database.run(renaming(user, std::to_string(++runs))); };
  CHECK_THROWS_AS((void)rename(storage, user, never), TransientPortError);
  CHECK(runs > 1);
  CHECK(name_of(storage, user) == std::to_string(runs));
}

TEST_CASE("postgresql: write skew between two transactions is prevented") {
  // Neither writes a row that the other one writes: only SERIALIZABLE detects it.
  const Database database;
  PostgresqlStorage storage(database.options());
  const User user = some_user();
  REQUIRE(insert(storage, user));
  int runs = 0;
  const Result<Done> done = storage.transact([&](Transaction& tx) -> Result<Done> {
    const std::size_t count = tx.users().count(*user.account, user.role);
    if (++runs == 1) {
      OtherHand other(database);
      other.run("BEGIN ISOLATION LEVEL SERIALIZABLE");
      other.run("SELECT count(*) FROM consumers WHERE account_id = '" + user.account->to_string() +
                "'");
      other.run("DELETE FROM users WHERE id = '" + user.id.to_string() + "'");
      other.run("COMMIT");
    }
    if (count == 0) return Unexpected(conflict("nobody is left"));
    if (!tx.consumers().insert(consumer(1))) return Unexpected(conflict("there already"));
    return Done{};
  });
  CHECK(runs == 2);
  CHECK_FALSE(done);
  CHECK_FALSE(has(storage, 1));
}

/// Inserts the erasure of the user's account, as a deletion does.
void begin_erasure(Storage& storage, const User& user) {
  REQUIRE(storage.transact([&](Transaction& tx) -> Result<Done> {
    tx.erasures().note({.key = erasure_of::account(*user.account)});
    return Done{};
  }));
}

/// The last step of the erasure, with consumers as an example. Returns the number of erased ones.
std::size_t end_erasure(Storage& storage, const User& user) {
  return *storage.transact([&](Transaction& tx) -> Result<std::size_t> {
    const std::size_t erased =
        tx.consumers().erase_all(*user.account, 100) + tx.users().erase_all(*user.account, 100);
    tx.erasures().remove(erasure_of::account(*user.account));
    return erased;
  });
}

/// Creates a consumer if the user exists, and calls `meanwhile` in between.
template <class Meanwhile>
Result<Done> create_under(Storage& storage, const User& user, const Meanwhile& meanwhile) {
  return storage.transact([&](Transaction& tx) -> Result<Done> {
    const bool is_there = tx.users().find(user.account, user.id).has_value();
    meanwhile();
    if (!is_there) return Unexpected(conflict("the account is deleted"));
    if (!tx.consumers().insert(consumer(1))) return Unexpected(conflict("there already"));
    return Done{};
  });
}

TEST_CASE("postgresql: a record created during the whole erasure of its account is refused") {
  const Database database;
  PostgresqlStorage storage(database.options());
  PostgresqlStorage other(database.options());
  const User user = some_user();
  REQUIRE(insert(storage, user));
  int runs = 0;
  const Result<Done> created = create_under(storage, user, [&] {
    if (++runs > 1) return;
    begin_erasure(other, user);
    CHECK(end_erasure(other, user) == 1);
  });
  CHECK(runs == 2);
  CHECK_FALSE(created);
  CHECK_FALSE(has(storage, 1));
}

TEST_CASE("postgresql: a record created as the erasure begins is removed by the last step") {
  const Database database;
  PostgresqlStorage storage(database.options());
  PostgresqlStorage other(database.options());
  User user = some_user();
  user.account = consumer(1).account;
  REQUIRE(insert(storage, user));
  int runs = 0;
  const Result<Done> created = create_under(storage, user, [&] {
    if (++runs == 1) begin_erasure(other, user);
  });
  CHECK(end_erasure(other, user) == (created ? 2 : 1));
  CHECK_FALSE(has(storage, 1));
  CHECK_FALSE(create_under(storage, user, [] {}));
}

TEST_CASE("postgresql: an address that was taken concurrently is refused") {
  const Database database;
  PostgresqlStorage storage(database.options());
  const User user = some_user();
  User rival = some_user();
  rival.id = UserId({8});
  rival.email = *Email::parse("rival@example.org");
  REQUIRE(insert(storage, user));
  REQUIRE(insert(storage, rival));
  User moved = user;
  moved.email = *Email::parse("new@example.org");
  int runs = 0;
  Update outcome = Update::done;
  const Result<Done> done = storage.transact([&](Transaction& tx) -> Result<Done> {
    const bool there = tx.users().find(user.account, user.id).has_value();
    if (++runs == 1) {
      database.run("UPDATE users SET email_key = 'new@example.org' WHERE id = '" +
                   rival.id.to_string() + "'");
    }
    outcome = tx.users().update(moved);
    if (!there || outcome != Update::done) return Unexpected(conflict("taken"));
    return Done{};
  });
  CHECK(runs == 2);
  CHECK_FALSE(done);
  CHECK(outcome == Update::taken);
}

TEST_CASE("postgresql: a wait for another transaction's lock times out with an error") {
  const Database database;
  PostgresqlOptions options = database.options();
  options.busy_deadline = milliseconds(100);
  PostgresqlStorage storage(options);
  const User user = some_user();
  REQUIRE(insert(storage, user));
  {
    OtherHand other(database);
    other.run("BEGIN");
    other.run(renaming(user, "other"));
    CHECK_THROWS_AS((void)rename(storage, user, [] {}), TransientPortError);
    // Reads do not wait for locks.
    CHECK(name_of(storage, user) == "0");
    other.run("COMMIT");
  }
  REQUIRE(rename(storage, user, [] {}));
  CHECK(name_of(storage, user) == "other+");
}

TEST_CASE("postgresql: a statement that takes too long is aborted") {
  const Database database;
  PostgresqlOptions options = database.options();
  options.busy_deadline = std::chrono::minutes(1);
  options.statement_deadline = milliseconds(100);
  PostgresqlStorage storage(options);
  const User user = some_user();
  REQUIRE(insert(storage, user));
  OtherHand other(database);
  other.run("BEGIN");
  other.run(renaming(user, "other"));
  CHECK_THROWS_AS((void)rename(storage, user, [] {}), TransientPortError);
  other.run("ROLLBACK");
  CHECK(rename(storage, user, [] {}));
}

TEST_CASE("postgresql: a transaction that ignores a failed statement is not committed") {
  const Database database;
  PostgresqlStorage storage(database.options());
  check_swallowed_failure(storage);
}

TEST_CASE("postgresql: exceptions do not contain stored data") {
  const Database database;
  PostgresqlStorage storage(database.options());
  Session session;
  session.digest.bytes = {1, 2, 3};
  session.user = UserId({7});
  int runs = 0;
  const std::string message = refusal([&] {
    (void)storage.transact([&](Transaction& tx) -> Result<Done> {
      ++runs;
      tx.sessions().insert(session);
      tx.sessions().insert(session);
      return Done{};
    });
  });
  // A concurrent insert of the row is possible in principle; each retry finds that there was none.
  CHECK(runs > 1);
  CHECK(runs < 10);
  CHECK(message.find(session.digest.to_string()) == std::string::npos);
  CHECK(message.find(session.user.to_string()) == std::string::npos);
  CHECK(message.find("INSERT") == std::string::npos);

  // PostgreSQL quotes octets that are not valid UTF-8.
  User user = some_user();
  user.last_name = "secret \xff";
  const std::string bad_data = refusal([&] { (void)insert(storage, user); });
  CHECK(bad_data.find("0xff") == std::string::npos);
  CHECK(bad_data.find("22021") != std::string::npos);
}

}  // namespace
}  // namespace gatehouse::testing
