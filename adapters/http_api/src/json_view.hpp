/// Converts objects to JSON by their views (schema/view.hpp).
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <concepts>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <gatehouse/base/time.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse::http::api {

/// Returns the text of a value, or a reference to it: of an id, an address, a name, a date.
template <class T>
[[nodiscard]] decltype(auto) text_of(const T& value) {
  if constexpr (std::convertible_to<const T&, std::string_view>) {
    return std::string_view(value);
  } else if constexpr (requires { value.text(); }) {
    return value.text();
  } else if constexpr (requires { value.to_string(); }) {
    return value.to_string();
  } else if constexpr (std::is_enum_v<T>) {
    return name(value);
  } else if constexpr (std::is_same_v<T, Secret>) {
    return value.reveal();
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    return format_utc(value);
  } else {
    return format_day(value);
  }
}

/// Whether a field shows the value as an object.
template <class T>
concept IsObject = !std::is_same_v<decltype(schema::item_view<T>), const int>;

/// Whether a field shows the value as text_of() it.
template <class T>
concept IsText = !std::is_null_pointer_v<T> && !schema::IsOptional<T> && !std::is_integral_v<T> &&
                 !schema::IsList<T> && !IsObject<T>;

template <const auto& view>
[[nodiscard]] boost::json::object to_json(
    const typename std::remove_cvref_t<decltype(view)>::Subject& subject,
    const boost::json::storage_ptr& memory = {});

/// Returns the JSON of a value of a field: null if it is empty.
template <class T>
[[nodiscard]] boost::json::value json_of(const T& value, const boost::json::storage_ptr& memory) {
  if constexpr (IsText<T>) {
    return boost::json::value(std::string_view(text_of(value)), memory);
  } else if constexpr (std::is_null_pointer_v<T>) {
    return boost::json::value(memory);
  } else if constexpr (schema::IsOptional<T>) {
    return value ? json_of(*value, memory) : boost::json::value(memory);
  } else if constexpr (IsObject<T>) {
    return to_json<schema::item_view<T>>(value, memory);
  } else if constexpr (std::is_integral_v<T>) {
    return boost::json::value(value, memory);
  } else if constexpr (std::is_same_v<T, Metadata>) {
    boost::json::object pairs(memory);
    pairs.reserve(value.size());
    for (const auto& [name, text] : value) pairs.emplace(name, text);
    return pairs;
  } else {
    boost::json::array items(memory);
    items.reserve(value.size());
    for (const auto& item : value) items.push_back(json_of(item, memory));
    return items;
  }
}

namespace detail {

template <class Member, class Subject>
void add_shown(boost::json::object& object, const Member& member, const Subject& subject) {
  decltype(auto) value = member.value_of(subject);
  if constexpr (schema::IsOptional<std::remove_cvref_t<decltype(value)>>) {
    if (member.omitted_if_empty && !value) return;
  }
  if constexpr (IsText<std::remove_cvref_t<decltype(value)>>) {
    // Made in place, since most fields are texts.
    object.emplace(member.name, std::string_view(text_of(value)));
  } else {
    object.emplace(member.name, json_of(value, object.storage()));
  }
}

}  // namespace detail

/// Returns the fields of the view in their order, with the values of the subject. The object lives
/// in that memory, by default on the heap.
template <const auto& view>
[[nodiscard]] boost::json::object to_json(
    const typename std::remove_cvref_t<decltype(view)>::Subject& subject,
    const boost::json::storage_ptr& memory) {
  boost::json::object object(memory);
  object.reserve(std::tuple_size_v<decltype(view.members)>);
  std::apply([&](const auto&... member) { (detail::add_shown(object, member, subject), ...); },
             view.members);
  return object;
}

}  // namespace gatehouse::http::api
