/// Conversion of values to columns and back.
///
/// column() converts a value to a parameter, and from_column() reads it from a row. An absent value
/// is '' where the column is a text that is never empty (an id, a code, a name), and NULL where
/// every text or number is a valid value.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/scope.hpp>
#include <gatehouse/model/signing_key.hpp>
#include <gatehouse/records/field.hpp>
#include <gatehouse/records/text_value.hpp>

namespace gatehouse::sql {

using Text = std::string;
using OptionalNumber = std::optional<long long>;
using OptionalText = std::optional<std::string>;

/// Throws PortError: a row contains a value that this program does not write.
[[noreturn]] void raise_damaged(std::string_view column);

/// The 64-bit key of the row with this id or digest, derived from all of its bytes. When two ids or
/// digests collide (random ones once in 2^63), only one can be stored; since the whole id or digest
/// is compared too, one is never mistaken for the other.
struct RowKey {
  long long value;
};
[[nodiscard]] RowKey row_key(std::span<const std::uint8_t> bytes) noexcept;
template <class Tag>
[[nodiscard]] RowKey row_key(const Id<Tag>& id) noexcept {
  return row_key(id.bytes());
}
[[nodiscard]] inline RowKey row_key(const TokenDigest& digest) noexcept {
  return row_key(digest.bytes);
}

[[nodiscard]] inline const Text& column(const Text& text) noexcept { return text; }
[[nodiscard]] inline Text column(std::string_view text) { return Text(text); }
[[nodiscard]] inline const OptionalText& column(const OptionalText& text) noexcept { return text; }
[[nodiscard]] constexpr long long column(std::int64_t number) noexcept { return number; }
[[nodiscard]] inline OptionalNumber column(const std::optional<std::int64_t>& number) noexcept {
  return number;
}
[[nodiscard]] constexpr long long column(RowKey key) noexcept { return key.value; }
[[nodiscard]] constexpr long long column(bool value) noexcept { return value ? 1 : 0; }
[[nodiscard]] inline long long column(Timestamp time) noexcept {
  return time.time_since_epoch().count();
}
[[nodiscard]] inline OptionalNumber column(const std::optional<Timestamp>& time) noexcept {
  return time ? OptionalNumber(column(*time)) : std::nullopt;
}

template <records::HasText T>
[[nodiscard]] decltype(auto) column(const T& value) {
  return records::TextValue<T>::write(value);
}
template <records::HasText T>
[[nodiscard]] Text column(const std::optional<T>& value) {
  return value ? Text(records::TextValue<T>::write(*value)) : Text();
}
template <class Address>
[[nodiscard]] const Text& column(const records::KeyOfEmail<Address>& key) noexcept {
  return key.text();
}

/// The scope of every project is stored as ''.
[[nodiscard]] inline Text column(const Scope& scope) { return column(scope.project()); }

/// Lists are stored as lines that each end with a newline, so that no line and one empty line
/// differ.
template <records::IsList T>
[[nodiscard]] Text column(const T& list) {
  Text lines;
  for (const auto& item : list) lines.append(column(item)) += '\n';
  return lines;
}

/// For a LIMIT.
[[nodiscard]] constexpr long long column(std::size_t limit) noexcept {
  constexpr auto most = std::numeric_limits<long long>::max();
  return limit > static_cast<std::size_t>(most) ? most : static_cast<long long>(limit);
}

inline void from_column(const Text& text, Text& to) { to = text; }
inline void from_column(const OptionalText& text, OptionalText& to) { to = text; }
inline void from_column(long long number, std::int64_t& to) noexcept { to = number; }
inline void from_column(const OptionalNumber& number, std::optional<std::int64_t>& to) noexcept {
  to = number;
}
inline void from_column(long long number, bool& to) noexcept { to = number != 0; }
inline void from_column(long long microseconds, Timestamp& to) noexcept {
  to = Timestamp(Duration(microseconds));
}
inline void from_column(const OptionalNumber& microseconds, std::optional<Timestamp>& to) noexcept {
  to = microseconds ? std::optional(Timestamp(Duration(*microseconds))) : std::nullopt;
}

template <records::HasText T>
void from_column(const Text& text, T& to) {
  auto value = records::TextValue<T>::read(text);
  if (!value) raise_damaged(records::TextValue<T>::noun);
  to = *std::move(value);
}
template <records::HasText T>
void from_column(const Text& text, std::optional<T>& to) {
  // Not read in place: GCC 12 then takes the text of an empty optional for uninitialised.
  std::optional<T> read;
  if (!text.empty()) {
    T value;
    from_column(text, value);
    read = std::move(value);
  }
  to.swap(read);
}
inline void from_column(const Text& text, const records::KeyOfEmail<Email>& key) { key.set(text); }

inline void from_column(const Text& text, Scope& to) {
  std::optional<ProjectId> project;
  from_column(text, project);
  to = project ? Scope::of(*project) : Scope::everywhere();
}

template <records::IsList T>
void from_column(std::string_view lines, T& to) {
  to.clear();
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    if (end == std::string_view::npos) raise_damaged("list");
    typename T::value_type item{};
    from_column(Text(lines.substr(0, end)), item);
    to.insert(to.end(), std::move(item));
    lines.remove_prefix(end + 1);
  }
}

/// Converts a column to a value of that type.
template <class T, class Column>
[[nodiscard]] T to(const Column& column) {
  T value{};
  from_column(column, value);
  return value;
}
[[nodiscard]] inline Scope to_scope(const Text& text) {
  Scope scope = Scope::everywhere();
  from_column(text, scope);
  return scope;
}

/// The columns of a value. A public key has two; its octets are stored in base64url, as in RFC
/// 7517.
template <class T>
[[nodiscard]] auto columns_of(const T& value) {
  return std::tuple<decltype(column(value))>(column(value));
}
[[nodiscard]] std::tuple<Text, Text> columns_of(const PublicKey& key);

template <class Column, class T>
void from_columns(T&& to, const Column& column) {
  from_column(column, std::forward<T>(to));
}
void from_columns(PublicKey& to, const Text& algorithm, const Text& octets);

}  // namespace gatehouse::sql
