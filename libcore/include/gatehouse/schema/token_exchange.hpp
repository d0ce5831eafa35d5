/// The token endpoint: the exchange of tokens (source: RFC 6749, section 6), and tokens of service
/// accounts (section 4.4; the command is ObtainToken in sessions.hpp). Tokens have no maximum
/// length: see introspection.hpp.
#pragma once

#include <array>
#include <optional>
#include <string>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>

namespace gatehouse {

struct ExchangeToken {
  std::string grant_type;
  Secret refresh_token;
  std::optional<std::string> client_id{};
  std::optional<std::string> scope{};
};

/// The same exchange in the style of the account API.
struct RefreshTokens {
  Secret refresh_token;
};

namespace schema {
namespace fields {
inline constexpr std::array token_grant{
    Field{.name = "grant_type",
          .details = "refresh_token, or client_credentials for a service account.",
          .mode = Mode::write_only,
          .example = "refresh_token"},
    Field{.name = "refresh_token",
          .details = "For refresh_token: a consumer token, or the refresh token from the last "
                     "exchange. In the response: its successor.",
          .format = Format::secret,
          .min_length = 1,
          .may_be_absent = true},
    Field{.name = "client_id",
          .details = "The client id of the service account; for refresh_token, optionally the id "
                     "of the project.",
          .mode = Mode::write_only,
          .example = example_id},
    Field{.name = "scope",
          .details = "Must be empty: what a token is valid for is fixed.",
          .mode = Mode::write_only},
    Field{.name = "access_token",
          .details = "For refresh_token: a JSON Web Token by RFC 9068. For client_credentials: a "
                     "token for Authorization in the account API and the credential API.",
          .mode = Mode::read_only,
          .format = Format::secret},
    told_word("token_type", "Bearer", token_types),
    told("expires_in", "Lifetime of the access token in seconds.", Type::integer, "300")};

inline constexpr std::array refreshed_tokens{
    Field{.name = "refreshToken",
          .details = "A consumer token, or the refresh token from the last exchange. In "
                     "the response: its successor.",
          .format = Format::secret,
          .min_length = 1,
          .max_length = max_token},
    Field{.name = "accessToken",
          .details = "A JSON Web Token by RFC 9068.",
          .mode = Mode::read_only,
          .format = Format::secret},
    told("expiresIn", "Lifetime of the access token in seconds.", Type::integer, "300")};
}  // namespace fields

namespace resources {
inline constexpr Resource token_grant{"TokenGrant", fields::token_grant};
inline constexpr Resource refreshed_tokens{"RefreshedTokens", fields::refreshed_tokens};
}  // namespace resources

template <>
inline constexpr auto description<ExchangeToken> = describes<&resources::token_grant>(
    required("grant_type", &ExchangeToken::grant_type),
    required("refresh_token", &ExchangeToken::refresh_token),
    optional("client_id", &ExchangeToken::client_id), optional("scope", &ExchangeToken::scope));

template <>
inline constexpr auto description<RefreshTokens> = describes<&resources::refreshed_tokens>(
    required("refreshToken", &RefreshTokens::refresh_token));

}  // namespace schema
}  // namespace gatehouse
