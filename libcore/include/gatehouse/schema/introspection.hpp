/// Introspection and revocation of tokens (source: RFC 7662, section 2; RFC 7009, section 2.1).
/// Tokens have no maximum length: an overlong token is simply invalid, and a service that forwards
/// its client's token gets the same response as for any invalid token.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>

namespace gatehouse {

struct InspectToken {
  Secret token;
  std::optional<std::string> token_type_hint{};
};

namespace schema {

inline constexpr auto token_kinds =
    std::to_array<std::string_view>({"access_token", "refresh_token", "consumer_token"});

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
    absent_at_times(told_word("token_type", "Bearer, of an access token.", token_types)),
    absent_at_times(
        told_word("kind", "access_token, refresh_token or consumer_token.", token_kinds)),
    absent_at_times(told("iss", "Who issued it.", Type::string, "https://accounts.example.com")),
    absent_at_times(told("sub", "The consumer.", Type::string, example_id)),
    absent_at_times(told("aud", "The service and the project, as --audience-format says.",
                         Type::string, "push@0f1e2d3c4b5a69788796a5b4c3d2e1f0")),
    absent_at_times(told("client_id", "The project.", Type::string, example_id)),
    absent_at_times(told("account", "The account.", Type::string, example_id)),
    absent_at_times(told("project", "The project.", Type::string, example_id)),
    absent_at_times(told("service", "The service's code.", Type::string, "push")),
    absent_at_times(told("jti", "The id of an access token.", Type::string, example_id)),
    absent_at_times(
        told("iat", "When it was issued: seconds since 1970.", Type::integer, "1795507200")),
    absent_at_times(told("exp", "When it ends, if it is not used before: seconds since 1970.",
                         Type::integer, "1795507800"))};
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
