/// What a database's client library does for statements: it prepares, runs and reads them.
///
/// An adapter implements it on its library (SQLite: SOCI; PostgreSQL: libpq) and translates the
/// library's errors: what it throws is a PortError, which never repeats the statement or its
/// parameters, since they are personal data.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace gatehouse::sql {

/// A place in memory that a parameter is read from at each execution, or that a column is written
/// to at each row. It outlives the prepared statement.
struct Place {
  std::variant<long long*, std::string*> value;
  /// Whether the value is NULL. Without it, a parameter never is, and neither must a column be.
  bool* is_null = nullptr;
};

struct Parameter {
  /// As in the text, without the colon.
  std::string name;
  Place place;
};

/// Used by one thread at a time, and destroyed before its connection.
class PreparedStatement {
 public:
  virtual ~PreparedStatement() = default;

  /// Reads the parameters and runs the statement. True when there is a row, which the columns'
  /// places then hold.
  virtual bool execute() = 0;
  /// The next row, likewise. Only after execute() or fetch() have returned true.
  virtual bool fetch() = 0;
  /// How many rows the last execution changed.
  [[nodiscard]] virtual long long affected_rows() = 0;
};

class Driver {
 public:
  virtual ~Driver() = default;

  /// `parameters` in the order in which their names first occur in `sql`, each once; `columns` as
  /// many as the statement gives, or none.
  [[nodiscard]] virtual std::unique_ptr<PreparedStatement> prepare(
      const std::string& sql, const std::vector<Parameter>& parameters,
      const std::vector<Place>& columns) = 0;
};

/// A parameter where it stands in the text of a statement: ":name", outside of quoted texts.
struct ParameterUse {
  /// Of the colon, and of what follows the name.
  std::size_t begin;
  std::size_t end;
};

[[nodiscard]] std::vector<ParameterUse> parameter_uses(const std::string& sql);

}  // namespace gatehouse::sql
