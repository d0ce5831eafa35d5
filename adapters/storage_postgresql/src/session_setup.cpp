#include "session_setup.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "postgresql_dialect.hpp"

namespace gatehouse {
namespace {

std::string value_at(const LibpqSession::Answer& answer, int column) {
  return PQgetvalue(answer.get(), 0, column);
}

/// Returns the id of the server process that serves the session, which a pooler may change.
std::string serving_process(LibpqSession& session) {
  return value_at(session.run("SELECT pg_backend_pid()"), 0);
}

/// A pooler announces a process id of its own.
bool is_pooled(const LibpqSession& session, const std::string& process) {
  return process != "0" && process != std::to_string(session.announced_process());
}

[[noreturn]] void refuse_silent(const PostgresqlAddress& address) {
  throw CannotConnect("cannot connect to database " + address.name +
                      ": the server takes the connection and does not answer");
}

std::string first_process(LibpqSession& session, const PostgresqlAddress& address) {
  try {
    return serving_process(session);
  } catch (const ServerSilent&) {
    refuse_silent(address);
  }
}

[[noreturn]] void refuse_pooler(const PostgresqlAddress& address) {
  throw PortError("database " + address.name +
                  " is behind a pooler that lends another server process to each transaction, and "
                  "each connection needs one of its own: let it pool sessions (PgBouncer: "
                  "pool_mode = session)");
}

void require_encoding(const LibpqSession& session, const PostgresqlAddress& address) {
  const std::string_view encoding = session.parameter("server_encoding");
  if (encoding.empty() || encoding == "UTF8") return;
  throw PortError("database " + address.name + " has the encoding " + std::string(encoding) +
                  ", and must have UTF8");
}

/// Returns the name of each setting, or its name and value.
std::vector<const char*> arguments_of(const PostgresqlAddress& address, bool with_values) {
  std::vector<const char*> arguments;
  for (const auto& [name, value] : address.settings) {
    arguments.push_back(name.c_str());
    if (with_values) arguments.push_back(value.c_str());
  }
  return arguments;
}

/// Applies the settings. The answer contains the id of the server process, whether it is read-only,
/// and the resulting value of each setting.
LibpqSession::Answer make_settings(LibpqSession& session, const PostgresqlAddress& address) {
  std::string query = "SELECT pg_backend_pid(), pg_is_in_recovery()";
  for (std::size_t i = 0; i < address.settings.size(); ++i) {
    query += ", set_config($" + std::to_string(2 * i + 1) + "::text, $" +
             std::to_string(2 * i + 2) + "::text, false)";
  }
  return session.run(query.c_str(), arguments_of(address, true));
}

LibpqSession::Answer read_settings(LibpqSession& session, const PostgresqlAddress& address) {
  std::string query = "SELECT pg_backend_pid(), pg_is_in_recovery()";
  for (std::size_t i = 0; i < address.settings.size(); ++i) {
    query += ", current_setting($" + std::to_string(i + 1) + "::text)";
  }
  return session.run(query.c_str(), arguments_of(address, false));
}

void require_the_same(const LibpqSession::Answer& made, const LibpqSession::Answer& read,
                      const PostgresqlAddress& address) {
  if (value_at(made, 0) != value_at(read, 0)) refuse_pooler(address);
  int column = 2;
  for (const auto& [name, value] : address.settings) {
    if (value_at(made, column) != value_at(read, column)) {
      std::string why = "database " + address.name + ": the setting ";
      why.append(name).append(" = ").append(value);
      throw PortError(why + " did not take; is there a pooler that does not keep sessions?");
    }
    ++column;
  }
}

}  // namespace

std::string lock_limit(std::chrono::milliseconds longest) {
  // The minimum is 1, as 0 means no limit.
  return "SET LOCAL lock_timeout = " +
         std::to_string(std::max<std::chrono::milliseconds::rep>(1, longest.count()));
}

void set_up(LibpqSession& session, const PostgresqlAddress& address) {
  session.set_deadline(LibpqSession::Clock::now() + address.set_up_deadline);
  require_encoding(session, address);
  try {
    const LibpqSession::Answer made = make_settings(session, address);
    if (is_pooled(session, value_at(made, 0))) {
      require_the_same(made, read_settings(session, address), address);
    }
    if (value_at(made, 1) == "t") {
      throw CannotConnect("database " + address.name +
                          " is a standby, which takes no writes: name the primary, or all hosts "
                          "with target_session_attrs=read-write");
    }
  } catch (const ServerSilent&) {
    refuse_silent(address);
  } catch (const ConnectionLost& error) {
    throw CannotConnect("cannot connect to database " + address.name + ": " + error.what());
  }
  session.set_deadline(LibpqSession::Clock::time_point::max());
}

void require_lasting_sessions(const PostgresqlAddress& address) {
  LibpqSession one(address);
  one.set_deadline(LibpqSession::Clock::now() + address.set_up_deadline);
  // A pooler assigns the most recently freed server process, or each of them in turn.
  std::vector<std::string> of_one{first_process(one, address)};
  if (!is_pooled(one, of_one[0])) return;
  try {
    LibpqSession other(address);
    one.set_deadline(LibpqSession::Clock::now() + address.set_up_deadline);
    other.set_deadline(one.deadline());
    const std::string of_other = serving_process(other);
    of_one.push_back(serving_process(one));
    of_one.push_back(serving_process(one));
    if (serving_process(other) != of_other || of_other == of_one[0]) refuse_pooler(address);
  } catch (const TransientPortError&) {
    // The pooler has only one server connection, and does not share it.
    return;
  }
  if (std::set<std::string>(of_one.begin(), of_one.end()).size() > 1) refuse_pooler(address);
}

}  // namespace gatehouse
