/// Writes objects as JSON by their views (schema/view.hpp).
///
/// The text is written at once, without a document in between: most of the work of a list would go
/// into the document.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/id.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/schema/view.hpp>

#include "json_writer.hpp"

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
  } else {
    return format_day(value);
  }
}

/// Whether a field shows the value as an object.
template <class T>
concept IsObject = !std::is_same_v<decltype(schema::item_view<T>), const int>;

namespace detail {

template <class T>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<Id<Tag>> = true;

template <std::integral T>
void append_number(std::string& out, T number) {
  std::array<char, std::numeric_limits<T>::digits10 + 2> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

/// Appends `open`, then the results of `append(item)` with commas between them, then `close`.
template <class Items, class Append>
void append_all(std::string& out, char open, char close, const Items& items, Append append) {
  out += open;
  bool is_first = true;
  for (const auto& item : items) {
    if (!std::exchange(is_first, false)) out += ',';
    append(item);
  }
  out += close;
}

}  // namespace detail

template <const auto& view>
void append_json(std::string& out,
                 const typename std::remove_cvref_t<decltype(view)>::Subject& subject);

/// Appends the value of a field: null if it is empty.
template <class T>
void append_json_of(std::string& out, const T& value) {
  if constexpr (std::is_null_pointer_v<T>) {
    out += "null";
  } else if constexpr (schema::IsOptional<T>) {
    if (value) {
      append_json_of(out, *value);
    } else {
      out += "null";
    }
  } else if constexpr (IsObject<T>) {
    append_json<schema::item_view<T>>(out, value);
  } else if constexpr (std::is_same_v<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::is_integral_v<T>) {
    detail::append_number(out, value);
  } else if constexpr (std::is_same_v<T, Metadata>) {
    detail::append_all(out, '{', '}', value, [&](const auto& pair) {
      append_json_text(out, pair.first);
      out += ':';
      append_json_text(out, pair.second);
    });
  } else if constexpr (schema::IsList<T>) {
    detail::append_all(out, '[', ']', value, [&](const auto& item) { append_json_of(out, item); });
  } else if constexpr (detail::is_id<T>) {
    out += '"';
    append_hex(out, value.bytes());
    out += '"';
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    out += '"';
    append_utc(out, value);
    out += '"';
  } else {
    append_json_text(out, text_of(value));
  }
}

namespace detail {

/// What precedes the value of a member in its object: `,"name":`. Names of fields hold no character
/// that JSON escapes.
template <const auto& view, std::size_t index>
inline constexpr auto opening = [] {
  constexpr std::string_view name = std::get<index>(view.members).name;
  std::array<char, name.size() + 4> text{',', '"'};
  std::copy(name.begin(), name.end(), text.begin() + 2);
  text[text.size() - 2] = '"';
  text[text.size() - 1] = ':';
  return text;
}();

template <const auto& view, std::size_t index, class Subject>
void append_shown(std::string& out, bool& is_first, const Subject& subject) {
  constexpr const auto& member = std::get<index>(view.members);
  decltype(auto) value = member.value_of(subject);
  if constexpr (schema::IsOptional<std::remove_cvref_t<decltype(value)>>) {
    if (member.omitted_if_empty && !value) return;
  }
  const std::string_view text(opening<view, index>.data(), opening<view, index>.size());
  out += text.substr(std::exchange(is_first, false) ? 1 : 0);
  append_json_of(out, value);
}

}  // namespace detail

/// Appends an object with the fields of the view in their order, and the values of the subject.
template <const auto& view>
void append_json(std::string& out,
                 const typename std::remove_cvref_t<decltype(view)>::Subject& subject) {
  out += '{';
  bool is_first = true;
  constexpr std::size_t count = std::tuple_size_v<decltype(view.members)>;
  [&]<std::size_t... index>(std::index_sequence<index...>) {
    (detail::append_shown<view, index>(out, is_first, subject), ...);
  }
  (std::make_index_sequence<count>());
  out += '}';
}

}  // namespace gatehouse::http::api
