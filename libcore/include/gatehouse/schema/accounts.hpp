/// Accounts in the API (source: the tables of the account API).
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include <gatehouse/model/account.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

struct UpdateAccount {
  std::string organization_name;
  /// If omitted, unchanged.
  std::optional<std::string> address{};
  std::optional<std::string> phone{};
  Email email;
};

namespace schema {

/// Lengths in code points.
inline constexpr std::size_t max_organization_name = 100;
inline constexpr std::size_t max_address = 200;
inline constexpr std::size_t phone_digits = 11;

namespace fields {
constexpr Field organization_name() {
  return {.name = "organizationName",
          .details = "Organization name. At most 100 characters.",
          .min_length = 1,
          .max_length = max_organization_name,
          .example = "Analytical Engines"};
}
inline constexpr std::array account{
    organization_name(),
    Field{.name = "address",
          .details = "Address. At most 200 characters; empty until set.",
          .format = Format::text,
          .max_length = max_address,
          .example = "1 Example Street"},
    Field{.name = "phone",
          .details = "Phone number: exactly 11 digits; empty until set.",
          .format = Format::phone,
          .min_length = phone_digits,
          .max_length = phone_digits},
    email("Email for account. At most 70 characters."),
    id("id", "ID."),
    created_at(),
    updated_at()};
}  // namespace fields

namespace resources {
inline constexpr Resource account{"Account", fields::account};
}  // namespace resources

template <>
inline constexpr auto description<UpdateAccount> = describes<&resources::account>(
    required("organizationName", &UpdateAccount::organization_name)
        .sets(&Account::organization_name),
    optional("address", &UpdateAccount::address).sets(&Account::address),
    optional("phone", &UpdateAccount::phone).sets(&Account::phone),
    required("email", &UpdateAccount::email));

namespace views {
inline constexpr auto account = view<&resources::account, Account>(
    shown("organizationName", &Account::organization_name), shown("address", &Account::address),
    shown("phone", &Account::phone), shown("email", &Account::email), shown("id", &Account::id),
    shown("createdAt", &Account::created_at), shown("updatedAt", &Account::updated_at));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
