/// Statements that are prepared once per connection, with typed parameters and columns.
///
///     Statement<In<std::string>, Out<std::string, long long>> find_{
///         connection, "SELECT name, created_at FROM projects WHERE id = :id"};
///
///     auto project = find_.one([](const std::string& name, long long at) { … }, id);
///
/// Parameters are given in the order in which their names first occur in the text. Columns and
/// parameters are `long long`, `std::string`, or `std::optional` of these where NULL is meant.
///
/// The statements run on SQLite and PostgreSQL, and are restricted to what other databases with
/// PostgreSQL's protocol support (tests/architecture/check_sql.py):
///
/// - PostgreSQL derives a parameter's type from the column that it is compared with or stored in. A
///   parameter that stands alone, as in a SELECT's columns, needs a cast: `CAST(:name AS TEXT)`.
/// - Insert with `ON CONFLICT DO NOTHING` where the row may exist already, and check the count: a
///   statement that fails aborts its transaction. For an UPDATE of a unique column, check with `NOT
///   EXISTS` in the same statement.
/// - Every WHERE and ORDER BY on a table that grows uses an index. A scan of a whole table
///   conflicts with all transactions that write to it, which then run again.
/// - Keys are random, or derived from random values: no sequences, no times. Text columns are
///   `@text`, so that they are ordered by bytes; numbers are BIGINT.
/// - No explicit locks, temporary tables, triggers, cursors, or session settings.
#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/storage_sql/dialect.hpp>
#include <gatehouse/storage_sql/driver.hpp>

namespace gatehouse::sql {

/// The state of one connection that its statements share. It outlives them, and is used by one
/// thread at a time.
struct Connection {
  Driver& driver;
  const Dialect& dialect;
  /// Set when a statement of this transaction has failed. Every later statement is then refused
  /// with the same exception, since the database may have rolled back already and would run it
  /// outside of the transaction. The owner of the transaction rolls back and sets this to false.
  bool failed = false;
  /// The first exception, while `failed` is set.
  std::exception_ptr first_failure{};

  /// Records the failure of a statement, and throws its exception.
  [[noreturn]] void fail(std::exception_ptr failure) {
    failed = true;
    first_failure = std::move(failure);
    std::rethrow_exception(first_failure);
  }
  /// Throws the first failure of this transaction, if there was one.
  void require_no_failure() const {
    if (failed) std::rethrow_exception(first_failure);
  }
};

template <class... Types>
struct In {};
template <class... Types>
struct Out {};

namespace detail {

/// The buffer of one parameter or column.
template <class T>
struct Slot {
  T value{};

  [[nodiscard]] Place place() noexcept { return {.value = &value}; }
  void set(const T& from) { value = from; }
  [[nodiscard]] const T& get() const noexcept { return value; }
};

/// NULL is std::nullopt.
template <class T>
struct Slot<std::optional<T>> {
  T value{};
  bool is_null = true;

  [[nodiscard]] Place place() noexcept { return {.value = &value, .is_null = &is_null}; }
  void set(const std::optional<T>& from) {
    is_null = !from;
    value = from.value_or(T());
  }
  [[nodiscard]] std::optional<T> get() const {
    return is_null ? std::nullopt : std::optional(value);
  }
};

/// Frees a large buffer: slots live as long as the connection.
void give_back(std::string& text) noexcept;
inline void give_back(Slot<std::string>& slot) noexcept { give_back(slot.value); }
inline void give_back(Slot<std::optional<std::string>>& slot) noexcept { give_back(slot.value); }
inline void give_back(Slot<long long>&) noexcept {}
inline void give_back(Slot<std::optional<long long>>&) noexcept {}

/// The names of the parameters in `sql`, each once, in the order in which they first occur.
[[nodiscard]] std::vector<std::string> parameter_names(const std::string& sql);

/// The part of Statement that does not depend on the types.
class StatementBase {
 public:
  StatementBase(Connection& connection, std::string sql);
  StatementBase(const StatementBase&) = delete;
  StatementBase& operator=(const StatementBase&) = delete;

 protected:
  ~StatementBase() = default;

  [[nodiscard]] bool is_prepared() const noexcept { return statement_ != nullptr; }
  /// `parameters` in the order in which their names first occur in the text.
  void prepare(const std::vector<Place>& parameters, const std::vector<Place>& columns);
  /// True when there is a row.
  bool execute();
  bool fetch();
  /// Reads the remaining rows: an unfinished SELECT keeps its transaction open.
  void finish() noexcept;
  std::size_t affected_rows();

 private:
  Connection& connection_;
  std::string sql_;
  std::unique_ptr<PreparedStatement> statement_;
  bool has_row_ = false;
};

}  // namespace detail

template <class Parameters, class Columns = Out<>>
class Statement;

template <class... Ins, class... Outs>
class Statement<In<Ins...>, Out<Outs...>> : private detail::StatementBase {
 public:
  /// The statement is prepared at its first use.
  using StatementBase::StatementBase;

  /// Runs the statement and returns how many rows it changed.
  std::size_t change(const Ins&... in) {
    const End end{*this};
    start(in...);
    return affected_rows();
  }

  /// True when there is a row.
  bool any(const Ins&... in) {
    static_assert(sizeof...(Outs) > 0, "a select needs a column, or no row is seen");
    const End end{*this};
    return start(in...);
  }

  /// Returns `map` of the first row's columns, or std::nullopt without a row.
  template <class Map>
  auto one(Map&& map, const Ins&... in)
      -> std::optional<std::invoke_result_t<Map&, const Outs&...>> {
    const End end{*this};
    if (!start(in...)) return std::nullopt;
    return row(map);
  }

  /// Returns `map` of the columns of each row.
  template <class Map>
  auto all(Map&& map, const Ins&... in) -> std::vector<std::invoke_result_t<Map&, const Outs&...>> {
    const End end{*this};
    std::vector<std::invoke_result_t<Map&, const Outs&...>> rows;
    for (bool more = start(in...); more; more = fetch()) rows.push_back(row(map));
    return rows;
  }

  /// Returns the first column of a query that always yields a row.
  auto value(const Ins&... in) {
    auto found = one([](const auto& first, const auto&...) { return first; }, in...);
    if (!found) throw PortError("the database gave no answer");
    return *found;
  }

 private:
  struct End {
    Statement& statement;
    ~End() {
      statement.finish();
      std::apply([](auto&... slot) { (detail::give_back(slot), ...); }, statement.in_);
      std::apply([](auto&... slot) { (detail::give_back(slot), ...); }, statement.out_);
    }
  };

  bool start(const Ins&... in) {
    if (!is_prepared()) {
      const auto places = [](auto&... slot) { return std::vector<Place>{slot.place()...}; };
      prepare(std::apply(places, in_), std::apply(places, out_));
    }
    std::apply([&](auto&... slot) { (slot.set(in), ...); }, in_);
    return execute();
  }

  template <class Map>
  auto row(Map& map) {
    return std::apply([&](const auto&... slot) { return map(slot.get()...); }, out_);
  }

  std::tuple<detail::Slot<Ins>...> in_;
  std::tuple<detail::Slot<Outs>...> out_;
};

/// BEGIN, COMMIT and similar commands, which run whether or not the transaction has failed.
class Command {
 public:
  Command(Connection& connection, std::string sql);

  void run();
  /// Returns false on failure.
  bool try_run() noexcept;

 private:
  Connection& connection_;
  std::string sql_;
  std::unique_ptr<PreparedStatement> statement_;
};

}  // namespace gatehouse::sql
