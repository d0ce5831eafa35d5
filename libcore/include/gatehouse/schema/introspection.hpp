/// Introspection and revocation of tokens (source: RFC 7662, section 2; RFC 7009, section 2.1).
/// Tokens have no maximum length: an overlong token is simply invalid, and a service that forwards
/// its client's token gets the same response as for any invalid token.
#pragma once

#include <array>
#include <optional>
#include <string>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>

namespace gatehouse {

struct InspectToken {
  Secret token;
  std::optional<std::string> token_type_hint{};
};

namespace schema {
namespace fields {
inline constexpr std::array inspected_token{
    Field{.name = "token",
          .details = "An access token, refresh token or consumer token.",
          .mode = Mode::write_only,
          .format = Format::secret,
          .min_length = 1},
    Field{.name = "token_type_hint",
          .details = "Ignored: the type of a token is determined by its form.",
          .mode = Mode::write_only},
    told("active", "Whether the token is valid now. No other field is returned for an invalid one.",
         Type::boolean),
    told("token_type", "Bearer, of an access token."),
    told("kind", "access_token, refresh_token or consumer_token."),
    told("iss", "Who issued it."),
    told("sub", "The consumer."),
    told("aud", "The service and the project, as --audience-format says."),
    told("client_id", "The project."),
    told("account", "The account."),
    told("project", "The project."),
    told("service", "The service's code."),
    told("jti", "The id of an access token."),
    told("iat", "When it was issued: seconds since 1970.", Type::integer),
    told("exp", "When it ends, if it is not used before: seconds since 1970.", Type::integer)};
}  // namespace fields

namespace resources {
inline constexpr Resource inspected_token{"InspectedToken", fields::inspected_token};
}  // namespace resources

template <>
inline constexpr auto description<InspectToken> = describes<&resources::inspected_token>(
    required("token", &InspectToken::token),
    optional("token_type_hint", &InspectToken::token_type_hint));

}  // namespace schema
}  // namespace gatehouse
