/// The columns of a kind of record, and the conversion of rows to records, both derived from the
/// descriptions in gatehouse/records.
#pragma once

#include <cstddef>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <gatehouse/storage_sql/statement.hpp>

#include "columns.hpp"
#include "tables.hpp"

namespace gatehouse::sql {

/// Predicates that select fields of a kind.
struct AllFields {
  constexpr bool operator()(const auto&) const noexcept { return true; }
};
template <records::Change change>
struct FieldsThatAre {
  constexpr bool operator()(const auto& field) const noexcept { return field.change == change; }
};
/// Excludes fields that the caller of the query already has.
template <auto... members>
struct FieldsBut {
  constexpr bool operator()(const auto& field) const noexcept {
    return !(field.is(members) || ...);
  }
};

/// The column types, as In or Out takes them.
template <template <class...> class List, class Columns>
struct ListOf;
template <template <class...> class List, class... Columns>
struct ListOf<List, std::tuple<Columns...>> {
  using type = List<std::remove_cvref_t<Columns>...>;
};

/// The columns of one field, or none where `Wanted` does not accept it.
template <class Record, class Wanted, std::size_t i>
[[nodiscard]] auto columns_of_field(const Record& record) {
  using Field = records::FieldAt<Record, i>;
  if constexpr (Wanted{}(Field::value)) {
    return columns_of(Field::value.of(record));
  } else {
    return std::tuple<>();
  }
}

template <class Record, class Wanted, std::size_t... i>
[[nodiscard]] auto columns_of_fields(const Record& record, std::index_sequence<i...>) {
  return std::tuple_cat(columns_of_field<Record, Wanted, i>(record)...);
}

/// The columns of the fields of a kind that `Wanted` accepts.
template <class Record, class Wanted = AllFields>
class Row {
  using Fields = std::make_index_sequence<records::field_count<Record>>;
  using Tuple =
      decltype(columns_of_fields<Record, Wanted>(std::declval<const Record&>(), Fields{}));

  template <std::size_t i>
  static constexpr std::size_t width =
      std::tuple_size_v<decltype(columns_of_field<Record, Wanted, i>(
          std::declval<const Record&>()))>;

  template <std::size_t... i>
  static constexpr std::size_t begin_of(std::index_sequence<i...>) {
    return (width<i> + ... + std::size_t{0});
  }

 public:
  /// The columns, for Statement.
  using Columns = typename ListOf<Out, Tuple>::type;
  using Types = Tuple;

  /// The values, as references into the record where a column has the type of its member.
  static Tuple values(const Record& record) {
    return columns_of_fields<Record, Wanted>(record, Fields{});
  }

  /// Returns `known` with the fields of a row filled in.
  template <class... Values>
  static Record read(Record known, const Values&... values) {
    const auto row = std::tie(values...);
    [&]<std::size_t... i>(std::index_sequence<i...>) { (read_field<i>(known, row), ...); }
    (Fields{});
    return known;
  }

  /// Returns a function that makes records of rows, for Statement.
  static auto reader(const Record& known) {
    return [&known](const auto&... values) { return read(known, values...); };
  }
  static auto reader() {
    return [](const auto&... values) { return read(Record{}, values...); };
  }

  /// Calls `write(column)` with the name of each column, and returns the results joined by commas.
  template <class Write>
  static std::string list(Write write) {
    std::string text;
    const auto add = [&](std::string_view column) {
      if (!text.empty()) text += ", ";
      text += write(std::string(column));
    };
    records::each_field<Record>([&](auto each) {
      if constexpr (Wanted{}(each.value)) {
        using Value = std::remove_cvref_t<decltype(each.value.of(std::declval<const Record&>()))>;
        if constexpr (std::is_same_v<Value, PublicKey>) add("algorithm");
        add(column_name(each.value.name));
      }
    });
    return text;
  }
  static std::string names() {
    return list([](const std::string& column) { return column; });
  }

 private:
  template <std::size_t i, class Values>
  static void read_field(Record& record, const Values& row) {
    if constexpr (width < i >> 0) {
      constexpr std::size_t begin = begin_of(std::make_index_sequence<i>());
      [&]<std::size_t... j>(std::index_sequence<j...>) {
        from_columns(records::FieldAt<Record, i>::value.of(record), std::get<begin + j>(row)...);
      }
      (std::make_index_sequence<width<i>>());
    }
  }
};

template <class Record>
inline constexpr bool is_keyed = [] {
  static_assert(!std::is_same_v<decltype(table<Record>), const int>,
                "the kind has no table: specialise table<Record> in records/");
  return !std::is_same_v<decltype(table<Record>), const Table>;
}();

template <class Record>
[[nodiscard]] std::string table_name() {
  return std::string(table<Record>.name);
}

/// The columns of the primary key.
template <class Record>
[[nodiscard]] std::string primary_key() {
  if constexpr (is_keyed<Record>) {
    return std::string(table<Record>.key);
  } else {
    return Row<Record, FieldsThatAre<records::Change::identity>>::names();
  }
}

template <class Record, class Wanted = AllFields>
[[nodiscard]] std::string select() {
  return "SELECT " + Row<Record, Wanted>::names() + " FROM " + table_name<Record>();
}

}  // namespace gatehouse::sql
