/// The commands of the token endpoints.
#pragma once

#include <optional>
#include <string>
#include <tuple>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/token_resources.hpp>

namespace gatehouse {

/// RFC 6749, section 6.
struct ExchangeToken {
  std::string grant_type;
  Secret refresh_token;
  std::optional<std::string> client_id{};
  std::optional<std::string> scope{};
};

/// RFC 7662, section 2.1, and RFC 7009, section 2.1.
struct InspectToken {
  Secret token;
  std::optional<std::string> token_type_hint{};
};

namespace schema {

template <>
struct Command<ExchangeToken> : Describes<&resources::token_grant> {
  static constexpr auto members = std::tuple{
      required("grant_type", &ExchangeToken::grant_type),
      required("refresh_token", &ExchangeToken::refresh_token),
      optional("client_id", &ExchangeToken::client_id), optional("scope", &ExchangeToken::scope)};
};

template <>
struct Command<InspectToken> : Describes<&resources::inspected_token> {
  static constexpr auto members =
      std::tuple{required("token", &InspectToken::token),
                 optional("token_type_hint", &InspectToken::token_type_hint)};
};

}  // namespace schema
}  // namespace gatehouse
