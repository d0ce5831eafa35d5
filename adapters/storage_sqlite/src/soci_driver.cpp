#include "soci_driver.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include <deque>
#include <variant>

#include "sqlite_dialect.hpp"

namespace gatehouse {
namespace {

/// SOCI's indicator for a place that may be NULL.
struct Indicated {
  bool* is_null;
  soci::indicator indicator = soci::i_null;
};

class SociStatement final : public sql::PreparedStatement {
 public:
  SociStatement(soci::session& session, const std::string& sql,
                const std::vector<sql::Parameter>& parameters,
                const std::vector<sql::Place>& columns)
      : statement_(session) {
    statement_.alloc();
    statement_.prepare(sql);
    for (const auto& [name, place] : parameters) use(place, name);
    for (const sql::Place& place : columns) into(place);
    statement_.define_and_bind();
  }

  bool execute() override {
    for (Indicated& one : parameters_) one.indicator = *one.is_null ? soci::i_null : soci::i_ok;
    return guarded([this] { return statement_.execute(true); });
  }

  bool fetch() override {
    return guarded([this] { return statement_.fetch(); });
  }

  long long affected_rows() override { return statement_.get_affected_rows(); }

 private:
  void use(const sql::Place& place, const std::string& name) {
    std::visit(
        [&](auto* value) {
          if (place.is_null == nullptr) return statement_.exchange(soci::use(*value, name));
          Indicated& beside = parameters_.emplace_back(Indicated{.is_null = place.is_null});
          statement_.exchange(soci::use(*value, beside.indicator, name));
        },
        place.value);
  }

  void into(const sql::Place& place) {
    std::visit(
        [&](auto* value) {
          if (place.is_null == nullptr) return statement_.exchange(soci::into(*value));
          Indicated& beside = columns_.emplace_back(Indicated{.is_null = place.is_null});
          statement_.exchange(soci::into(*value, beside.indicator));
        },
        place.value);
  }

  template <class Step>
  bool guarded(Step step) {
    try {
      const bool has_row = step();
      for (Indicated& one : columns_) *one.is_null = one.indicator != soci::i_ok;
      return has_row;
    } catch (const soci::soci_error& error) {
      std::rethrow_exception(to_port_error(error));
    }
  }

  soci::statement statement_;
  /// SOCI stores the addresses of the elements, so they must not move.
  std::deque<Indicated> parameters_;
  std::deque<Indicated> columns_;
};

}  // namespace

std::unique_ptr<sql::PreparedStatement> SociDriver::prepare(
    const std::string& sql, const std::vector<sql::Parameter>& parameters,
    const std::vector<sql::Place>& columns) {
  try {
    return std::make_unique<SociStatement>(session_, sql, parameters, columns);
  } catch (const soci::soci_error& error) {
    std::rethrow_exception(to_port_error(error));
  }
}

namespace {

/// SQLite's message, without the name of SOCI's function in front of it, such as
/// "sqlite3_statement_backend::prepare: ".
std::string words_of(const soci::soci_error& error) {
  std::string message = error.get_error_message();
  const std::size_t colon = message.find(": ");
  if (message.starts_with("sqlite3_") && colon != std::string::npos) message.erase(0, colon + 2);
  return message;
}

}  // namespace

std::exception_ptr to_port_error(const soci::soci_error& error) {
  const std::string message = words_of(error);
  const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
  // The low byte is the primary code.
  switch (sqlite != nullptr ? sqlite->result() & 0xff : SQLITE_ERROR) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return std::make_exception_ptr(
          TransientPortError("the database is busy: another process has been using it too long"));
    case SQLITE_FULL:
      return std::make_exception_ptr(StorageUnwritable("the disk with the database is full"));
    case SQLITE_READONLY:
      return std::make_exception_ptr(StorageUnwritable("the database is read-only: " + message));
    case SQLITE_CORRUPT:
      return std::make_exception_ptr(StorageDamaged("the database is damaged: " + message));
    case SQLITE_IOERR:
      return std::make_exception_ptr(SqliteIoError("the database's disk failed: " + message));
    case SQLITE_NOTADB:
      return std::make_exception_ptr(NoSqliteDatabase("the file is no SQLite database"));
    default: return std::make_exception_ptr(PortError("the database failed: " + message));
  }
}

}  // namespace gatehouse
