/// Users and their roles.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/ids.hpp>

namespace gatehouse {

enum class Role : std::uint8_t {
  /// The operator of the installation; belongs to no account.
  root = 1,
  admin,
  billing,
  developer,
};

[[nodiscard]] std::string_view name(Role role) noexcept;
[[nodiscard]] std::optional<Role> parse_role(std::string_view text) noexcept;

/// The account that owns a record; empty stands for the installation itself.
using Tenant = std::optional<AccountId>;

struct User {
  UserId id;
  /// Empty if and only if the role is root.
  Tenant account;
  Role role = Role::developer;
  /// Unique in the whole installation.
  Email email;
  std::string first_name;
  std::string last_name;
  /// A PHC string (see ports/password_hasher.hpp), never the password.
  std::string password_hash;
  Timestamp created_at;
  /// Of the latest change; empty if there was none, or it was before schema 11.
  std::optional<Timestamp> updated_at{};

  friend bool operator==(const User&, const User&) = default;
};

}  // namespace gatehouse
