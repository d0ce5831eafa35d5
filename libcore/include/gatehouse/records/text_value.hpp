/// Values that are represented as one text, both in databases and in exports.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/id.hpp>
#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/gateway.hpp>
#include <gatehouse/model/grant.hpp>
#include <gatehouse/model/mail.hpp>
#include <gatehouse/model/mail_ledger.hpp>
#include <gatehouse/model/member.hpp>
#include <gatehouse/model/service_account.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/model/token_family.hpp>
#include <gatehouse/model/user.hpp>

namespace gatehouse::records {

/// Specialised for each type with a text representation:
///
///     static … write(const T& value);            // std::string, or a reference to one
///     static std::optional<T> read(std::string_view text);
///     static constexpr std::string_view noun;      // "role": for messages about storage
///     static constexpr std::string_view form;      // "a role": what a text must be
template <class T>
struct TextValue;

template <class T>
concept HasText = requires(const T& value, std::string_view text) {
  { TextValue<T>::write(value) } -> std::convertible_to<std::string>;
  { TextValue<T>::read(text) } -> std::same_as<std::optional<T>>;
};

/// A list of texts, or of values with a text representation.
template <class T>
concept IsList = !HasText<T> && requires(const T& list) {
  typename T::value_type;
  list.begin();
}
&&(std::same_as<typename T::value_type, std::string> || HasText<typename T::value_type>);

/// Values of an enumeration, by their names.
template <class Enumeration, auto parse>
struct NamedValue {
  static std::string write(Enumeration value) { return std::string(name(value)); }
  static std::optional<Enumeration> read(std::string_view text) noexcept { return parse(text); }
};

template <>
struct TextValue<Role> : NamedValue<Role, parse_role> {
  static constexpr std::string_view noun = "role";
  static constexpr std::string_view form = "a role";
};

template <>
struct TextValue<MailKind> : NamedValue<MailKind, parse_mail_kind> {
  static constexpr std::string_view noun = "kind";
  static constexpr std::string_view form = "a kind of mail";
};

template <>
struct TextValue<MailStatus> : NamedValue<MailStatus, parse_mail_status> {
  static constexpr std::string_view noun = "status";
  static constexpr std::string_view form = "a status of a mail";
};

template <>
struct TextValue<TargetType> : NamedValue<TargetType, parse_target_type> {
  static constexpr std::string_view noun = "target";
  static constexpr std::string_view form = "a type of target";
};

template <>
struct TextValue<AddressField> : NamedValue<AddressField, parse_address_field> {
  static constexpr std::string_view noun = "address field";
  static constexpr std::string_view form = "a header field for addresses";
};

template <>
struct TextValue<Permission> : NamedValue<Permission, parse_permission> {
  static constexpr std::string_view noun = "permission";
  static constexpr std::string_view form = "a permission";
};

template <class Tag>
struct TextValue<Id<Tag>> {
  static constexpr std::string_view noun = "id";
  static constexpr std::string_view form = "32 lower-case hex digits";
  static std::string write(const Id<Tag>& id) { return id.to_string(); }
  static std::optional<Id<Tag>> read(std::string_view text) noexcept {
    return Id<Tag>::parse(text);
  }
};

template <>
struct TextValue<TokenDigest> {
  static constexpr std::string_view noun = "digest";
  static constexpr std::string_view form = "64 lower-case hex digits";
  static std::string write(const TokenDigest& digest) { return digest.to_string(); }
  static std::optional<TokenDigest> read(std::string_view text) noexcept {
    return TokenDigest::parse(text);
  }
};

template <>
struct TextValue<Salt> {
  static constexpr std::string_view noun = "salt";
  static constexpr std::string_view form = "64 lower-case hex digits";
  static std::string write(const Salt& salt) { return to_hex(salt); }
  static std::optional<Salt> read(std::string_view text) noexcept {
    Salt salt{};
    return from_hex(text, salt) ? std::optional(salt) : std::nullopt;
  }
};

template <>
struct TextValue<Email> {
  static constexpr std::string_view noun = "e-mail";
  static constexpr std::string_view form = "an e-mail address";
  static const std::string& write(const Email& email) noexcept { return email.text(); }
  static std::optional<Email> read(std::string_view text) { return Email::parse(text); }
};

template <>
struct TextValue<ServiceCode> {
  static constexpr std::string_view noun = "service";
  static constexpr std::string_view form = "the code of a service";
  static const std::string& write(const ServiceCode& code) noexcept { return code.text(); }
  static std::optional<ServiceCode> read(std::string_view text) { return ServiceCode::parse(text); }
};

template <>
struct TextValue<IpRange> {
  static constexpr std::string_view noun = "IP range";
  static constexpr std::string_view form = "an IP address or a range of them";
  static const std::string& write(const IpRange& range) noexcept { return range.text(); }
  static std::optional<IpRange> read(std::string_view text) { return IpRange::parse(text); }
};

template <>
struct TextValue<std::vector<Rotation>> {
  static constexpr std::string_view noun = "rotations";
  static constexpr std::string_view form =
      "rotations of a token family: generation:date:elapsed:timeline each";
  static std::string write(const std::vector<Rotation>& rotations) { return to_text(rotations); }
  static std::optional<std::vector<Rotation>> read(std::string_view text) {
    return parse_rotations(text);
  }
};

template <>
struct TextValue<std::vector<ServiceAccountSecret>> {
  static constexpr std::string_view noun = "secrets";
  static constexpr std::string_view form =
      "secrets of a service account: id:digest:created:used each";
  static std::string write(const std::vector<ServiceAccountSecret>& secrets) {
    return to_text(secrets);
  }
  static std::optional<std::vector<ServiceAccountSecret>> read(std::string_view text) {
    return parse_secrets(text);
  }
};

}  // namespace gatehouse::records
