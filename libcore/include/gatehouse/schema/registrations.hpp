/// Registrations in the API, and their approval.
#pragma once

#include <array>
#include <string>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/user.hpp>
#include <gatehouse/schema/accounts.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/sessions.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

struct RegisterAccount {
  std::string organization_name;
  Email email;
};

struct ApproveAccount {
  Secret approve_code;
  /// The address of the account's first admin; may differ from the account's.
  Email email;
  Secret password;
  std::string first_name;
  std::string last_name;
};

struct ResendApproveCode {
  Email email;
};

/// The result for the applicant: the id and the data of the request.
struct BegunRegistration {
  AccountId id;
  std::string organization_name;
  Email email;
};

namespace schema {
namespace fields {
inline constexpr std::array registration{organization_name(),
                                         email("Email for account. At most 70 characters."),
                                         id("registrationId", "Registered account id.")};
inline constexpr std::array approval{
    id("id", "ID."),
    email(user_email),
    password(user_password),
    secret("approveCode", "Approve code to activate the account."),
    person("firstName", "Name of user. At most 32 characters."),
    person("lastName", "Last name of user. At most 32 characters."),
    token("User token.")};
inline constexpr std::array approve_code{
    email("Email for account. At most 70 characters.", Mode::write_only)};
}  // namespace fields

namespace resources {
inline constexpr Resource registration{"Registration", fields::registration};
inline constexpr Resource approval{"Approval", fields::approval};
inline constexpr Resource approve_code{"ApproveCode", fields::approve_code};
}  // namespace resources

template <>
inline constexpr auto description<RegisterAccount> = describes<&resources::registration>(
    required("organizationName", &RegisterAccount::organization_name),
    required("email", &RegisterAccount::email));

template <>
inline constexpr auto description<ApproveAccount> =
    describes<&resources::approval>(required("email", &ApproveAccount::email),
                                    chosen_password("password", &ApproveAccount::password),
                                    required("approveCode", &ApproveAccount::approve_code),
                                    required("firstName", &ApproveAccount::first_name),
                                    required("lastName", &ApproveAccount::last_name));

template <>
inline constexpr auto description<ResendApproveCode> =
    describes<&resources::approve_code>(required("email", &ResendApproveCode::email));

namespace views {
inline constexpr auto registration = view<&resources::registration, BegunRegistration>(
    shown("organizationName", &BegunRegistration::organization_name),
    shown("email", &BegunRegistration::email), shown("registrationId", &BegunRegistration::id));

/// The first admin of a newly approved account.
inline constexpr auto approval = view<&resources::approval, NewSession>(
    shown("id", &NewSession::user, &User::id), shown("token", &NewSession::token),
    shown("email", &NewSession::user, &User::email),
    shown("firstName", &NewSession::user, &User::first_name),
    shown("lastName", &NewSession::user, &User::last_name));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
