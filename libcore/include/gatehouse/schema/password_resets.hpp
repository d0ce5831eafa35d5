/// Resets of passwords in the API.
#pragma once

#include <array>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>

namespace gatehouse {

struct ForgotPassword {
  Email email;
};

struct ResetPassword {
  Secret reset_token;
  Secret password;
};

namespace schema {
namespace fields {
inline constexpr std::array forgot_password{email(user_email, Mode::write_only)};
inline constexpr std::array reset_password{
    secret("resetToken", "The token of the mail that forgot-password sent."),
    password("New password for user. At most 128 characters.")};
}  // namespace fields

namespace resources {
inline constexpr Resource forgot_password{"ForgotPassword", fields::forgot_password};
inline constexpr Resource reset_password{"ResetPassword", fields::reset_password};
}  // namespace resources

template <>
inline constexpr auto description<ForgotPassword> =
    describes<&resources::forgot_password>(required("email", &ForgotPassword::email));

template <>
inline constexpr auto description<ResetPassword> =
    describes<&resources::reset_password>(required("resetToken", &ResetPassword::reset_token),
                                          chosen_password("password", &ResetPassword::password));

}  // namespace schema
}  // namespace gatehouse
