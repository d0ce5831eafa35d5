/// The description of a kind of record: its name, key and fields.
///
/// Each kind is described once, as a constant of type Kind (see accounts.hpp and its neighbours).
/// Columns, exports, scans and differences are derived from it.
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <gatehouse/records/field.hpp>

namespace gatehouse::records {

template <class Record, class... Members>
struct Key {
  std::tuple<Members Record::*...> members;
};

/// The key that orders the records of a kind. It is unique.
template <class Record, class... Members>
[[nodiscard]] constexpr Key<Record, Members...> key(Members Record::*... members) {
  return {{members...}};
}

template <class OrderingKey, class... Fields>
struct Kind {
  /// In the singular, with underscores: `token_family`.
  std::string_view name;
  OrderingKey key;
  /// In the order of exports.
  std::tuple<Fields...> fields;
};

template <class OrderingKey, class... Fields>
[[nodiscard]] constexpr Kind<OrderingKey, Fields...> kind(std::string_view name, OrderingKey key,
                                                          std::tuple<Fields...> fields) {
  return {name, key, fields};
}

/// The description of a kind. Specialised for each.
template <class Record>
inline constexpr int description = 0;

template <class Record>
inline constexpr std::size_t field_count =
    std::tuple_size_v<std::remove_const_t<decltype(description<Record>.fields)>>;

/// A field of a kind as a value.
template <class Record, std::size_t i>
struct FieldAt {
  static constexpr auto value = std::get<i>(description<Record>.fields);
};

/// Calls `visit` with the FieldAt of each field, in order:
///
///     each_field<Credential>([&](auto field) { … field.value.of(credential) … });
template <class Record, class Visit>
constexpr void each_field(Visit&& visit) {
  [&]<std::size_t... i>(std::index_sequence<i...>) { (visit(FieldAt<Record, i>{}), ...); }
  (std::make_index_sequence<field_count<Record>>());
}

/// The key of a record, as references into it.
template <class Record>
[[nodiscard]] constexpr auto key_of(const Record& record) noexcept {
  return std::apply([&](const auto... members) { return std::tie(record.*members...); },
                    description<Record>.key.members);
}

/// The name of the field that is that member.
template <class Record, class Member>
[[nodiscard]] constexpr std::string_view name_of(Member Record::*member) noexcept {
  std::string_view name;
  each_field<Record>([&](auto field) {
    if (field.value.is(member)) name = field.value.name;
  });
  return name;
}

/// Copies the field's value from `from` to `to`.
template <class AnyField, class Record>
void copy_value(const AnyField& field, const Record& from, Record& to) {
  if constexpr (std::is_lvalue_reference_v<decltype(field.of(to))>) {
    field.of(to) = field.of(from);
  } else {
    field.of(to).set(field.of(from).text());
  }
}

/// Returns the record after an update: `before` with the ordinary fields of `update`.
template <class Record>
[[nodiscard]] Record updated(Record before, const Record& update) {
  each_field<Record>([&](auto field) {
    if constexpr (field.value.change == Change::ordinary) copy_value(field.value, update, before);
  });
  return before;
}

}  // namespace gatehouse::records
