#include "postgresql_dialect.hpp"

#include <algorithm>
#include <array>

#include <gatehouse/ports/storage_error.hpp>

namespace gatehouse {
namespace {

bool is_one_of(std::string_view sqlstate, std::initializer_list<std::string_view> others) {
  return std::find(others.begin(), others.end(), sqlstate) != others.end();
}

bool begins_with_one_of(std::string_view sqlstate,
                        std::initializer_list<std::string_view> classes) {
  return std::any_of(classes.begin(), classes.end(),
                     [&](std::string_view one) { return sqlstate.starts_with(one); });
}

/// Messages of these classes name tables, settings and faults of the server. Those of other classes
/// (22: bad data, 23: constraints) may repeat a value.
bool is_without_data(std::string_view sqlstate) {
  return begins_with_one_of(
      sqlstate, {"08", "0A", "25", "28", "3D", "3F", "42", "53", "54", "55", "57", "58"});
}

/// Returns the text after "ERROR:" in the first line that has it. Further lines contain details,
/// hints and the statement.
std::string_view primary_message(std::string_view message) {
  for (const std::string_view severity : {"ERROR:", "FATAL:", "PANIC:"}) {
    const std::size_t found = message.find(severity);
    if (found != std::string_view::npos) message.remove_prefix(found + severity.size());
  }
  const std::size_t begin = std::min(message.find_first_not_of(" \n"), message.size());
  message.remove_prefix(begin);
  return message.substr(0, message.find('\n'));
}

template <class Error>
std::exception_ptr say(std::string text) {
  return std::make_exception_ptr(Error(text));
}

}  // namespace

// Text is ordered by bytes, whatever the database's collation is.
sql::DialectWords PostgresqlDialect::words() const noexcept {
  return {.key = "BIGINT", .text = "TEXT COLLATE \"C\"", .clustered = ""};
}

const char* PostgresqlDialect::begin_write() const noexcept {
  return "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE";
}

// REPEATABLE READ reads one snapshot too, but possibly one that no serial order of the transactions
// yields (https://wiki.postgresql.org/wiki/SSI#Read_Only_Transactions).
const char* PostgresqlDialect::begin_read() const noexcept {
  return "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY";
}

const char* PostgresqlDialect::count_tables() const noexcept {
  return "SELECT count(*) FROM pg_catalog.pg_tables"
         " WHERE schemaname = ANY (current_schemas(false)) AND tablename = :name";
}

std::exception_ptr to_port_error(std::string_view sqlstate, std::string_view message) {
  std::string said = is_without_data(sqlstate) ? std::string(primary_message(message)) : "";
  if (said.empty()) said = "SQLSTATE " + std::string(sqlstate);

  // Serialization failure, deadlock.
  if (is_one_of(sqlstate, {"40001", "40P01"})) {
    return say<TransactionConflict>(
        "the database is busy: others that ran at the same time kept getting in the way");
  }
  if (sqlstate == "23505") return say<DuplicateKey>("the database holds such a key already");
  // A lost connection, one that the server ended (by its administrator, after a crash, for being
  // idle), and one to a server that has become a standby.
  if (sqlstate.starts_with("08") || sqlstate == "     " ||
      is_one_of(sqlstate, {"57P01", "57P02", "57P03", "57P05", "25P03", "25006"})) {
    return say<ConnectionLost>("the connection to the database was lost: " + said);
  }
  // A lock or statement timeout; no memory, locks or connections left.
  if (is_one_of(sqlstate, {"55P03", "57014", "53200", "53300"})) {
    return say<TransientPortError>("the database is busy: " + said);
  }
  if (sqlstate == "53100") return say<StorageUnwritable>("the database's disk is full");
  if (sqlstate == "58030") return say<StorageUnwritable>("the database's disk failed: " + said);
  // A damaged page or row, a damaged index, a missing file.
  if (is_one_of(sqlstate, {"XX001", "XX002", "58P01"})) {
    return say<StorageDamaged>("the database is damaged: " + std::string(primary_message(message)));
  }
  if (sqlstate == "42501") return say<PortError>("the database refuses: " + said);
  return say<PortError>("the database failed: " + said);
}

bool leaves_session_in_order(std::string_view sqlstate) noexcept {
  return begins_with_one_of(sqlstate, {"22", "23"}) ||
         is_one_of(sqlstate, {"40001", "40P01", "55P03", "57014"});
}

bool leaves_in_doubt(std::string_view sqlstate) noexcept {
  return sqlstate.starts_with("08") || sqlstate == "40003";
}

}  // namespace gatehouse
