/// A PostgreSQL server for a test program, on a free port of 127.0.0.1, with its files in a
/// temporary folder. It ends with the program, even when that is killed.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <string>
#include <vector>

namespace gatehouse::testing {

class PostgresqlServer {
 public:
  /// `arguments` are those of postgresql_server.py. Throws if the server does not start, after the
  /// script has printed the reason to standard error.
  explicit PostgresqlServer(const std::vector<std::string>& arguments = {});
  PostgresqlServer(const PostgresqlServer&) = delete;
  PostgresqlServer& operator=(const PostgresqlServer&) = delete;
  ~PostgresqlServer();

  /// The URL of its superuser, with the password.
  [[nodiscard]] std::string url(const std::string& database = "postgres") const;
  [[nodiscard]] const std::string& port() const noexcept { return port_; }

  /// Copies a database, which must not be in use meanwhile, and returns the name of the copy.
  std::string create_database(const std::string& like = "template1");
  void drop_database(const std::string& name);

 private:
  std::string before_database_;
  std::string port_;
  pid_t script_ = -1;
  /// The script ends when this is closed.
  int input_ = -1;
  std::atomic<int> count_ = 0;
};

/// The server shared by the whole program.
[[nodiscard]] PostgresqlServer& shared_postgresql_server();

/// Runs SQL statements on a separate connection; returns the first column of the last one's first
/// row, if any. Throws std::runtime_error with the database's message.
std::string run_postgresql(const std::string& url, const std::string& statements);

}  // namespace gatehouse::testing
