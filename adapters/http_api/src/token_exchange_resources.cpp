#include <chrono>

#include <gatehouse/schema/token_exchange.hpp>

#include "resources.hpp"
#include "response_format.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

std::int64_t lifetime_of(const AccessToken& token) {
  return std::chrono::duration_cast<std::chrono::seconds>(token.expires_at - token.issued_at)
      .count();
}

constexpr auto exchanged_tokens = schema::view<&schema::resources::token_grant, ExchangedTokens>(
    schema::shown("access_token", &ExchangedTokens::access_token),
    schema::constant("token_type", std::string_view("Bearer")),
    schema::shown("expires_in", &ExchangedTokens::claims, lifetime_of),
    schema::shown("refresh_token", &ExchangedTokens::refresh_token));

constexpr auto refreshed_tokens =
    schema::view<&schema::resources::refreshed_tokens, ExchangedTokens>(
        schema::shown("refreshToken", &ExchangedTokens::refresh_token),
        schema::shown("accessToken", &ExchangedTokens::access_token),
        schema::shown("expiresIn", &ExchangedTokens::claims, lifetime_of));

Operation exchange_token() {
  Work work = take_form<ExchangeToken, exchanged_tokens>([](const Call& call, const auto& command) {
    return call.services.token_exchange.exchange(command, call.origin);
  });
  // A request for another grant type has other fields, so only the grant type is reported.
  work.run = [run = std::move(work.run)](const Call& call, schema::Value body) -> Result<Content> {
    const schema::Value* type = schema::find(std::get<schema::Object>(body.data), "grant_type");
    const auto* text = type == nullptr ? nullptr : std::get_if<std::string>(&type->data);
    const schema::Field& field = *schema::resources::token_grant.find("grant_type");
    if (text != nullptr && !text->empty() && !schema::why_not(field, *text)) {
      if (auto ok = TokenExchange::check_grant_type(*text); !ok) return std::move(ok).failure();
    }
    return run(call, std::move(body));
  };
  return {.method = Method::post,
          .name = "exchangeToken",
          .summary =
              "Exchange a consumer token or refresh token for an access token "
              "and the next refresh token",
          .access = access::Client{.may_be_public = true, .takes_bearer = false},
          .pool = Pool::storage,
          .work = std::move(work)};
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
       .details = "Exchange a token (RFC 6749, section 6). Each refresh token works once.",
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
