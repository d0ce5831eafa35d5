#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include <gatehouse/schema/sessions.hpp>
#include <gatehouse/schema/token_exchange.hpp>

#include "claims.hpp"
#include "resources.hpp"
#include "response_format.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

std::int64_t lifetime_of(const AccessToken& token) {
  return std::chrono::duration_cast<std::chrono::seconds>(token.expires_at - token.issued_at)
      .count();
}

/// What the endpoint returns for either grant type.
struct GrantedTokens {
  Secret access_token;
  /// In seconds.
  std::int64_t lifetime = 0;
  std::optional<Secret> refresh_token{};
};

constexpr auto granted_tokens = schema::view<&schema::resources::token_grant, GrantedTokens>(
    schema::shown("access_token", &GrantedTokens::access_token),
    schema::constant("token_type", std::string_view("Bearer")),
    schema::shown("expires_in", &GrantedTokens::lifetime),
    schema::shown_if_set("refresh_token", &GrantedTokens::refresh_token));

constexpr std::string_view client_credentials = "client_credentials";

Work exchange() {
  return take_form<ExchangeToken, granted_tokens>(
      [](const Call& call, const auto& command) -> Result<GrantedTokens> {
        auto tokens = call.services.token_exchange.exchange(command, call.origin);
        if (!tokens) return std::move(tokens).failure();
        return GrantedTokens{std::move(tokens->access_token), lifetime_of(tokens->claims),
                             std::move(tokens->refresh_token)};
      });
}

Work obtain() {
  return take_form<ObtainToken, granted_tokens>(
      [](const Call& call, const auto& command) -> Result<GrantedTokens> {
        auto token = call.services.service_accounts.obtain_token(command, call.origin);
        if (!token) return std::move(token).failure();
        return GrantedTokens{std::move(token->token), schema::in_seconds(token->lifetime)};
      });
}

Result<Done> check_client_credentials(const schema::Value& form) {
  if (!text_of(form, "scope").empty()) {
    return Unexpected(invalid_field("scope", "must be empty"));
  }
  if (text_of(form, "client_id").empty() || text_of(form, "client_secret").empty()) {
    return Unexpected(Error{.code = ErrorCode::unauthenticated,
                            .detail = "This grant type needs the client_id and client_secret of a "
                                      "service account.",
                            .fields = {{"client_secret", "is missing, or the client_id is"}}});
  }
  return Done{};
}

Result<Done> check_grant_type(const schema::Value& form) {
  const std::string_view type = text_of(form, "grant_type");
  const schema::Field& field = *schema::resources::token_grant.find("grant_type");
  if (type.empty() || schema::why_not(field, std::string(type))) return Done{};
  return TokenExchange::check_grant_type(type);
}

/// The secret of a service account is in the form, and was not verified.
Error other_grant_type() {
  return {.code = ErrorCode::unauthenticated,
          .detail = "A service account needs the grant type client_credentials.",
          .fields = {{"client_secret", "does not go with the grant type"}}};
}

Work exchange_or_obtain() {
  Work work = exchange();
  // A request for another grant type has other fields, so only the grant type is reported.
  work.run = [exchange = std::move(work.run), obtain = obtain().run](
                 const Call& call, schema::Value body) -> Result<Content> {
    if (text_of(body, "grant_type") == client_credentials) {
      if (auto ok = check_client_credentials(body); !ok) return std::move(ok).failure();
      return obtain(call, std::move(body));
    }
    if (auto ok = check_grant_type(body); !ok) return std::move(ok).failure();
    if (!text_of(body, "client_secret").empty()) return Unexpected(other_grant_type());
    return exchange(call, std::move(body));
  };
  // The other fields that ExchangeToken requires belong to one of the grant types.
  for (schema::Input& input : work.inputs) input.required = input.field->name == "grant_type";
  return work;
}

constexpr auto refreshed_tokens =
    schema::view<&schema::resources::refreshed_tokens, ExchangedTokens>(
        schema::shown("refreshToken", &ExchangedTokens::refresh_token),
        schema::shown("accessToken", &ExchangedTokens::access_token),
        schema::shown("expiresIn", &ExchangedTokens::claims, lifetime_of));

Operation exchange_token() {
  return {.method = Method::post,
          .name = "exchangeToken",
          .summary =
              "Exchange a consumer token or refresh token for an access token and the next "
              "refresh token, or obtain a token for a service account",
          .access =
              access::Client{
                  .may_be_public = true, .takes_bearer = false, .takes_service_accounts = true},
          .pool = Pool::storage,
          .refusals = {429},
          .work = exchange_or_obtain()};
}

/// The same exchange as at /oauth2/token, for clients of the account API.
Operation refresh_tokens() {
  return {.method = Method::post,
          .name = "refreshTokens",
          .summary =
              "Exchange a consumer token or refresh token for an access token "
              "and the next refresh token",
          .access = access::Open{},
          .pool = Pool::storage,
          .success = 201,
          .refusals = {401},
          .work = take<RefreshTokens, refreshed_tokens>([](const Call& call, const auto& command) {
            return call.services.token_exchange.refresh(command, call.origin);
          })};
}

}  // namespace

std::vector<ResourceRow> token_exchange_resources() {
  return {
      {.path = "/oauth2/token",
       .name = "Token endpoint",
       .details =
           "Exchange a token (RFC 6749, section 6); each refresh token works once. Or obtain a "
           "token for a service account (section 4.4).",
       .resource = &schema::resources::token_grant,
       .operations = {exchange_token()},
       .format = &grant_format()},
      {.path = "/v1/auth/token",
       .name = "Refreshed tokens",
       .details = "Exchange a token as at /oauth2/token, in the envelope of the account API.",
       .resource = &schema::resources::refreshed_tokens,
       .operations = {refresh_tokens()}},
  };
}

}  // namespace gatehouse::http::api
