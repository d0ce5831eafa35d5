/// A separate database on the shared server of the program, with direct access through libpq.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>

#include <gatehouse/storage_postgresql/postgresql_storage.hpp>

#include "support/numbered_consumers.hpp"
#include "support/postgresql_server.hpp"

namespace gatehouse::testing {

class Database {
 public:
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() { shared_postgresql_server().drop_database(name_); }

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] std::string url() const { return shared_postgresql_server().url(name_); }
  [[nodiscard]] PostgresqlOptions options() const { return {.url = url()}; }

  /// Runs statements on a separate connection and returns the first value.
  std::string run(const std::string& statements) const { return run_postgresql(url(), statements); }
  /// The server processes of connections to the database.
  [[nodiscard]] std::string servers() const;
  /// Terminates them, and with them the connections.
  void end_connections() const;

 private:
  const std::string name_ = shared_postgresql_server().create_database();
};

/// A persistent connection for conflicting transactions.
class OtherHand {
 public:
  explicit OtherHand(const Database& database);
  /// Throws std::runtime_error when a statement fails.
  void run(const std::string& statements);

 private:
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

/// A user, and a transaction that renames the user.
[[nodiscard]] User some_user();
[[nodiscard]] Result<Done> insert(Storage& storage, const User& user);
/// SQL that renames the user without Gatehouse.
[[nodiscard]] std::string renaming(const User& user, const std::string& name);
[[nodiscard]] std::string name_of(Storage& storage, const User& user);

}  // namespace gatehouse::testing
