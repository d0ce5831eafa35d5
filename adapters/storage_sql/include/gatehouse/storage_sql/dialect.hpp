/// What differs from one SQL database to the next. Everything else in this room is the same for
/// all.
#pragma once

#include <string_view>

namespace gatehouse::sql {

/// The words that stand for `@key`, `@text` and `@clustered` in migrations.
struct DialectWords {
  /// The type of a 64-bit primary key: the one that costs a single descent.
  std::string_view key;
  /// The type of text that is compared byte for byte.
  std::string_view text;
  /// What follows a table's columns to keep its rows in the order of the primary key, or nothing.
  std::string_view clustered;
};

/// One per kind of database; without state, so that any number of connections share one.
class Dialect {
 public:
  virtual ~Dialect() = default;

  [[nodiscard]] virtual DialectWords words() const noexcept = 0;

  /// Begins a transaction that is going to write: nobody else does until it ends, or a conflict is
  /// told by a TransientPortError.
  [[nodiscard]] virtual const char* begin_write() const noexcept = 0;

  /// Begins a transaction whose statements all see one state.
  [[nodiscard]] virtual const char* begin_read() const noexcept = 0;

  /// A query that counts the tables named `:name`.
  [[nodiscard]] virtual const char* count_tables() const noexcept = 0;
};

}  // namespace gatehouse::sql
