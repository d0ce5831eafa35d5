/// The interface to a database's client library: it prepares statements, runs them and reads rows.
///
/// An adapter implements it on its library (SQLite: SOCI; PostgreSQL: libpq) and translates the
/// library's errors to PortError. The message never repeats the statement or its parameters, since
/// they may be personal data.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace gatehouse::sql {

/// The memory from which a parameter is read at each execution, or to which a column is written at
/// each row. It outlives the prepared statement.
struct Place {
  std::variant<long long*, std::string*> value;
  /// Whether the value is NULL. When null, the parameter is never NULL, and the column must not be.
  bool* is_null = nullptr;
};

struct Parameter {
  /// The name in the text, without the colon.
  std::string name;
  Place place;
};

/// Used by one thread at a time, and destroyed before its connection.
class PreparedStatement {
 public:
  virtual ~PreparedStatement() = default;

  /// Reads the parameters and runs the statement. Returns true when there is a row, whose values
  /// are then in the columns' places.
  virtual bool execute() = 0;
  /// Reads the next row likewise. Allowed only after execute() or fetch() has returned true.
  virtual bool fetch() = 0;
  /// The number of rows that the last execution changed.
  [[nodiscard]] virtual long long affected_rows() = 0;
};

class Driver {
 public:
  virtual ~Driver() = default;

  /// `parameters` in the order in which their names first occur in `sql`, each once; `columns` are
  /// as many as the statement returns, or none.
  [[nodiscard]] virtual std::unique_ptr<PreparedStatement> prepare(
      const std::string& sql, const std::vector<Parameter>& parameters,
      const std::vector<Place>& columns) = 0;
};

/// An occurrence of a parameter in the text of a statement: ":name", outside of quoted texts.
struct ParameterUse {
  /// The positions of the colon, and past the name.
  std::size_t begin;
  std::size_t end;
};

[[nodiscard]] std::vector<ParameterUse> parameter_uses(const std::string& sql);

}  // namespace gatehouse::sql
