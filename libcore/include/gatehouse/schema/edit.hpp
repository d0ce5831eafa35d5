/// Edits: commands that change a record, or only the members of them that a client gave.
///
/// A PUT gives a whole command, in which an omitted field has its default; a PATCH (RFC 7396) gives
/// some fields, and the others keep their values. A service that takes an Edit handles both in the
/// transaction that reads the record, so that a PATCH never writes back a value that another
/// request has changed meanwhile:
///
///     schema::assign(*user, edit);                          // the given members that set one
///     if (const auto* email = edit.find(&UpdateUser::email)) { … }
#pragma once

#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <gatehouse/schema/command.hpp>

namespace gatehouse {
namespace schema {

template <class T>
class Edit {
 public:
  /// Gives every member. Implicit, since a whole command is an edit.
  // NOLINTNEXTLINE(google-explicit-constructor): a whole command is an edit of all its members
  Edit(const Checked<T>& whole) : command_(*whole) { given_.set(); }

  /// Returns the member if it was given; otherwise null.
  template <class Member>
  [[nodiscard]] const Member* find(Member T::*wanted) const noexcept {
    const Member* found = nullptr;
    each_given([&](const auto& member) {
      if constexpr (std::is_same_v<decltype(member.pointer), Member T::*>) {
        if (member.pointer == wanted) found = &(command_.*wanted);
      }
    });
    return found;
  }

  /// Calls `visit(member)` with the description of each member that was given.
  template <class Visit>
  void each_given(Visit visit) const {
    std::size_t index = 0;
    const auto visit_given = [&](const auto& member) {
      if (given_[index++]) visit(member);
    };
    std::apply([&](const auto&... member) { (visit_given(member), ...); }, description<T>.members);
  }

  template <class Record, class Any>
  friend void assign(Record& record, const Edit<Any>& edit);
  template <class Any>
  friend Result<Edit<Any>> decode_edit(Value body, const Policy& policy);

 private:
  using Given = std::bitset<std::tuple_size_v<decltype(description<T>.members)>>;

  Edit(T command, const Given& given) : command_(std::move(command)), given_(given) {}

  T command_;
  Given given_;
};

/// Assigns the given members of a command to those of the record that they set.
template <class Record, class T>
void assign(Record& record, const Edit<T>& edit) {
  edit.each_given([&](const auto& member) {
    if constexpr (!std::is_null_pointer_v<decltype(member.target)>) {
      detail::assign_value(record.*member.target, edit.command_.*member.pointer);
    }
  });
}

/// Decodes a merge patch: as decode() does, but every field may be omitted, and null empties a text
/// that may be empty (see is_emptied_by_null()).
template <class T>
[[nodiscard]] Result<Edit<T>> decode_edit(Value body, const Policy& policy) {
  auto* object = std::get_if<Object>(&body.data);
  if (object == nullptr) return Unexpected(detail::not_an_object(body));
  T command{};
  typename Edit<T>::Given given;
  std::vector<FieldFault> faults;
  std::size_t index = 0;
  const auto decode_member = [&](const auto& member) {
    const bool is_given = detail::decode_given(command, member, *object, policy, faults);
    given.set(index++, is_given);
  };
  std::apply([&](const auto&... member) { (decode_member(member), ...); }, description<T>.members);
  if (!faults.empty())
    return Unexpected(detail::faulty(description<T>.resource(), std::move(faults)));
  return Edit<T>(std::move(command), given);
}

}  // namespace schema

using schema::Edit;

}  // namespace gatehouse
