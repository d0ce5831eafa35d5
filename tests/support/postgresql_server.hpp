/// A PostgreSQL server for the time of a test program: a real one, on a free port of 127.0.0.1,
/// with its files in a temporary folder. It ends with the program, however that ends.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <string>
#include <vector>

namespace gatehouse::testing {

class PostgresqlServer {
 public:
  /// `arguments`: those of postgresql_server.py. Throws when there is no server to be had, after
  /// that script has said why on standard error.
  explicit PostgresqlServer(const std::vector<std::string>& arguments = {});
  PostgresqlServer(const PostgresqlServer&) = delete;
  PostgresqlServer& operator=(const PostgresqlServer&) = delete;
  ~PostgresqlServer();

  /// Its superuser's, with the password.
  [[nodiscard]] std::string url(const std::string& database = "postgres") const;
  [[nodiscard]] const std::string& port() const noexcept { return port_; }

  /// Makes a database like another one, which nobody uses meanwhile; its name.
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

/// One for the whole program.
[[nodiscard]] PostgresqlServer& shared_postgresql_server();

/// Runs SQL statements on a connection of its own; returns the first column of the last one's first
/// row, if any. Throws std::runtime_error with what the database said.
std::string run_postgresql(const std::string& url, const std::string& statements);

}  // namespace gatehouse::testing
