/// Commands: what a caller asks for, as a plain struct. Command<T> says which field of the API each
/// member is; from that follow decoding (decode), checking (check) and self-description (inputs).
///
///     template <>
///     struct Command<LogIn> : Describes<&resources::session> {
///       static constexpr auto members = std::tuple{required("email", &LogIn::email), ...};
///     };
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <gatehouse/base/result.hpp>
#include <gatehouse/schema/check.hpp>
#include <gatehouse/schema/convert.hpp>
#include <gatehouse/schema/field.hpp>
#include <gatehouse/schema/policy.hpp>
#include <gatehouse/schema/value.hpp>

namespace gatehouse::schema {

enum class Presence { required, optional };

template <class Owner, class T>
struct Member {
  std::string_view name;
  T Owner::*pointer;
  Presence presence;
  /// Another name under which the field is taken; empty when there is none.
  std::string_view alias{};
  /// Whether it is a password that is chosen here, and not one that is shown.
  bool chosen_password = false;
};

template <class Owner, class T>
constexpr Member<Owner, T> required(std::string_view name, T Owner::*pointer,
                                    std::string_view alias = {}) {
  return {name, pointer, Presence::required, alias};
}

/// A member that keeps its default when the field is left out.
template <class Owner, class T>
constexpr Member<Owner, T> optional(std::string_view name, T Owner::*pointer,
                                    std::string_view alias = {}) {
  return {name, pointer, Presence::optional, alias};
}

/// A new password, to which the installation's policy applies.
template <class Owner, class T>
constexpr Member<Owner, T> chosen_password(std::string_view name, T Owner::*pointer,
                                           Presence presence = Presence::required) {
  return {name, pointer, presence, {}, true};
}

/// Specialised for each command.
template <class T>
struct Command;

/// One field that a command takes.
struct Input {
  const Field* field;
  bool required;
  std::string_view alias;
};

/// The base of each specialisation of Command.
template <const Resource* resource_>
struct Describes {
  static constexpr const Resource& resource() { return *resource_; }
};

template <class T>
[[nodiscard]] std::vector<Input> inputs() {
  std::vector<Input> all;
  std::apply(
      [&](const auto&... member) {
        (all.push_back({Command<T>::resource().find(member.name),
                        member.presence == Presence::required, member.alias}),
         ...);
      },
      Command<T>::members);
  return all;
}

/// The refusal that tells all of them, in this order.
[[nodiscard]] Error faulty(std::vector<FieldFault> faults);

namespace detail {

/// The same in the order of the resource's fields.
[[nodiscard]] Error faulty(const Resource& resource, std::vector<FieldFault> faults);

/// The items of a body that is an array, or an object with one in the member `wrapper`.
[[nodiscard]] Result<List> unwrap(Value body, std::string_view wrapper);

/// Adds the faults of an item; an item that is no object at all is one.
void collect(std::size_t item, const Error& error, std::vector<FieldFault>& faults);

/// The value given for a member under its name or alias; null when it was left out. Adds a fault
/// when both names were given.
[[nodiscard]] Value* given(Object& body, std::string_view name, std::string_view alias,
                           std::vector<FieldFault>& faults);

/// Why the content of a member is not allowed, or nothing.
template <class M, class Content>
[[nodiscard]] Why why_not_in(const M& member, const Field& field, const Content& content,
                             const Policy& policy) {
  Why why = why_not(field, content);
  if (!why && member.chosen_password) {
    if constexpr (std::is_convertible_v<const Content&, std::optional<Secret>>) {
      why = why_not_chosen(content, policy);
    }
  }
  return why;
}

template <class T, class M>
void decode_member(T& command, const M& member, Object& body, const Policy& policy,
                   std::vector<FieldFault>& faults) {
  const Field& field = *Command<T>::resource().find(member.name);
  Value* value = given(body, member.name, member.alias, faults);
  if (value == nullptr) {
    if (member.presence == Presence::required) {
      faults.push_back({std::string(member.name), "is required"});
    }
    return;
  }
  if (Why why = convert(*value, field, command.*member.pointer)) {
    faults.push_back({std::string(member.name), std::move(*why)});
  } else if (Why content = why_not_in(member, field, command.*member.pointer, policy)) {
    faults.push_back({std::string(member.name), std::move(*content)});
  }
}

}  // namespace detail

/// Makes the command out of what came from outside. Reports every field at fault at once: missing,
/// of the wrong type, content not allowed. Fields that the command does not take, unknown and
/// read-only ones, are ignored, so that a client may send back what it was shown. Secrets are wiped
/// from `body`.
template <class T>
[[nodiscard]] Result<T> decode(Value body, const Policy& policy = {}) {
  auto* object = std::get_if<Object>(&body.data);
  if (object == nullptr) {
    return Unexpected(invalid_argument("The body must be an object, not " +
                                       std::string(describe_type(body)) + "."));
  }
  T command{};
  std::vector<FieldFault> faults;
  std::apply(
      [&](const auto&... member) {
        (detail::decode_member(command, member, *object, policy, faults), ...);
      },
      Command<T>::members);
  if (!faults.empty()) return Unexpected(detail::faulty(Command<T>::resource(), std::move(faults)));
  return command;
}

/// Makes as many commands as an array has items, which stands alone or is the one member of an
/// object that is called `wrapper`. Faults are told with the item's place: "[0].name".
template <class T>
[[nodiscard]] Result<std::vector<T>> decode_list(Value body, std::string_view wrapper,
                                                 const Policy& policy = {}) {
  auto items = detail::unwrap(std::move(body), wrapper);
  if (!items) return std::move(items).failure();
  std::vector<T> commands;
  std::vector<FieldFault> faults;
  for (std::size_t i = 0; i < items->size(); ++i) {
    auto command = decode<T>(std::move((*items)[i]), policy);
    if (command) {
      commands.push_back(std::move(*command));
    } else {
      detail::collect(i, command.error(), faults);
    }
  }
  if (!faults.empty()) return Unexpected(faulty(std::move(faults)));
  return commands;
}

/// Reads an array of strings that each fit the field; `wrapper` and faults as above.
[[nodiscard]] Result<std::vector<std::string>> decode_texts(Value body, std::string_view wrapper,
                                                            const Field& field);

/// Checks a command that a program filled in: what decode() checks, but for presence.
template <class T>
[[nodiscard]] Result<Done> check(const T& command, const Policy& policy = {}) {
  std::vector<FieldFault> faults;
  const auto check_member = [&](const auto& member) {
    const Field& field = *Command<T>::resource().find(member.name);
    if (Why why = detail::why_not_in(member, field, command.*member.pointer, policy)) {
      faults.push_back({std::string(member.name), std::move(*why)});
    }
  };
  std::apply([&](const auto&... member) { (check_member(member), ...); }, Command<T>::members);
  if (!faults.empty()) return Unexpected(detail::faulty(Command<T>::resource(), std::move(faults)));
  return Done{};
}

/// Checks all of them, as decode_list() does.
template <class T>
[[nodiscard]] Result<Done> check(const std::vector<T>& commands, const Policy& policy = {}) {
  std::vector<FieldFault> faults;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (auto ok = check(commands[i], policy); !ok) detail::collect(i, ok.error(), faults);
  }
  if (!faults.empty()) return Unexpected(faulty(std::move(faults)));
  return Done{};
}

/// Checks texts, as decode_texts() does.
[[nodiscard]] Result<Done> check_texts(const std::vector<std::string>& texts, const Field& field);

}  // namespace gatehouse::schema
