/// Commands: requests as plain structs. The description of a command maps each member to a field of
/// the API; decoding (decode), validation (check), self-description (inputs) and the change of a
/// record (assign) are derived from it. A description with an unknown field, or with a member that
/// cannot set the member of a record that it names, does not compile.
///
///     template <>
///     inline constexpr auto description<LogIn> =
///         describes<&resources::session>(required("email", &LogIn::email), ...);
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <gatehouse/base/result.hpp>
#include <gatehouse/schema/array_bodies.hpp>
#include <gatehouse/schema/check.hpp>
#include <gatehouse/schema/checked.hpp>
#include <gatehouse/schema/convert.hpp>
#include <gatehouse/schema/field.hpp>
#include <gatehouse/schema/policy.hpp>
#include <gatehouse/schema/value.hpp>

namespace gatehouse::schema {

enum class Presence { required, optional };

template <class Owner, class T, class Target = std::nullptr_t>
struct MemberOf {
  std::string_view name;
  T Owner::*pointer;
  Presence presence;
  /// Another accepted name of the field; empty if there is none.
  std::string_view alias{};
  /// Whether the member is a newly chosen password rather than one presented for authentication.
  bool chosen_password = false;
  /// The member of a record that takes the value (see assign()); null if there is none.
  Target target{};
  /// The field of the resource, set by describes().
  const Field* field = nullptr;

  template <class Record, class Value>
  [[nodiscard]] constexpr MemberOf<Owner, T, Value Record::*> sets(Value Record::*member) const {
    return {name, pointer, presence, alias, chosen_password, member};
  }
};

template <class Owner, class T>
constexpr MemberOf<Owner, T> required(std::string_view name, T Owner::*pointer,
                                      std::string_view alias = {}) {
  return {name, pointer, Presence::required, alias};
}

/// A member that keeps its default if the field is omitted.
template <class Owner, class T>
constexpr MemberOf<Owner, T> optional(std::string_view name, T Owner::*pointer,
                                      std::string_view alias = {}) {
  return {name, pointer, Presence::optional, alias};
}

/// A new password, to which the installation's policy applies.
template <class Owner, class T>
constexpr MemberOf<Owner, T> chosen_password(std::string_view name, T Owner::*pointer,
                                             Presence presence = Presence::required) {
  return {name, pointer, presence, {}, true};
}

/// The description of a command. Each command specialises it.
template <class T>
inline constexpr int description = 0;

template <const Resource* described, class... Members>
struct Description {
  std::tuple<Members...> members;

  [[nodiscard]] static constexpr const Resource& resource() noexcept { return *described; }
};

namespace detail {

/// The new value, if given: null is an empty value.
template <class T>
requires(!IsOptional<T>) void assign_value(T& value, const T& given) { value = given; }
template <class T>
void assign_value(T& value, const std::optional<T>& given) {
  if (given) value = *given;
}
template <class T>
void assign_value(T& value, const std::optional<std::optional<T>>& given) {
  if (given) value = given->value_or(T());
}

/// Whether assign_value() sets a member of a record by a value of the type.
template <class Target, class T>
inline constexpr bool is_assignable = false;
template <class Record, class Value, class T>
inline constexpr bool is_assignable<Value Record::*, T> = requires(Value& value, const T& given) {
  assign_value(value, given);
};

template <class Owner, class T, class Target>
consteval void bind(const Resource& resource, MemberOf<Owner, T, Target>& member) {
  member.field = resource.find(member.name);
  if (member.field == nullptr) throw "the resource has no such field";
  static_assert(std::is_null_pointer_v<Target> || is_assignable<Target, T>,
                "a value that is omitted, or of another type, would change the record");
}

}  // namespace detail

template <const Resource* resource, class... Members>
consteval Description<resource, Members...> describes(Members... members) {
  (detail::bind(*resource, members), ...);
  return {{members...}};
}

/// Returns the name of a command's type without namespaces, e.g. "CreateUser", under which the
/// description of the API has its fields.
template <class T>
[[nodiscard]] consteval std::string_view name_of() {
  // "… [with T = gatehouse::CreateUser; …]" by g++, "… [T = gatehouse::CreateUser]" by clang.
  constexpr std::string_view before = "T = ";
  std::string_view text = __PRETTY_FUNCTION__;
  text.remove_prefix(text.find(before) + before.size());
  text = text.substr(0, text.find_first_of(";]"));
  text = text.substr(text.rfind(':') + 1);
  return text.substr(0, text.find('>'));
}

/// One input field of a command.
struct Input {
  const Field* field;
  bool required;
  std::string_view alias;
  /// Whether null is accepted.
  bool allow_null;
};

namespace detail {

/// Null omits a secret (see convert.hpp), which is no way to give a required one.
template <class Owner, class T, class Target>
[[nodiscard]] Input input_of(const MemberOf<Owner, T, Target>& member) {
  const bool is_required = member.presence == Presence::required;
  const bool is_omitted_by_null = std::is_same_v<T, std::optional<Secret>>;
  return {member.field, is_required, member.alias,
          member.field->allow_null && !(is_required && is_omitted_by_null)};
}

}  // namespace detail

template <class T>
[[nodiscard]] std::vector<Input> inputs() {
  std::vector<Input> all;
  std::apply([&](const auto&... member) { (all.push_back(detail::input_of(member)), ...); },
             description<T>.members);
  return all;
}

/// An error that contains all of the faults, in the given order.
[[nodiscard]] Error faulty(std::vector<FieldFault> faults);

namespace detail {

/// An error that contains all of the faults, in the order of the resource's fields.
[[nodiscard]] Error faulty(const Resource& resource, std::vector<FieldFault> faults);

[[nodiscard]] Error not_an_object(const Value& body);

/// Returns the items of a body that is an array, or an object with an array in the member
/// `wrapper`.
[[nodiscard]] Result<List> unwrap(Value body, std::string_view wrapper);

/// Adds the faults of an item; an item that is not an object is a fault itself.
void collect(std::size_t item, const Error& error, std::vector<FieldFault>& faults);

/// Returns the value given for a member under its name or alias; null if it was omitted. Adds a
/// fault if both names were given.
[[nodiscard]] Value* given(Object& body, std::string_view name, std::string_view alias,
                           std::vector<FieldFault>& faults);

/// Returns why the content of a member is invalid, or nothing.
template <class M, class Content>
[[nodiscard]] Why why_not_in(const M& member, const Content& content, const Policy& policy) {
  if constexpr (requires { content.has_value(); }) {
    if (member.presence == Presence::required && !content) return "is required";
  }
  Why why = why_not(*member.field, content);
  if (!why && member.chosen_password) {
    if constexpr (std::is_convertible_v<const Content&, std::optional<Secret>>) {
      why = why_not_chosen(content, policy);
    }
  }
  return why;
}

template <class T, class M>
void decode_value(T& command, const M& member, Value& value, const Policy& policy,
                  std::vector<FieldFault>& faults) {
  const Field& field = *member.field;
  if constexpr (requires { convert_each(value, field, command.*member.pointer, faults); }) {
    convert_each(value, field, command.*member.pointer, faults);
  } else if (Why why = convert(value, field, command.*member.pointer)) {
    faults.push_back({std::string(member.name), std::move(*why)});
  } else if (Why content = why_not_in(member, command.*member.pointer, policy)) {
    faults.push_back({std::string(member.name), std::move(*content)});
  }
}

template <class T, class M>
void decode_member(T& command, const M& member, Object& body, const Policy& policy,
                   std::vector<FieldFault>& faults) {
  Value* value = given(body, member.name, member.alias, faults);
  if (value != nullptr) {
    decode_value(command, member, *value, policy, faults);
  } else if (member.presence == Presence::required) {
    faults.push_back({std::string(member.name), "is required"});
  }
}

/// Decodes a member of a merge patch, which is never required. Returns whether it was given.
template <class T, class M>
[[nodiscard]] bool decode_given(T& command, const M& member, Object& body, const Policy& policy,
                                std::vector<FieldFault>& faults) {
  Value* value = given(body, member.name, member.alias, faults);
  if (value == nullptr) return false;
  if (value->is_null() && is_emptied_by_null(*member.field)) {
    value->data = std::string();
  }
  decode_value(command, member, *value, policy, faults);
  return true;
}

/// Decodes an array of strings that must each be valid for the field.
[[nodiscard]] Result<std::vector<std::string>> decode_texts(Value body, std::string_view wrapper,
                                                            const Field& field);

template <class T>
[[nodiscard]] Result<Done> validate(const T& command, const Policy& policy) {
  std::vector<FieldFault> faults;
  const auto check_member = [&](const auto& member) {
    if (Why why = why_not_in(member, command.*member.pointer, policy)) {
      faults.push_back({std::string(member.name), std::move(*why)});
    }
  };
  std::apply([&](const auto&... member) { (check_member(member), ...); }, description<T>.members);
  if (!faults.empty()) return Unexpected(faulty(description<T>.resource(), std::move(faults)));
  return Done{};
}

template <class T>
[[nodiscard]] Result<Done> validate(const std::vector<T>& commands, const Policy& policy) {
  if (auto ok = not_too_many(commands.size()); !ok) return ok;
  std::vector<FieldFault> faults;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (auto ok = validate(commands[i], policy); !ok) collect(i, ok.error(), faults);
  }
  if (!faults.empty()) return Unexpected(schema::faulty(std::move(faults)));
  return Done{};
}

}  // namespace detail

/// Decodes external input into a command. Reports all invalid fields at once: missing ones, wrong
/// types, invalid content. Unknown and read-only fields are ignored, so that a client may send back
/// a resource that it has received. Secrets are wiped from `body`.
template <class T>
[[nodiscard]] Result<Checked<T>> decode(Value body, const Policy& policy) {
  auto* object = std::get_if<Object>(&body.data);
  if (object == nullptr) return Unexpected(detail::not_an_object(body));
  T command{};
  std::vector<FieldFault> faults;
  std::apply(
      [&](const auto&... member) {
        (detail::decode_member(command, member, *object, policy, faults), ...);
      },
      description<T>.members);
  if (!faults.empty())
    return Unexpected(detail::faulty(description<T>.resource(), std::move(faults)));
  return Checked<T>(std::move(command));
}

/// Decodes one command for each item of an array, which is the body itself or the only member,
/// `wrapper`, of an object. Faults include the item's place: "[0].name".
template <class T>
[[nodiscard]] Result<Checked<std::vector<T>>> decode_list(Value body, std::string_view wrapper,
                                                          const Policy& policy) {
  auto items = detail::unwrap(std::move(body), wrapper);
  if (!items) return std::move(items).failure();
  std::vector<T> commands;
  std::vector<FieldFault> faults;
  for (std::size_t i = 0; i < items->size(); ++i) {
    auto command = decode<T>(std::move((*items)[i]), policy);
    if (command) {
      commands.push_back(**std::move(command));
    } else {
      detail::collect(i, command.error(), faults);
    }
  }
  if (!faults.empty()) return Unexpected(faulty(std::move(faults)));
  return Checked<std::vector<T>>(std::move(commands));
}

/// Decodes one command for each string of an array; the commands have one member. `wrapper` as
/// above; faults are "[0]".
template <class T>
[[nodiscard]] Result<Checked<std::vector<T>>> decode_texts(Value body, std::string_view wrapper) {
  const auto& [member] = description<T>.members;
  const Field& field = *member.field;
  auto texts = detail::decode_texts(std::move(body), wrapper, field);
  if (!texts) return std::move(texts).failure();
  std::vector<T> commands;
  for (std::string& text : *texts) commands.push_back({std::move(text)});
  return Checked<std::vector<T>>(std::move(commands));
}

/// Assigns the members of a command to those of the record that they set; omitted ones are
/// unchanged.
template <class Record, class T>
void assign(Record& record, const T& command) {
  const auto assign_member = [&](const auto& member) {
    if constexpr (!std::is_null_pointer_v<decltype(member.target)>) {
      detail::assign_value(record.*member.target, command.*member.pointer);
    }
  };
  std::apply([&](const auto&... member) { (assign_member(member), ...); }, description<T>.members);
}

/// Checks a command that was filled in by a program, or a list of commands, as decoding does.
template <class T>
[[nodiscard]] Result<Checked<T>> check(T command, const Policy& policy) {
  if (auto ok = detail::validate(command, policy); !ok) return std::move(ok).failure();
  return Checked<T>(std::move(command));
}

}  // namespace gatehouse::schema
