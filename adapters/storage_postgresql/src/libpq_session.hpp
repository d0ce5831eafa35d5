/// One session with the server: libpq's connection, none of whose calls waits without end.
///
/// libpq is used without blocking: each command is sent, and its answer waited for with poll()
/// until the deadline. A server that does not answer by then may still be at work, so that nothing
/// can be said on this connection any more: it is shut down and of no use from then on.
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

  /// Connects, which takes as long as the address's connect_timeout allows for each host. Throws
  /// CannotConnect with what libpq said when that does not work.
  explicit LibpqSession(const PostgresqlAddress& address);

  LibpqSession(const LibpqSession&) = delete;
  LibpqSession& operator=(const LibpqSession&) = delete;

  /// Ends the session without waiting for the server.
  ~LibpqSession() override;

  /// For how long the server may take to answer a single command.
  void set_longest_answer(Clock::duration longest) noexcept { longest_answer_ = longest; }
  /// Until when commands from here on may take, all together.
  void set_deadline(Clock::time_point deadline) noexcept { deadline_ = deadline; }
  [[nodiscard]] Clock::time_point deadline() const noexcept { return deadline_; }

  /// Runs the statements of `command` and returns the answer to the last one, or the refusal.
  /// Throws ServerSilent past the deadline.
  [[nodiscard]] Answer ask(const char* command);

  /// The same, for a command that gives rows or none. Throws what a refusal stands for.
  Answer run(const char* command);
  /// The same, for a single statement with parameters ($1, …).
  Answer run(const char* statement, const std::vector<const char*>& values);

  std::unique_ptr<sql::PreparedStatement> prepare(const std::string& sql,
                                                  const std::vector<sql::Parameter>& parameters,
                                                  const std::vector<sql::Place>& columns) override;

  /// The same as ask(), for a statement that was prepared by that name.
  [[nodiscard]] Answer ask_prepared(const std::string& name,
                                    const std::vector<const char*>& values);

  /// Throws what `answer` stands for when it is a refusal. One that does not come from the work at
  /// hand, but may come from the server or from the session itself, is a reason not to keep the
  /// session once its work is done.
  void require_success(const Answer& answer);

  /// Reads what the server has said unasked, and finds out that it has hung up.
  void notice();

  [[nodiscard]] bool is_in_transaction() const noexcept {
    return PQtransactionStatus(handle_.get()) == PQTRANS_INTRANS;
  }
  /// True when it is in no transaction, and nothing has shown that it is better not kept.
  [[nodiscard]] bool is_idle() const noexcept {
    return is_kept_ && is_connected() && PQtransactionStatus(handle_.get()) == PQTRANS_IDLE;
  }
  /// Whether the server can be asked more.
  [[nodiscard]] bool is_connected() const noexcept { return !is_silent_ && !is_lost(); }
  [[nodiscard]] bool is_lost() const noexcept { return PQstatus(handle_.get()) != CONNECTION_OK; }
  /// Once its work is done.
  void give_up() noexcept { is_kept_ = false; }

  /// Whether the server has warned of something since this was last set to false.
  bool warned = false;

  /// What the server said of itself when the session began; empty when it did not.
  [[nodiscard]] std::string_view parameter(const char* name) const noexcept;
  /// As libpq numbers them: 150004 is 15.4.
  [[nodiscard]] int server_version() const noexcept { return PQserverVersion(handle_.get()); }
  /// The process that the server announced; a pooler announces a number of its own.
  [[nodiscard]] int announced_process() const noexcept { return PQbackendPID(handle_.get()); }

 private:
  [[nodiscard]] Answer receive(int sent);
  void await(short events, Clock::time_point deadline);
  void fall_silent() noexcept;
  /// Waits until everything has been sent and the whole answer has come, or the connection is lost.
  void exchange();

  std::unique_ptr<PGconn, decltype(&PQfinish)> handle_;
  Clock::time_point deadline_ = Clock::time_point::max();
  Clock::duration longest_answer_ = Clock::duration::max();
  /// The server has not answered in time, and the socket is shut down.
  bool is_silent_ = false;
  bool is_kept_ = true;
  /// What the names of its prepared statements begin with: unlike that of others, whose server
  /// process a pooler may hand on to it.
  std::string prefix_;
  std::size_t prepared_ = 0;
};

/// The five letters of a refusal; "08000" when it comes from libpq, which has lost the connection.
[[nodiscard]] std::string_view sqlstate(const LibpqSession::Answer& answer);

}  // namespace gatehouse
