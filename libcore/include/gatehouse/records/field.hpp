/// The description of one field of a kind of record: its name, the member that holds it, and its
/// properties.
///
///     fixed("account", &Credential::account)
///     secret(ordinary("password_hash", &Credential::password_hash))
///     fixed("target_name", &Grant::target, &GrantTarget::name)
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <gatehouse/model/email.hpp>

namespace gatehouse::records {

/// When a field changes.
enum class Change : std::uint8_t {
  /// Never: it is part of the identity of the record among all of its kind.
  identity,
  /// Never: it is set when the record is created.
  fixed,
  /// With each update of the record.
  ordinary,
  /// By a separate operation, such as incrementing a counter; updates of the record do not change
  /// it.
  separate,
};

/// Who may see a field's value.
enum class Disclosure : std::uint8_t {
  /// Everyone who may read the record.
  open,
  /// Only the storage and the services: a hash or digest of an authentication secret.
  secret,
  /// Like `secret`, for a text that services/secrets/vault.hpp has encrypted and can decrypt. It is
  /// replaced when the encryption key changes.
  sealed,
};

/// `Steps` lead from the record to the value: pointers to members, or functions that take the
/// result of the previous step.
template <class Record, class... Steps>
struct Field {
  /// The name in exports. Unique among the fields of the kind.
  std::string_view name;
  std::tuple<Steps...> path;
  Change change;
  Disclosure disclosure = Disclosure::open;
  /// Whether it holds the account to which the record belongs.
  bool is_owner = false;
  /// Whether it holds the time of the latest change, which is no change by itself.
  bool is_stamp = false;
  /// Of a sealed field: the name to which its texts are bound, so that they do not decrypt in
  /// another field. Must never change, or stored texts become unreadable.
  std::string_view bound_to{};

  /// The value: a reference into the record, or the result of the last step.
  [[nodiscard]] constexpr decltype(auto) of(const Record& record) const { return follow(record); }
  [[nodiscard]] constexpr decltype(auto) of(Record& record) const { return follow(record); }

  /// Whether the field is exactly that member as a whole.
  template <class Member>
  [[nodiscard]] constexpr bool is(Member Record::*member) const noexcept {
    if constexpr (std::is_same_v<std::tuple<Steps...>, std::tuple<Member Record::*>>) {
      return std::get<0>(path) == member;
    } else {
      return false;
    }
  }

 private:
  template <class Given>
  constexpr decltype(auto) follow(Given& record) const {
    return std::apply(
        [&](const auto&... steps) -> decltype(auto) { return walk(record, steps...); }, path);
  }

  template <class From, class First, class... Rest>
  static constexpr decltype(auto) walk(From& from, const First& first, const Rest&... rest) {
    if constexpr (sizeof...(Rest) == 0) {
      return std::invoke(first, from);
    } else {
      return walk(std::invoke(first, from), rest...);
    }
  }
};

template <class Record, class Member, class... Rest>
[[nodiscard]] constexpr Field<Record, Member Record::*, Rest...> identity(std::string_view name,
                                                                          Member Record::*member,
                                                                          Rest... rest) {
  return {.name = name, .path = {member, rest...}, .change = Change::identity};
}

template <class Record, class Member, class... Rest>
[[nodiscard]] constexpr Field<Record, Member Record::*, Rest...> fixed(std::string_view name,
                                                                       Member Record::*member,
                                                                       Rest... rest) {
  return {.name = name, .path = {member, rest...}, .change = Change::fixed};
}

template <class Record, class Member, class... Rest>
[[nodiscard]] constexpr Field<Record, Member Record::*, Rest...> ordinary(std::string_view name,
                                                                          Member Record::*member,
                                                                          Rest... rest) {
  return {.name = name, .path = {member, rest...}, .change = Change::ordinary};
}

template <class Record, class Member, class... Rest>
[[nodiscard]] constexpr Field<Record, Member Record::*, Rest...> separate(std::string_view name,
                                                                          Member Record::*member,
                                                                          Rest... rest) {
  return {.name = name, .path = {member, rest...}, .change = Change::separate};
}

template <class AnyField>
[[nodiscard]] constexpr AnyField secret(AnyField field) {
  field.disclosure = Disclosure::secret;
  return field;
}

template <class AnyField>
[[nodiscard]] constexpr AnyField sealed(std::string_view bound_to, AnyField field) {
  field.disclosure = Disclosure::sealed;
  field.bound_to = bound_to;
  return field;
}

template <class AnyField>
[[nodiscard]] constexpr AnyField owner(AnyField field) {
  field.is_owner = true;
  return field;
}

template <class AnyField>
[[nodiscard]] constexpr AnyField stamp(AnyField field) {
  field.is_stamp = true;
  return field;
}

/// Describes the key of an address as a separate value.
template <class Address>
struct KeyOfEmail {
  Address& email;

  [[nodiscard]] const std::string& text() const noexcept { return email.key(); }
  void set(std::string key) const { email = email.with_key(std::move(key)); }
};

/// The last step to the key of an address.
struct EmailKey {
  template <class Address>
  [[nodiscard]] constexpr KeyOfEmail<Address> operator()(Address& email) const noexcept {
    return {email};
  }
};

}  // namespace gatehouse::records
