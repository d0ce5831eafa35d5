#include <algorithm>
#include <boost/json/parse.hpp>
#include <chrono>

#include "answer.hpp"
#include "resources.hpp"
#include "response_format.hpp"

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

/// A key is published for the lead time before it signs, so a cached key set must expire within it.
/// Half of it is left for servers to read the key.
Content kept_for_a_while(json::value document, const Settings& settings) {
  using std::chrono::seconds;
  constexpr seconds longest = std::chrono::minutes(5);
  const auto lead = std::chrono::duration_cast<seconds>(settings.signing_key_lead / 2);
  return {.value = std::move(document), .max_age = std::min(longest, lead)};
}

/// The metadata of RFC 8414, section 2, that applies here. The list of response types is required,
/// though empty without an authorization endpoint.
json::object metadata(const std::string& issuer) {
  return {{"issuer", issuer},
          {"token_endpoint", issuer + "/oauth2/token"},
          {"jwks_uri", issuer + "/.well-known/jwks.json"},
          {"response_types_supported", json::array()},
          {"grant_types_supported", {"refresh_token"}},
          {"token_endpoint_auth_methods_supported",
           {"none", "client_secret_basic", "client_secret_post"}},
          {"introspection_endpoint", issuer + "/oauth2/introspect"},
          {"introspection_endpoint_auth_methods_supported",
           {"client_secret_basic", "client_secret_post", "Bearer"}},
          {"revocation_endpoint", issuer + "/oauth2/revoke"},
          {"revocation_endpoint_auth_methods_supported",
           {"client_secret_basic", "client_secret_post", "none"}}};
}

Operation get_key_set() {
  return {.method = Method::get,
          .name = "getKeySet",
          .summary = "Get the keys with which access tokens are verified",
          .work = without_body([](const Call& call) -> Result<Content> {
            return kept_for_a_while(json::parse(call.services.signing_keys.published()->to_json()),
                                    call.services.settings);
          })};
}

Operation get_metadata() {
  return {.method = Method::get,
          .name = "getServerMetadata",
          .summary = "Get where the token endpoints are, and what they take",
          .work = without_body([](const Call& call) -> Result<Content> {
            return kept_for_a_while(metadata(call.services.settings.token_issuer()),
                                    call.services.settings);
          })};
}

}  // namespace

std::vector<ResourceRow> discovery_resources() {
  return {
      {.path = "/.well-known/jwks.json",
       .name = "Key set",
       .details = "The public keys of access tokens (RFC 7517).",
       .resource = &schema::resources::key_set,
       .operations = {get_key_set()},
       .format = &discovery_format()},
      {.path = "/.well-known/oauth-authorization-server",
       .name = "Server metadata",
       .details = "What this authorization server offers (RFC 8414).",
       .resource = &schema::resources::server_metadata,
       .operations = {get_metadata()},
       .format = &discovery_format()},
  };
}

}  // namespace gatehouse::http::api
