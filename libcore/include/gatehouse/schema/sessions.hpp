/// Sessions in the account API and in the credential API.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/user.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

struct LogIn {
  Email email;
  Secret password;
};

struct ObtainToken {
  std::string grant_type;
  std::string client_id;
  Secret client_secret;
};

/// A token for Authorization. This is the only time it is shown.
struct ObtainedToken {
  Secret token;
  Duration lifetime{};
};

/// A newly created session. This is the only time its token is shown.
struct NewSession {
  User user;
  Secret token;
};

namespace schema {
namespace fields {
inline constexpr std::array session{token("Access token."), email(user_email, Mode::write_only),
                                    password(user_password)};
inline constexpr std::array logout{token("Access token.")};

/// From OAuth 2.0 (RFC 6749, section 4.4), by which the credential API issues tokens.
inline constexpr std::array access_token{
    Field{.name = "grant_type",
          .details = "client_credentials",
          .mode = Mode::write_only,
          .example = "client_credentials"},
    Field{.name = "client_id",
          .details = "E-mail of the user, or client id of a service account.",
          .mode = Mode::write_only,
          .example = "ada@example.com"},
    Field{.name = "client_secret",
          .details = "Password of the user, or secret of the service account.",
          .mode = Mode::write_only,
          .format = Format::secret},
    Field{.name = "access_token",
          .details = "Access token for the Authorization header.",
          .mode = Mode::read_only,
          .format = Format::secret},
    told_word("token_type", "Bearer", token_types),
    Field{.name = "expires_in",
          .details = "Lifetime of the token in seconds.",
          .type = Type::integer,
          .mode = Mode::read_only,
          .example = "604800"}};
}  // namespace fields

namespace resources {
inline constexpr Resource session{"Session", fields::session};
inline constexpr Resource logout{"Logout", fields::logout};
inline constexpr Resource access_token{"AccessToken", fields::access_token};
}  // namespace resources

template <>
inline constexpr auto description<LogIn> = describes<&resources::session>(
    required("email", &LogIn::email), required("password", &LogIn::password));

template <>
inline constexpr auto description<ObtainToken> =
    describes<&resources::access_token>(required("grant_type", &ObtainToken::grant_type),
                                        required("client_id", &ObtainToken::client_id),
                                        required("client_secret", &ObtainToken::client_secret));

[[nodiscard]] inline std::int64_t in_seconds(const Duration& duration) noexcept {
  return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
}

namespace views {
inline constexpr auto obtained_token = view<&resources::access_token, ObtainedToken>(
    shown("access_token", &ObtainedToken::token),
    constant("token_type", std::string_view("Bearer")),
    shown("expires_in", &ObtainedToken::lifetime, in_seconds));

inline constexpr auto session =
    view<&resources::session, NewSession>(shown("token", &NewSession::token));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
