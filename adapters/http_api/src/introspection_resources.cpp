#include <chrono>
#include <utility>

#include <gatehouse/model/service_account.hpp>
#include <gatehouse/schema/introspection.hpp>

#include "claims.hpp"
#include "resources.hpp"
#include "response_format.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

/// A valid token, and the issuer of all tokens.
struct InspectedToken {
  ActiveToken token;
  const std::string* issuer;
};

const std::string& issuer_of(const InspectedToken& inspected) { return *inspected.issuer; }
std::int64_t seconds_since_1970(const Timestamp& time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
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

Operation introspect_token() {
  return {
      .method = Method::post,
      .name = "introspectToken",
      .summary = "See whether a token of the project is good now",
      .access = access::Client{},
      .work = take_form<InspectToken, active_token>([](const Call& call,
                                                       const auto& command) -> Result<Content> {
        auto token = call.services.introspection.introspect(*call.service, command->token.reveal());
        // RFC 7662, section 2.2: the response says nothing else about an invalid token.
        if (!token) return Content{R"({"active":false})"};
        const InspectedToken inspected{std::move(*token), &call.services.settings.token_issuer()};
        return content_of<active_token>(inspected);
      })};
}

/// A token of a service account, or a request with the secret of one.
bool concerns_service_account(const schema::Value& form) {
  return is_service_account_token(text_of(form, "token")) ||
         !text_of(form, "client_secret").empty();
}

Work revoke() {
  Work work = take_form<InspectToken>([](const Call& call, const auto& command) {
    Introspection& introspection = call.services.introspection;
    const std::string_view token = command->token.reveal();
    if (call.service != nullptr) return introspection.revoke(call.client(), token);
    return introspection.revoke_own(token, call.client_id, call.origin);
  });
  work.run = [run = std::move(work.run)](const Call& call, schema::Value form) -> Result<Content> {
    if (text_of(form, "token").empty() || !concerns_service_account(form)) {
      return run(call, std::move(form));
    }
    return answer<schema::views::nothing>(call.services.service_accounts.revoke_token(
        text_of(form, "token"), call.client_id, Secret(text_of(form, "client_secret")),
        call.origin));
  };
  return work;
}

Operation revoke_token() {
  return {.method = Method::post,
          .name = "revokeToken",
          .summary =
              "End a token of the project, and what came out of it, or a token of a "
              "service account",
          .access = access::Client{.may_be_public = true, .takes_service_accounts = true},
          .pool = Pool::storage,
          .refusals = {429},
          .work = revoke()};
}

}  // namespace

std::vector<ResourceRow> introspection_resources() {
  return {
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
