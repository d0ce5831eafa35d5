#include <chrono>

#include "resources.hpp"
#include "response_format.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

std::int64_t seconds_of(Duration duration) {
  return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
}

std::int64_t lifetime_of(const AccessToken& token) {
  return seconds_of(token.expires_at - token.issued_at);
}

constexpr auto exchanged_tokens = schema::view<&schema::resources::token_grant, ExchangedTokens>(
    schema::shown("access_token", &ExchangedTokens::access_token),
    schema::constant("token_type", std::string_view("Bearer")),
    schema::shown("expires_in", &ExchangedTokens::claims, lifetime_of),
    schema::shown("refresh_token", &ExchangedTokens::refresh_token));

/// A valid token, and the issuer of all tokens.
struct InspectedToken {
  ActiveToken token;
  const std::string* issuer;
};

const std::string& issuer_of(const InspectedToken& inspected) { return *inspected.issuer; }
std::int64_t seconds_since_1970(const Timestamp& time) {
  return seconds_of(time.time_since_epoch());
}
std::optional<std::string_view> type_of(const ActiveToken& token) {
  return token.kind == TokenKind::access ? std::optional<std::string_view>("Bearer") : std::nullopt;
}

constexpr auto active_token = schema::view<&schema::resources::inspected_token, InspectedToken>(
    schema::constant("active", true),
    schema::shown("kind", &InspectedToken::token, &ActiveToken::kind),
    schema::shown("iss", issuer_of),
    schema::shown("sub", &InspectedToken::token, &ActiveToken::consumer),
    schema::shown("aud", &InspectedToken::token, &ActiveToken::audience),
    schema::shown("client_id", &InspectedToken::token, &ActiveToken::project),
    schema::shown("account", &InspectedToken::token, &ActiveToken::account),
    schema::shown("project", &InspectedToken::token, &ActiveToken::project),
    schema::shown("service", &InspectedToken::token, &ActiveToken::service),
    schema::shown("iat", &InspectedToken::token, &ActiveToken::issued_at, seconds_since_1970),
    schema::shown("exp", &InspectedToken::token, &ActiveToken::expires_at, seconds_since_1970),
    schema::shown_if_set("token_type", &InspectedToken::token, type_of),
    schema::shown_if_set("jti", &InspectedToken::token, &ActiveToken::id));

/// Like take(), for a form in which a field without a value counts as omitted (RFC 6749, section
/// 3.2).
template <class Command, const auto& view = schema::views::nothing, class Function>
Work take_form(Function function) {
  Work work = as_form(take<Command, view>(function));
  work.run = [run = std::move(work.run)](const Call& call, schema::Value body) {
    std::erase_if(std::get<schema::Object>(body.data), [](const schema::NamedValue& field) {
      return field.value == schema::Value{std::string()};
    });
    return run(call, std::move(body));
  };
  return work;
}

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

Operation introspect_token() {
  return {.method = Method::post,
          .name = "introspectToken",
          .summary = "See whether a token of the project is good now",
          .access = access::Client{},
          .work = take_form<InspectToken, active_token>([](const Call& call,
                                                           const auto& command) -> Result<Content> {
            auto token =
                call.services.introspection.introspect(*call.service, command->token.reveal());
            // RFC 7662, section 2.2: the response says nothing else about an invalid token.
            if (!token) return Content{boost::json::object{{"active", false}}};
            return Content{
                to_json<active_token>({std::move(*token), &call.services.settings.token_issuer()})};
          })};
}

Operation revoke_token() {
  return {.method = Method::post,
          .name = "revokeToken",
          .summary = "End a token of the project, and what came out of it",
          .access = access::Client{.may_be_public = true},
          .pool = Pool::storage,
          .work = take_form<InspectToken>([](const Call& call, const auto& command) {
            Introspection& introspection = call.services.introspection;
            const std::string_view token = command->token.reveal();
            if (call.service != nullptr) return introspection.revoke(call.client(), token);
            return introspection.revoke_own(token, call.client_id, call.origin);
          })};
}

}  // namespace

std::vector<ResourceRow> token_resources() {
  return {
      {.path = "/oauth2/token",
       .name = "Token endpoint",
       .details = "Exchange a token (RFC 6749, section 6). Each refresh token works once.",
       .resource = &schema::resources::token_grant,
       .operations = {exchange_token()},
       .format = &grant_format()},
      {.path = "/oauth2/introspect",
       .name = "Introspection endpoint",
       .details = "See whether a token is good now (RFC 7662).",
       .resource = &schema::resources::inspected_token,
       .operations = {introspect_token()},
       .format = &oauth_format()},
      {.path = "/oauth2/revoke",
       .name = "Revocation endpoint",
       .details = "End a token (RFC 7009).",
       .resource = &schema::resources::inspected_token,
       .operations = {revoke_token()},
       .format = &oauth_format()},
  };
}

}  // namespace gatehouse::http::api
