#include "postgresql_connection.hpp"

#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

namespace gatehouse {
namespace {

/// Lines become one.
std::string in_one_line(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos;) {
    text.replace(at, 1, "; ");
  }
  return text;
}

/// SOCI says in a line of its own that it cannot connect, and then why.
std::string reason(const soci::soci_error& error) {
  std::string message = error.get_error_message();
  const std::size_t end = message.find('\n');
  if (end != std::string::npos) message.erase(0, end + 1);
  return in_one_line(std::move(message));
}

void open(soci::session& session, const PostgresqlAddress& address) {
  try {
    session.open(soci::postgresql, address.connection_url);
  } catch (const soci::soci_error& error) {
    throw CannotConnect("cannot connect to database " + address.name + ": " + reason(error));
  }
}

soci::postgresql_session_backend& backend_of(soci::session& session) {
  return *static_cast<soci::postgresql_session_backend*>(session.get_backend());
}

using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

std::string_view sqlstate(const Answer& answer) {
  const char* state = PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
  return state == nullptr ? "08000" : state;
}

}  // namespace

PostgresqlConnection::PostgresqlConnection(const PostgresqlAddress& address)
    : connection_{.session = session_, .dialect = dialect_}, transaction_(connection_) {
  open(session_, address);
  handle_ = backend_of(session_).conn_;
  // Otherwise libpq writes to standard error.
  PQsetNoticeReceiver(
      handle_, [](void*, const PGresult*) {}, nullptr);
  const char* encoding = PQparameterStatus(handle_, "server_encoding");
  if (encoding != nullptr && std::string_view(encoding) != "UTF8") {
    throw PortError("database " + address.name + " has the encoding " + encoding +
                    ", and must have UTF8");
  }
}

PostgresqlConnection::~PostgresqlConnection() {
  // First, or each statement would ask the server to forget it: a round trip each, and without end
  // when the server does not answer. SOCI does the same with a session that has a connection left.
  PQfinish(std::exchange(backend_of(session_).conn_, nullptr));
}

void PostgresqlConnection::begin_read() { run(dialect_.begin_read()); }

void PostgresqlConnection::begin_write() { run(dialect_.begin_write()); }

void PostgresqlConnection::run(const char* command) {
  const Answer answer(PQexec(handle_, command), PQclear);
  if (PQresultStatus(answer.get()) == PGRES_COMMAND_OK) return;
  std::rethrow_exception(to_port_error(sqlstate(answer), PQerrorMessage(handle_)));
}

void PostgresqlConnection::check_intact() {
  // What the server has said meanwhile, and that it has hung up, comes to light by reading.
  pollfd socket{.fd = PQsocket(handle_), .events = POLLIN, .revents = 0};
  while (PQstatus(handle_) == CONNECTION_OK && ::poll(&socket, 1, 0) > 0) {
    if (PQconsumeInput(handle_) == 0) break;
  }
  if (PQstatus(handle_) != CONNECTION_OK) {
    throw ConnectionLost("the connection to the database was lost");
  }
  // Told to commit a transaction that has failed, PostgreSQL rolls it back and calls that a
  // success.
  if (connection_.failed || PQtransactionStatus(handle_) != PQTRANS_INTRANS) {
    throw PortError("a statement of the transaction failed");
  }
}

void PostgresqlConnection::commit() {
  check_intact();
  const Answer answer(PQexec(handle_, "COMMIT"), PQclear);
  if (PQresultStatus(answer.get()) == PGRES_COMMAND_OK) {
    if (std::string_view(PQcmdStatus(answer.get())) == "COMMIT") return;
    throw PortError("the database rolled the transaction back");
  }
  if (PQstatus(handle_) != CONNECTION_OK || leaves_in_doubt(sqlstate(answer))) {
    throw CommitInDoubt("the connection to the database was lost while it committed");
  }
  std::rethrow_exception(to_port_error(sqlstate(answer), PQerrorMessage(handle_)));
}

void PostgresqlConnection::end_read() {
  check_intact();
  run("COMMIT");
}

void PostgresqlConnection::roll_back() noexcept {
  PQclear(PQexec(handle_, "ROLLBACK"));
  connection_.failed = false;
}

bool PostgresqlConnection::is_idle() const noexcept {
  return PQtransactionStatus(handle_) == PQTRANS_IDLE;
}

}  // namespace gatehouse
