/// One session with the server: a libpq connection whose calls all have a deadline.
///
/// libpq is used in non-blocking mode: each command is sent, and poll() waits for its answer until
/// the deadline. A server that has not answered by then may still be executing the command, so the
/// connection is shut down and cannot be used any more.
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/storage_sql/driver.hpp>

#include "postgresql_address.hpp"

namespace gatehouse {

class LibpqSession final : public sql::Driver {
 public:
  using Clock = std::chrono::steady_clock;
  using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

  /// Connects, within the address's connect_timeout for each host. Throws CannotConnect with
  /// libpq's message on failure.
  explicit LibpqSession(const PostgresqlAddress& address);

  LibpqSession(const LibpqSession&) = delete;
  LibpqSession& operator=(const LibpqSession&) = delete;

  /// Ends the session without waiting for the server.
  ~LibpqSession() override;

  /// Sets how long the server may take to answer a single command.
  void set_longest_answer(Clock::duration longest) noexcept { longest_answer_ = longest; }
  /// Sets the common deadline of all following commands.
  void set_deadline(Clock::time_point deadline) noexcept { deadline_ = deadline; }
  [[nodiscard]] Clock::time_point deadline() const noexcept { return deadline_; }

  /// Runs the statements of `command` and returns the answer to the last one, or the first error.
  /// Throws ServerSilent past the deadline.
  [[nodiscard]] Answer ask(const char* command);

  /// As ask(), for a command with or without rows. Throws the exception for an error.
  Answer run(const char* command);
  /// As run() above, for a single statement with parameters ($1, …).
  Answer run(const char* statement, const std::vector<const char*>& values);

  std::unique_ptr<sql::PreparedStatement> prepare(const std::string& sql,
                                                  const std::vector<sql::Parameter>& parameters,
                                                  const std::vector<sql::Place>& columns) override;

  /// As ask(), for the statement prepared under that name.
  [[nodiscard]] Answer ask_prepared(const std::string& name,
                                    const std::vector<const char*>& values);

  /// Throws the exception for `answer` when it is an error. An error that may come from the server
  /// or the session, rather than from the statement, also calls give_up().
  void require_success(const Answer& answer);

  /// Reads unsolicited messages of the server, and detects that it has closed the connection.
  void notice();

  [[nodiscard]] bool is_in_transaction() const noexcept {
    return PQtransactionStatus(handle_.get()) == PQTRANS_INTRANS;
  }
  /// True when the session is in no transaction, and give_up() was not called.
  [[nodiscard]] bool is_idle() const noexcept {
    return is_kept_ && is_connected() && PQtransactionStatus(handle_.get()) == PQTRANS_IDLE;
  }
  /// Whether commands can be sent to the server.
  [[nodiscard]] bool is_connected() const noexcept { return !is_silent_ && !is_lost(); }
  [[nodiscard]] bool is_lost() const noexcept { return PQstatus(handle_.get()) != CONNECTION_OK; }
  /// Marks the session to be closed when its current work is done.
  void give_up() noexcept { is_kept_ = false; }

  /// Whether the server has sent a warning since this was last set to false.
  bool warned = false;

  /// A parameter that the server reported at the start of the session; empty when it did not.
  [[nodiscard]] std::string_view parameter(const char* name) const noexcept;
  /// The version in libpq's numbering: 150004 is 15.4.
  [[nodiscard]] int server_version() const noexcept { return PQserverVersion(handle_.get()); }
  /// The process id that the server announced; a pooler announces a number of its own.
  [[nodiscard]] int announced_process() const noexcept { return PQbackendPID(handle_.get()); }

 private:
  [[nodiscard]] Answer receive(int sent);
  void await(short events, Clock::time_point deadline);
  void fall_silent() noexcept;
  /// Waits until the command is sent and its whole answer received, or the connection is lost.
  void exchange();

  std::unique_ptr<PGconn, decltype(&PQfinish)> handle_;
  Clock::time_point deadline_ = Clock::time_point::max();
  Clock::duration longest_answer_ = Clock::duration::max();
  /// True when the server has not answered in time, and the socket is shut down.
  bool is_silent_ = false;
  bool is_kept_ = true;
  /// The prefix of the names of prepared statements. It is unique per session, since a pooler may
  /// assign a server process to several sessions in turn.
  std::string prefix_;
  std::size_t prepared_ = 0;
};

/// The SQLSTATE of an error; "08000" when libpq has lost the connection.
[[nodiscard]] std::string_view sqlstate(const LibpqSession::Answer& answer);

}  // namespace gatehouse
