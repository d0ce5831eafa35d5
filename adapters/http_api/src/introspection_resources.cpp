#include <chrono>

#include <gatehouse/schema/introspection.hpp>

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
