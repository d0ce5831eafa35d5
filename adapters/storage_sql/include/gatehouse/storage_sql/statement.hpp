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
/// The texts run on SQLite and PostgreSQL, and are kept to what databases that speak PostgreSQL's
/// protocol run too (tests/architecture/check_sql.py):
///
/// - PostgreSQL tells a parameter's type from what it is compared with or stored in. One that
///   stands alone, as in a SELECT's columns, says it: `CAST(:name AS TEXT)`.
/// - Insert with `ON CONFLICT DO NOTHING` where a row may be there already, and look at the count:
///   a statement that fails takes its transaction along. Before an UPDATE of a unique column, ask
///   with `NOT EXISTS` in the same statement.
/// - Every WHERE and ORDER BY of a table that grows has an index to go by. Reading a whole table
///   makes everybody who writes to it run again.
/// - Keys are random, or made of something random: no sequences, no times. Text columns are
///   `@text`, so that bytes decide their order; numbers are BIGINT.
/// - No locks by hand, temporary tables, triggers, cursors, or settings of the session.
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

/// One connection, as statements see it. Lives longer than they do, and is used by one thread at a
/// time.
struct Connection {
  Driver& driver;
  const Dialect& dialect;
  /// A statement of this transaction failed. From then on every other one is refused with the same
  /// exception, as the database may have rolled back already and would run it on its own: the
  /// transaction's owner rolls back and sets this to false.
  bool failed = false;
  /// Why, while `failed` is set.
  std::exception_ptr first_failure{};

  /// Notes that a statement failed, and throws its exception.
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

/// The memory of one parameter or column.
template <class T>
struct Slot {
  T value{};

  [[nodiscard]] Place place() noexcept { return {.value = &value}; }
  void set(const T& from) { value = from; }
  [[nodiscard]] const T& get() const noexcept { return value; }
};

/// NULL is nothing.
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

/// Slots live as long as the connection: what was large is given back.
void give_back(std::string& text) noexcept;
inline void give_back(Slot<std::string>& slot) noexcept { give_back(slot.value); }
inline void give_back(Slot<std::optional<std::string>>& slot) noexcept { give_back(slot.value); }
inline void give_back(Slot<long long>&) noexcept {}
inline void give_back(Slot<std::optional<long long>>&) noexcept {}

/// The names of the parameters in `sql`, each once, in the order in which they first occur.
[[nodiscard]] std::vector<std::string> parameter_names(const std::string& sql);

/// What does not depend on the types.
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
  /// Reads to the end: a select that is left half read keeps its transaction open.
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
  /// Nothing is prepared before the first use.
  using StatementBase::StatementBase;

  /// Runs the statement and says how many rows it changed.
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

  /// What `map` makes of the first row's columns, or nothing.
  template <class Map>
  auto one(Map&& map, const Ins&... in)
      -> std::optional<std::invoke_result_t<Map&, const Outs&...>> {
    const End end{*this};
    if (!start(in...)) return std::nullopt;
    return row(map);
  }

  /// What `map` makes of each row's columns.
  template <class Map>
  auto all(Map&& map, const Ins&... in) -> std::vector<std::invoke_result_t<Map&, const Outs&...>> {
    const End end{*this};
    std::vector<std::invoke_result_t<Map&, const Outs&...>> rows;
    for (bool more = start(in...); more; more = fetch()) rows.push_back(row(map));
    return rows;
  }

  /// The first column of a query that always gives a row.
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

/// BEGIN, COMMIT and their like: run whether or not the transaction has failed.
class Command {
 public:
  Command(Connection& connection, std::string sql);

  void run();
  /// False when it failed.
  bool try_run() noexcept;

 private:
  Connection& connection_;
  std::string sql_;
  std::unique_ptr<PreparedStatement> statement_;
};

}  // namespace gatehouse::sql
