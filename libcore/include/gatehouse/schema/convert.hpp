/// Conversion of external values to the types of a command's members. Each function returns why the
/// conversion fails, or nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gatehouse/schema/check.hpp>
#include <gatehouse/schema/value.hpp>

namespace gatehouse::schema {

/// Moves the text out of the value.
[[nodiscard]] Why convert(Value& value, const Field& field, std::string& out);
/// Copies the text and wipes it from the value.
[[nodiscard]] Why convert(Value& value, const Field& field, Secret& out);
/// The same for a secret that may be omitted. Where the field allows null, null omits it too.
[[nodiscard]] Why convert(Value& value, const Field& field, std::optional<Secret>& out);
[[nodiscard]] Why convert(Value& value, const Field& field, Email& out);
[[nodiscard]] Why convert(Value& value, const Field& field, ServiceCode& out);
/// Accepts a boolean, or the strings "true" and "false".
[[nodiscard]] Why convert(Value& value, const Field& field, bool& out);
/// Accepts a number without a fraction.
[[nodiscard]] Why convert(Value& value, const Field& field, std::int64_t& out);
[[nodiscard]] Why convert(Value& value, const Field& field, Timestamp& out);
[[nodiscard]] Why convert(Value& value, const Field& field, TargetType& out);
[[nodiscard]] Why convert(Value& value, const Field& field, AddressField& out);
[[nodiscard]] Why convert(Value& value, const Field& field, Permission& out);
[[nodiscard]] Why convert(Value& value, const Field& field, IpRange& out);

/// Returns the items of a list; null is an empty list if the field allows it.
[[nodiscard]] Why list_items(Value& value, const Field& field, List& out);

template <class Tag>
[[nodiscard]] Why convert(Value& value, const Field& field, Id<Tag>& out) {
  std::string text;
  if (Why why = convert(value, field, text)) return why;
  const auto id = Id<Tag>::parse(text);
  if (!id) return "must be 32 lower-case hex digits";
  out = *id;
  return std::nullopt;
}

template <class T>
[[nodiscard]] Why convert(Value& value, const Field& field, std::vector<T>& out) {
  List items;
  if (Why why = list_items(value, field, items)) return why;
  for (std::size_t i = 0; i < items.size(); ++i) {
    T item{};
    if (Why why = convert(items[i], field, item)) return why_not_item(i, why);
    out.push_back(std::move(item));
  }
  return std::nullopt;
}

/// Removes duplicates.
template <class T>
[[nodiscard]] Why convert(Value& value, const Field& field, std::set<T>& out) {
  std::vector<T> items;
  if (Why why = convert(value, field, items)) return why;
  out.insert(items.begin(), items.end());
  return std::nullopt;
}

/// A field that may be omitted.
template <class T>
[[nodiscard]] Why convert(Value& value, const Field& field, std::optional<T>& out) {
  T content{};
  if (Why why = convert(value, field, content)) return why;
  out = std::move(content);
  return std::nullopt;
}

/// A field that may be omitted or null; null is represented as an empty inner optional.
template <class T>
[[nodiscard]] Why convert(Value& value, const Field& field, std::optional<std::optional<T>>& out) {
  if (value.is_null() && field.allow_null) {
    out.emplace();
    return std::nullopt;
  }
  T content{};
  if (Why why = convert(value, field, content)) return why;
  out.emplace(std::move(content));
  return std::nullopt;
}

}  // namespace gatehouse::schema
