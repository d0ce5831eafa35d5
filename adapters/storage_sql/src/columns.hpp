/// Values as columns, and back.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/id.hpp>
#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/gateway.hpp>
#include <gatehouse/model/grant.hpp>
#include <gatehouse/model/project_member.hpp>
#include <gatehouse/model/scope.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/model/token_family.hpp>
#include <gatehouse/model/user.hpp>
#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::sql {

/// A row of the database does not hold what this program writes.
[[noreturn]] void raise_damaged(std::string_view column);

/// The 64-bit key under which a row with this id or digest lies. All bytes count. Two that are
/// given one key by chance (with random ones, once in 2^63) cannot be kept both; since the whole id
/// or digest is compared too, one is never taken for the other.
[[nodiscard]] long long row_key(std::span<const std::uint8_t> bytes) noexcept;

template <class Tag>
[[nodiscard]] std::string column(const Id<Tag>& id) {
  return id.to_string();
}

/// Nothing is written as ''.
template <class Tag>
[[nodiscard]] std::string column(const std::optional<Id<Tag>>& id) {
  return id ? id->to_string() : std::string();
}

[[nodiscard]] inline std::string column(const TokenDigest& digest) { return digest.to_string(); }

[[nodiscard]] inline std::string column(const Salt& salt) { return to_hex(salt); }

/// Nothing is written as ''.
[[nodiscard]] inline std::string column(const std::optional<ServiceCode>& service) {
  return service ? service->text() : std::string();
}

[[nodiscard]] inline long long column(Timestamp time) noexcept {
  return time.time_since_epoch().count();
}

/// Nothing is written as NULL.
[[nodiscard]] inline std::optional<long long> column(
    const std::optional<Timestamp>& time) noexcept {
  return time ? std::optional(column(*time)) : std::nullopt;
}

/// Every project is written as ''.
[[nodiscard]] inline std::string column(const Scope& scope) { return column(scope.project()); }

[[nodiscard]] inline std::string column(TargetType type) { return std::string(name(type)); }

/// None in particular is written as ''.
[[nodiscard]] inline std::string column(const std::optional<AddressField>& field) {
  return field ? std::string(name(*field)) : std::string();
}

[[nodiscard]] inline std::string column(const std::vector<Rotation>& rotations) {
  return to_text(rotations);
}

/// Lists are written as lines, each with its newline, so that no lines and one that is empty
/// differ.
[[nodiscard]] std::string column(const std::vector<std::string>& lines);
[[nodiscard]] std::string column(const std::vector<IpRange>& ranges);
[[nodiscard]] std::string column(const std::set<Permission>& permissions);

/// A LIMIT.
[[nodiscard]] constexpr long long column(std::size_t limit) noexcept {
  constexpr auto most = std::numeric_limits<long long>::max();
  return limit > static_cast<std::size_t>(most) ? most : static_cast<long long>(limit);
}

template <class AnyId>
[[nodiscard]] AnyId to_id(const std::string& text) {
  const auto id = AnyId::parse(text);
  if (!id) raise_damaged("id");
  return *id;
}

template <class AnyId>
[[nodiscard]] std::optional<AnyId> to_optional_id(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return to_id<AnyId>(text);
}

[[nodiscard]] inline Tenant to_tenant(const std::string& text) {
  return to_optional_id<AccountId>(text);
}

[[nodiscard]] inline Timestamp to_time(long long microseconds) noexcept {
  return Timestamp(Duration(microseconds));
}

[[nodiscard]] inline std::optional<Timestamp> to_optional_time(
    const std::optional<long long>& microseconds) noexcept {
  return microseconds ? std::optional(to_time(*microseconds)) : std::nullopt;
}

[[nodiscard]] Scope to_scope(const std::string& text);
[[nodiscard]] TargetType to_target_type(const std::string& text);
[[nodiscard]] std::optional<AddressField> to_address_field(const std::string& text);
[[nodiscard]] std::vector<std::string> to_lines(std::string_view text);
[[nodiscard]] std::vector<IpRange> to_ip_ranges(std::string_view text);
[[nodiscard]] std::set<Permission> to_permissions(std::string_view text);
[[nodiscard]] TokenDigest to_digest(const std::string& text);
[[nodiscard]] Salt to_salt(const std::string& text);
[[nodiscard]] std::vector<Rotation> to_rotations(const std::string& text);
[[nodiscard]] Email to_email(const std::string& text);
[[nodiscard]] Email to_email(const std::string& text, const std::string& key);
[[nodiscard]] Role to_role(const std::string& text);
[[nodiscard]] ServiceCode to_service_code(const std::string& text);
[[nodiscard]] std::optional<ServiceCode> to_optional_service_code(const std::string& text);

}  // namespace gatehouse::sql
