#include "postgresql_connection.hpp"

#include <algorithm>
#include <string_view>

#include "session_setup.hpp"

namespace gatehouse {
namespace {

/// How long after the database's deadline the connection is given up.
constexpr std::chrono::milliseconds grace{500};
/// The minimum time for ROLLBACK: a connection that completes it is kept.
constexpr std::chrono::milliseconds to_roll_back{200};

}  // namespace

PostgresqlConnection::PostgresqlConnection(const PostgresqlAddress& address)
    : session_(address),
      connection_{.driver = session_, .dialect = dialect_},
      transaction_(connection_),
      lock_deadline_(address.lock_deadline) {
  set_up(session_, address);
  if (address.statement_deadline > std::chrono::milliseconds::zero()) {
    session_.set_longest_answer(address.statement_deadline + grace);
  }
}

void PostgresqlConnection::set_deadline(Clock::time_point deadline) noexcept {
  deadline_ = deadline;
  session_.set_deadline(deadline == Clock::time_point::max() ? deadline : deadline + grace);
}

void PostgresqlConnection::begin_read() { begin(dialect_.begin_read()); }

void PostgresqlConnection::begin_write() { begin(dialect_.begin_write()); }

void PostgresqlConnection::begin(const char* command) {
  std::string commands = command;
  // For new work the session's own lock_timeout is right, up to a negligible difference.
  if (deadline_ != Clock::time_point::max()) {
    using std::chrono::milliseconds;
    const auto left = std::chrono::ceil<milliseconds>(deadline_ - Clock::now());
    if (left + lock_deadline_ / 16 < lock_deadline_) commands += "; " + lock_limit(left);
  }
  try {
    session_.run(commands.c_str());
  } catch (const ServerSilent&) {
    throw;
  } catch (const PortError& error) {
    session_.give_up();
    throw ConnectionLost(std::string("the database begins no transaction: ") + error.what());
  }
}

void PostgresqlConnection::check_intact() {
  session_.notice();
  if (session_.is_lost()) {
    throw ConnectionLost("the connection to the database was lost");
  }
  // On COMMIT of a failed transaction, PostgreSQL rolls it back and reports success.
  connection_.require_no_failure();
  if (!session_.is_in_transaction()) {
    throw PortError("a statement of the transaction failed");
  }
}

void PostgresqlConnection::commit() {
  check_intact();
  session_.warned = false;
  const LibpqSession::Answer answer = ask_to_commit();
  if (PQresultStatus(answer.get()) == PGRES_COMMAND_OK) {
    if (std::string_view(PQcmdStatus(answer.get())) != "COMMIT") {
      throw PortError("the database rolled the transaction back");
    }
    // The database stopped waiting for its standby and reports success with a warning. The standby
    // may become the primary without this transaction.
    if (session_.warned) {
      throw CommitInDoubt("the database committed without waiting for its standby");
    }
    return;
  }
  if (session_.is_lost() || leaves_in_doubt(sqlstate(answer))) {
    session_.give_up();
    throw CommitInDoubt("the connection to the database was lost while it committed");
  }
  session_.require_success(answer);
}

LibpqSession::Answer PostgresqlConnection::ask_to_commit() {
  try {
    return session_.ask("COMMIT");
  } catch (const ServerSilent&) {
    throw CommitInDoubt("the database did not say in time whether it committed");
  } catch (const ConnectionLost&) {
    throw CommitInDoubt("the connection to the database was lost while it committed");
  }
}

void PostgresqlConnection::end_read() {
  check_intact();
  session_.run("COMMIT");
}

void PostgresqlConnection::roll_back() noexcept {
  connection_.failed = false;
  if (!session_.is_connected()) return session_.give_up();
  try {
    session_.set_deadline(std::max(session_.deadline(), Clock::now() + to_roll_back));
    session_.run("ROLLBACK");
  } catch (...) {
    session_.give_up();
  }
}

}  // namespace gatehouse
