/// Statements that erase a limited number of rows.
#pragma once

#include <gatehouse/storage_sql/statement.hpp>

#include <cstddef>
#include <string>

#include "columns.hpp"

namespace gatehouse::sql {

/// `Parameters` are the types of the parameters in the condition.
template <class... Parameters>
class ErasingStatement {
 public:
  /// `key` is the table's primary key: a column, or several with commas between them.
  ErasingStatement(Connection& connection, const std::string& table, const std::string& key,
                   const std::string& condition)
      : statement_(connection, "DELETE FROM " + table + " WHERE (" + key + ") IN (SELECT " + key +
                                   " FROM " + table + " WHERE " + condition + " LIMIT :limit)") {}

  /// Erases at most `limit` rows and returns how many.
  std::size_t erase(std::size_t limit, const Parameters&... parameters) {
    return limit == 0 ? 0 : statement_.change(parameters..., column(limit));
  }

 private:
  Statement<In<Parameters..., long long>> statement_;
};

}  // namespace gatehouse::sql
