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

#include <soci/soci.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <gatehouse/base/function_ref.hpp>
#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/storage_sql/dialect.hpp>

namespace gatehouse::sql {

/// One connection, as statements see it. Lives longer than they do, and is used by one thread at a
/// time.
struct Connection {
  soci::session& session;
  const Dialect& dialect;
  /// A statement of this transaction failed. From then on every other one is refused, as the
  /// database may have rolled back already and would run it on its own: the transaction's owner
  /// rolls back and sets this to false.
  bool failed = false;
};

template <class... Types>
struct In {};
template <class... Types>
struct Out {};

namespace detail {

/// A place in memory that SOCI reads a parameter from, or writes a column to.
template <class T>
struct Slot {
  T value{};

  void use(soci::statement& statement, const std::string& name) {
    statement.exchange(soci::use(value, name));
  }
  void into(soci::statement& statement) { statement.exchange(soci::into(value)); }
  void set(const T& from) { value = from; }
  [[nodiscard]] const T& get() const noexcept { return value; }
};

/// NULL is nothing.
template <class T>
struct Slot<std::optional<T>> {
  T value{};
  soci::indicator state = soci::i_null;

  void use(soci::statement& statement, const std::string& name) {
    statement.exchange(soci::use(value, state, name));
  }
  void into(soci::statement& statement) { statement.exchange(soci::into(value, state)); }
  void set(const std::optional<T>& from) {
    state = from ? soci::i_ok : soci::i_null;
    value = from.value_or(T());
  }
  [[nodiscard]] std::optional<T> get() const {
    return state == soci::i_ok ? std::optional(value) : std::nullopt;
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
  /// `bind` is given the statement and the names of its parameters.
  void prepare(FunctionRef<void(soci::statement&, const std::vector<std::string>&)> bind);
  /// True when there is a row.
  bool execute();
  bool fetch();
  /// Reads to the end: a select that is left half read keeps its transaction open.
  void finish() noexcept;
  std::size_t affected_rows();

 private:
  Connection& connection_;
  std::string sql_;
  std::unique_ptr<soci::statement> statement_;
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
    static_assert(sizeof...(Outs) > 0, "SOCI never ends a select that has no columns to fill");
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
      prepare([this](soci::statement& statement, const std::vector<std::string>& names) {
        if (names.size() != sizeof...(Ins)) throw PortError("a statement's parameters do not fit");
        [[maybe_unused]] auto name = names.begin();
        std::apply([&](auto&... slot) { (slot.use(statement, *name++), ...); }, in_);
        std::apply([&](auto&... slot) { (slot.into(statement), ...); }, out_);
      });
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
  std::unique_ptr<soci::statement> statement_;
};

}  // namespace gatehouse::sql
