/// The differences between SQL databases. Everything else in this component is the same for all.
#pragma once

#include <string_view>

namespace gatehouse::sql {

/// The replacements for `@key`, `@text` and `@clustered` in migrations.
struct DialectWords {
  /// The type of a 64-bit primary key by which a single descent finds the row.
  std::string_view key;
  /// The type of text that is compared byte for byte.
  std::string_view text;
  /// The clause after a table's columns that stores its rows in the order of the primary key, or
  /// empty.
  std::string_view clustered;
};

/// One object per kind of database. It has no state, so any number of connections share it.
class Dialect {
 public:
  virtual ~Dialect() = default;

  [[nodiscard]] virtual DialectWords words() const noexcept = 0;

  /// Begins a transaction that writes: either no other transaction writes until it ends, or a
  /// conflict is reported by a TransientPortError.
  [[nodiscard]] virtual const char* begin_write() const noexcept = 0;

  /// Begins a transaction whose statements all read one snapshot.
  [[nodiscard]] virtual const char* begin_read() const noexcept = 0;

  /// A query that counts the tables named `:name`.
  [[nodiscard]] virtual const char* count_tables() const noexcept = 0;
};

}  // namespace gatehouse::sql
