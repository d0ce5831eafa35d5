#include "libpq_session.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <string_view>
#include <utility>

#include "postgresql_dialect.hpp"

namespace gatehouse {
namespace {

/// Joins the lines of a message.
std::string in_one_line(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos;) {
    text.replace(at, 1, "; ");
  }
  return text;
}

/// Returns 0 for a command that affects no rows, for which libpq returns an empty text.
long long affected_rows_of(PGresult* answer) {
  const std::string_view text(PQcmdTuples(answer));
  long long count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

/// Receives warnings and notices, which libpq would write to standard error. `warned` points to a
/// bool.
void take_notice(void* warned, const PGresult* notice) {
  const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity != nullptr && std::string_view(severity) == "WARNING") {
    *static_cast<bool*>(warned) = true;
  }
}

PGconn* connect(const PostgresqlAddress& address) {
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  for (const auto& [keyword, value] : address.parameters) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  return PQconnectdbParams(keywords.data(), values.data(), 0);
}

bool is_success(const LibpqSession::Answer& answer) {
  const ExecStatusType status = PQresultStatus(answer.get());
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/// Replaces ":name" by "$1", PostgreSQL's syntax.
std::string with_numbers(const std::string& sql, const std::vector<sql::Parameter>& parameters) {
  std::string text;
  std::size_t done = 0;
  for (const auto& [begin, end] : sql::parameter_uses(sql)) {
    const std::string_view name(sql.data() + begin + 1, end - begin - 1);
    const auto found =
        std::find_if(parameters.begin(), parameters.end(),
                     [&](const sql::Parameter& parameter) { return parameter.name == name; });
    text.append(sql, done, begin - done)
        .append("$" + std::to_string(found - parameters.begin() + 1));
    done = end;
  }
  return text.append(sql, done);
}

class LibpqStatement final : public sql::PreparedStatement {
 public:
  LibpqStatement(LibpqSession& session, std::string name,
                 const std::vector<sql::Parameter>& parameters, std::vector<sql::Place> columns)
      : session_(session),
        name_(std::move(name)),
        columns_(std::move(columns)),
        numbers_(parameters.size()),
        values_(parameters.size()) {
    for (const sql::Parameter& parameter : parameters) parameters_.push_back(parameter.place);
  }

  bool execute() override {
    for (std::size_t i = 0; i < parameters_.size(); ++i) values_[i] = text_of(i);
    answer_ = session_.ask_prepared(name_, values_);
    session_.require_success(answer_);
    affected_rows_ = affected_rows_of(answer_.get());
    row_ = -1;
    return fetch();
  }

  bool fetch() override {
    if (columns_.empty() || ++row_ >= PQntuples(answer_.get())) {
      // The result is freed here, since statements live as long as the connection.
      answer_.reset();
      return false;
    }
    if (PQnfields(answer_.get()) != static_cast<int>(columns_.size())) {
      throw PortError("a statement's columns do not fit");
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) read(columns_[i], static_cast<int>(i));
    return true;
  }

  long long affected_rows() override { return affected_rows_; }

 private:
  const char* text_of(std::size_t index) {
    const sql::Place& place = parameters_[index];
    if (place.is_null != nullptr && *place.is_null) return nullptr;
    if (const auto* text = std::get_if<std::string*>(&place.value)) return (*text)->c_str();
    numbers_[index] = std::to_string(*std::get<long long*>(place.value));
    return numbers_[index].c_str();
  }

  void read(const sql::Place& place, int column) {
    const bool is_null = PQgetisnull(answer_.get(), row_, column) != 0;
    if (place.is_null != nullptr) *place.is_null = is_null;
    if (is_null) {
      if (place.is_null == nullptr) throw PortError("the database gave NULL for a column");
      return;
    }
    const char* begin = PQgetvalue(answer_.get(), row_, column);
    const char* end = begin + PQgetlength(answer_.get(), row_, column);
    if (const auto* text = std::get_if<std::string*>(&place.value)) {
      (*text)->assign(begin, end);
      return;
    }
    const auto [stop, failure] = std::from_chars(begin, end, *std::get<long long*>(place.value));
    if (failure != std::errc() || stop != end) {
      throw PortError("the database gave something else for a number");
    }
  }

  LibpqSession& session_;
  std::string name_;
  std::vector<sql::Place> parameters_;
  std::vector<sql::Place> columns_;
  std::vector<std::string> numbers_;
  std::vector<const char*> values_;
  LibpqSession::Answer answer_{nullptr, PQclear};
  int row_ = -1;
  long long affected_rows_ = 0;
};

}  // namespace

std::string_view sqlstate(const LibpqSession::Answer& answer) {
  const char* state = PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
  return state == nullptr ? "08000" : state;
}

LibpqSession::LibpqSession(const PostgresqlAddress& address)
    : handle_(connect(address), PQfinish),
      prefix_("gatehouse_" + std::to_string(PQbackendPID(handle_.get())) + "_") {
  if (PQstatus(handle_.get()) != CONNECTION_OK) {
    throw CannotConnect("cannot connect to database " + address.name + ": " +
                        in_one_line(PQerrorMessage(handle_.get())));
  }
  PQsetNoticeReceiver(handle_.get(), take_notice, &warned);
  if (PQsetnonblocking(handle_.get(), 1) != 0) {
    throw CannotConnect("cannot connect to database " + address.name + ": no memory");
  }
}

LibpqSession::~LibpqSession() {
  // PQfinish() sends a Terminate message, and waits until it is sent. With the socket shut down, it
  // does not wait for an unresponsive server.
  if (!is_connected()) ::shutdown(PQsocket(handle_.get()), SHUT_RDWR);
}

std::string_view LibpqSession::parameter(const char* name) const noexcept {
  const char* value = PQparameterStatus(handle_.get(), name);
  return value == nullptr ? std::string_view() : value;
}

LibpqSession::Answer LibpqSession::ask(const char* command) {
  return receive(PQsendQuery(handle_.get(), command));
}

LibpqSession::Answer LibpqSession::run(const char* command) {
  Answer answer = ask(command);
  require_success(answer);
  return answer;
}

LibpqSession::Answer LibpqSession::run(const char* statement,
                                       const std::vector<const char*>& values) {
  Answer answer =
      receive(PQsendQueryParams(handle_.get(), statement, static_cast<int>(values.size()), nullptr,
                                values.data(), nullptr, nullptr, 0));
  require_success(answer);
  return answer;
}

LibpqSession::Answer LibpqSession::ask_prepared(const std::string& name,
                                                const std::vector<const char*>& values) {
  return receive(PQsendQueryPrepared(handle_.get(), name.c_str(), static_cast<int>(values.size()),
                                     values.data(), nullptr, nullptr, 0));
}

std::unique_ptr<sql::PreparedStatement> LibpqSession::prepare(
    const std::string& sql, const std::vector<sql::Parameter>& parameters,
    const std::vector<sql::Place>& columns) {
  std::string name = prefix_ + std::to_string(++prepared_);
  require_success(receive(PQsendPrepare(handle_.get(), name.c_str(),
                                        with_numbers(sql, parameters).c_str(), 0, nullptr)));
  return std::make_unique<LibpqStatement>(*this, std::move(name), parameters, columns);
}

void LibpqSession::require_success(const Answer& answer) {
  if (is_success(answer)) return;
  const std::string_view state = sqlstate(answer);
  if (!leaves_session_in_order(state)) give_up();
  const std::string message =
      answer ? PQresultErrorMessage(answer.get()) : PQerrorMessage(handle_.get());
  std::rethrow_exception(to_port_error(state, message));
}

void LibpqSession::notice() {
  pollfd socket{.fd = PQsocket(handle_.get()), .events = POLLIN, .revents = 0};
  while (PQstatus(handle_.get()) == CONNECTION_OK && ::poll(&socket, 1, 0) > 0) {
    if (PQconsumeInput(handle_.get()) == 0) break;
  }
}

LibpqSession::Answer LibpqSession::receive(int sent) {
  if (sent == 0 || is_silent_) {
    give_up();
    throw ConnectionLost("the connection to the database was lost");
  }
  exchange();
  // The whole answer has been received, so nothing blocks. Of several statements, the first that
  // fails is the last that runs.
  Answer last(nullptr, PQclear);
  while (PGresult* next = PQgetResult(handle_.get())) last.reset(next);
  return last;
}

void LibpqSession::exchange() {
  PGconn* const handle = handle_.get();
  Clock::time_point deadline = deadline_;
  if (longest_answer_ != Clock::duration::max()) {
    deadline = std::min(deadline, Clock::now() + longest_answer_);
  }
  for (;;) {
    const int unsent = PQflush(handle);
    if (unsent == 0 && PQisBusy(handle) == 0) return;
    if (PQsocket(handle) < 0) return;
    await(static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN), deadline);
    if (PQconsumeInput(handle) != 0) continue;
    if (PQstatus(handle) != CONNECTION_OK) return;
    // There is no memory for the answer, so the session cannot continue.
    fall_silent();
    throw ConnectionLost("the connection to the database was lost");
  }
}

void LibpqSession::fall_silent() noexcept {
  is_silent_ = true;
  ::shutdown(PQsocket(handle_.get()), SHUT_RDWR);
}

void LibpqSession::await(short events, Clock::time_point deadline) {
  pollfd socket{.fd = PQsocket(handle_.get()), .events = events, .revents = 0};
  for (;;) {
    int wait = -1;
    if (deadline != Clock::time_point::max()) {
      constexpr std::chrono::milliseconds longest(std::chrono::hours(1));
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
      wait = static_cast<int>(std::clamp(left, std::chrono::milliseconds(0), longest).count());
    }
    const int ready = ::poll(&socket, 1, wait);
    if (ready > 0) return;
    const bool again = ready == 0 || errno == EINTR;
    if (again && Clock::now() < deadline) continue;
    fall_silent();
    throw ServerSilent("the database did not answer in time");
  }
}

}  // namespace gatehouse
