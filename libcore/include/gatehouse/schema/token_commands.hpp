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
  /// Of a client that proves itself, which whoever took the command in has checked.
  std::optional<Secret> client_secret{};
  std::optional<std::string> scope{};
};

/// RFC 7662, section 2.1, and RFC 7009, section 2.1.
struct InspectToken {
  Secret token;
  std::optional<std::string> token_type_hint{};
  /// Of a client that proves itself in the form, which whoever took the command in has checked.
  std::optional<std::string> client_id{};
  std::optional<Secret> client_secret{};
};

namespace schema {

template <>
struct Command<ExchangeToken> : Describes<&resources::token_grant> {
  static constexpr auto members =
      std::tuple{required("grant_type", &ExchangeToken::grant_type),
                 required("refresh_token", &ExchangeToken::refresh_token),
                 optional("client_id", &ExchangeToken::client_id),
                 optional("client_secret", &ExchangeToken::client_secret),
                 optional("scope", &ExchangeToken::scope)};
};

template <>
struct Command<InspectToken> : Describes<&resources::inspected_token> {
  static constexpr auto members =
      std::tuple{required("token", &InspectToken::token),
                 optional("token_type_hint", &InspectToken::token_type_hint),
                 optional("client_id", &InspectToken::client_id),
                 optional("client_secret", &InspectToken::client_secret)};
};

}  // namespace schema
}  // namespace gatehouse
