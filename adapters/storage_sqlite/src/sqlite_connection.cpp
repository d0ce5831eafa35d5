#include "sqlite_connection.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <filesystem>

namespace gatehouse {
namespace {

/// SOCI takes the whole text as the file's name, unless it contains a '='. An absolute path is
/// never one of the names that SQLite interprets (":memory:", "file:…").
std::string connect_string(const std::string& path) {
  std::string absolute = std::filesystem::absolute(path).string();
  if (absolute.find('=') == std::string::npos) return absolute;
  if (absolute.find('"') != std::string::npos) {
    throw PortError("a database's path cannot hold both '=' and '\"': " + path);
  }
  return "db=\"" + absolute + "\"";
}

void open(soci::session& session, const std::string& path) {
  try {
    session.open(soci::sqlite3, connect_string(path));
  } catch (const soci::soci_error& error) {
    std::rethrow_exception(to_port_error(error));
  }
}

}  // namespace

SqliteConnection::SqliteConnection(const std::string& path, std::chrono::milliseconds busy_timeout)
    : connection_{.driver = driver_, .dialect = dialect_}, transaction_(connection_) {
  open(session_, path);
  // The timeout must not be zero: a writer that waits for another process would retry without
  // pause.
  run("PRAGMA busy_timeout = " +
      std::to_string(std::max<std::chrono::milliseconds::rep>(10, busy_timeout.count())));
}

void* SqliteConnection::handle() noexcept {
  return static_cast<soci::sqlite3_session_backend*>(session_.get_backend())->conn_;
}

void SqliteConnection::run(const std::string& statement) {
  sql::Command(connection_, statement).run();
}

long long SqliteConnection::number(const std::string& query) {
  return sql::Statement<sql::In<>, sql::Out<long long>>(connection_, query).value();
}

std::string SqliteConnection::text(const std::string& query) {
  return sql::Statement<sql::In<>, sql::Out<std::string>>(connection_, query).value();
}

}  // namespace gatehouse
