#include <chrono>

#include "answer.hpp"
#include "resources.hpp"
#include "response_format.hpp"

namespace gatehouse::http::api {
namespace {

std::int64_t seconds_of(Duration duration) {
  return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
}

boost::json::object view(const ExchangedTokens& tokens) {
  return {{"access_token", tokens.access_token.reveal()},
          {"token_type", "Bearer"},
          {"expires_in", seconds_of(tokens.claims.expires_at - tokens.claims.issued_at)},
          {"refresh_token", tokens.refresh_token.reveal()}};
}

boost::json::object view(const ActiveToken& token, const std::string& issuer) {
  boost::json::object body{{"active", true},
                           {"kind", name(token.kind)},
                           {"iss", issuer},
                           {"sub", token.consumer.to_string()},
                           {"aud", token.audience},
                           {"client_id", token.project.to_string()},
                           {"account", token.account.to_string()},
                           {"project", token.project.to_string()},
                           {"service", token.service.text()},
                           {"iat", seconds_of(token.issued_at.time_since_epoch())},
                           {"exp", seconds_of(token.expires_at.time_since_epoch())}};
  if (token.kind == TokenKind::access) body["token_type"] = "Bearer";
  if (token.id) body["jti"] = token.id->to_string();
  return body;
}

/// Like take(), for a form in which a field without a value counts as omitted (RFC 6749, section
/// 3.2).
template <class Command, class Function>
void take_form(Operation& operation, Function function) {
  take<Command>(operation, function);
  operation.body = BodyType::form;
  operation.work = [work = std::move(operation.work)](const Call& call, schema::Value body) {
    std::erase_if(std::get<schema::Object>(body.data), [](const schema::NamedValue& field) {
      return field.value == schema::Value{std::string()};
    });
    return work(call, std::move(body));
  };
}

Operation exchange_token() {
  Operation operation{.method = Method::post,
                      .name = "exchangeToken",
                      .summary =
                          "Exchange a consumer token or refresh token for an access token "
                          "and the next refresh token",
                      .clients = Clients::may_prove,
                      .pool = Pool::storage,
                      .refusals = {401}};
  take_form<ExchangeToken>(operation, [](const Call& call, const auto& command) {
    return answer(call.services.token_exchange.exchange(command, call.origin),
                  [](const ExchangedTokens& tokens) { return view(tokens); });
  });
  // A request for another grant type has other fields, so only the grant type is reported.
  operation.work = [work = std::move(operation.work)](const Call& call,
                                                      schema::Value body) -> Result<Content> {
    const schema::Value* type = schema::find(std::get<schema::Object>(body.data), "grant_type");
    const auto* text = type == nullptr ? nullptr : std::get_if<std::string>(&type->data);
    const schema::Field& field = *schema::resources::token_grant.find("grant_type");
    if (text != nullptr && !text->empty() && !schema::why_not(field, *text)) {
      if (auto ok = TokenExchange::check_grant_type(*text); !ok) return std::move(ok).failure();
    }
    return work(call, std::move(body));
  };
  return operation;
}

Operation introspect_token() {
  Operation operation{.method = Method::post,
                      .name = "introspectToken",
                      .summary = "See whether a token of the project is good now",
                      .for_services = true,
                      .clients = Clients::must_prove};
  take_form<InspectToken>(operation, [](const Call& call, const auto& command) {
    const auto token =
        call.services.introspection.introspect(*call.service, command->token.reveal());
    const std::string& issuer = call.services.settings.token_issuer();
    return Result<Content>(
        Content{token ? view(*token, issuer) : boost::json::object{{"active", false}}});
  });
  return operation;
}

Operation revoke_token() {
  Operation operation{.method = Method::post,
                      .name = "revokeToken",
                      .summary = "End a token of the project, and what came out of it",
                      .for_services = true,
                      .clients = Clients::may_prove,
                      .pool = Pool::storage,
                      .answers_content = false};
  take_form<InspectToken>(operation, [](const Call& call, const auto& command) {
    Introspection& introspection = call.services.introspection;
    const std::string_view token = command->token.reveal();
    if (call.service != nullptr) return answer(introspection.revoke(call.client(), token));
    return answer(introspection.revoke_own(token, call.client_id, call.origin));
  });
  return operation;
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
