/// Views: what responses show of a struct. A view binds every readable field of a resource to the
/// value that it shows; the response and its description are derived from it.
///
///     inline constexpr auto session =
///         view<&resources::session, NewSession>(shown("token", &NewSession::token));
///
/// A view that shows an unknown field, a write-only field or a field twice, that lacks a readable
/// field, or that shows a value of another type does not compile.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <gatehouse/base/result.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/metadata.hpp>
#include <gatehouse/schema/field.hpp>

namespace gatehouse::schema {

/// A sequence or a set, but not a text.
template <class T>
concept IsList = !std::convertible_to<T, std::string_view> && requires(const T& list) {
  list.begin();
};

namespace detail {

template <class Value, class Step, class... Rest>
constexpr decltype(auto) follow(const Value& value, const Step& step, const Rest&... rest) {
  if constexpr (sizeof...(rest) == 0) {
    return std::invoke(step, value);
  } else {
    static_assert(std::is_reference_v<std::invoke_result_t<const Step&, const Value&>>,
                  "only the last step may return a temporary object");
    return follow(std::invoke(step, value), rest...);
  }
}

}  // namespace detail

/// A field, and the steps that lead from a struct to the value that it shows: members and
/// functions.
template <class... Steps>
struct Shown {
  std::string_view name;
  std::tuple<Steps...> steps;
  /// Whether the field is left out, rather than null, if there is no value.
  bool omitted_if_empty = false;

  template <class Subject>
  [[nodiscard]] constexpr decltype(auto) value_of(const Subject& subject) const {
    return std::apply(
        [&](const Steps&... step) -> decltype(auto) { return detail::follow(subject, step...); },
        steps);
  }
};

template <class... Steps>
constexpr Shown<Steps...> shown(std::string_view name, Steps... steps) {
  return {name, {steps...}};
}

/// A field that is left out if there is no value.
template <class... Steps>
constexpr Shown<Steps...> shown_if_set(std::string_view name, Steps... steps) {
  return {name, {steps...}, true};
}

template <class Value>
struct Constant {
  Value value;

  constexpr const Value& operator()(const auto& /*subject*/) const noexcept { return value; }
};

/// A field that always shows the same value, such as null.
template <class Value>
constexpr Shown<Constant<Value>> constant(std::string_view name, Value value) {
  return {name, {Constant<Value>{value}}};
}

/// The binding of a resource to the struct whose values it shows, in the order of a response.
template <const Resource* shown_resource, class ShownSubject, class... Members>
struct View {
  using Subject = ShownSubject;

  std::tuple<Members...> members;

  [[nodiscard]] static constexpr const Resource& resource() noexcept { return *shown_resource; }
};

namespace detail {

/// Whether values of the type are what the field describes.
template <class T>
consteval bool fits(const Field& field, bool may_be_empty) {
  if constexpr (std::is_null_pointer_v<T>) {
    return field.allow_null;
  } else if constexpr (IsOptional<T>) {
    return may_be_empty && fits<typename T::value_type>(field, false);
  } else if constexpr (std::is_same_v<T, bool>) {
    return field.type == Type::boolean;
  } else if constexpr (std::is_integral_v<T>) {
    return field.type == Type::integer;
  } else if constexpr (std::is_same_v<T, Metadata>) {
    return field.type == Type::pairs;
  } else if constexpr (IsList<T>) {
    return field.type == Type::list;
  } else {
    return field.type == Type::string &&
           std::is_same_v<T, Secret> == (field.format == Format::secret);
  }
}

template <class Subject, class Member>
consteval void require_described(const Resource& resource, const Member& member) {
  using Value = std::remove_cvref_t<decltype(member.value_of(std::declval<const Subject&>()))>;
  const Field* field = resource.find(member.name);
  if (field == nullptr) throw "the resource has no such field";
  if (field->mode == Mode::write_only) throw "a write-only field must not be shown";
  if (member.omitted_if_empty && !field->may_be_absent) throw "the field may be absent";
  if (!fits<Value>(*field, field->allow_null || member.omitted_if_empty)) {
    throw "the value does not have the type of the field";
  }
}

consteval void require_complete(const Resource& resource,
                                std::initializer_list<std::string_view> names) {
  for (const Field& field : resource.fields) {
    const auto times = std::count(names.begin(), names.end(), field.name);
    if (times > 1) throw "a field is shown twice";
    if (times == 0 && field.mode != Mode::write_only) throw "a readable field is not shown";
  }
}

}  // namespace detail

template <const Resource* resource, class Subject, class... Members>
consteval View<resource, Subject, Members...> view(Members... members) {
  (detail::require_described<Subject>(*resource, members), ...);
  detail::require_complete(*resource, {members.name...});
  return {{members...}};
}

/// The view of a struct that is an item of a list which a view of another struct shows. Specialised
/// for each such struct.
template <class Item>
inline constexpr int item_view = 0;

namespace resources {
/// For requests and responses without fields.
inline constexpr Resource nothing{"Nothing", {}};
}  // namespace resources

namespace views {
/// For responses without content.
inline constexpr auto nothing = view<&resources::nothing, Done>();
}  // namespace views
}  // namespace gatehouse::schema
