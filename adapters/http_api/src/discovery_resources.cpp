#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <memory>
#include <set>
#include <string_view>

#include <gatehouse/schema/discovery.hpp>

#include "resources.hpp"
#include "response_format.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

/// A key is published for the lead time before it signs, so a cached key set must expire within it.
/// Half of it is left for servers to read the key.
Content kept_for_a_while(std::string document, const Settings& settings) {
  using std::chrono::seconds;
  constexpr seconds longest = std::chrono::minutes(5);
  const auto lead = std::chrono::duration_cast<seconds>(settings.signing_key_lead / 2);
  return {.json = std::move(document), .max_age = std::min(longest, lead)};
}

/// The URL of a path of the issuer.
struct UrlOf {
  std::string_view path;

  std::string operator()(const std::string& issuer) const { return issuer + std::string(path); }
};

template <std::size_t count>
using Texts = std::array<std::string_view, count>;

/// The metadata of RFC 8414, section 2, that applies here, of an issuer. The list of response types
/// is required, though empty without an authorization endpoint.
constexpr auto metadata = schema::view<&schema::resources::server_metadata, std::string>(
    schema::shown("issuer", UrlOf{}), schema::shown("token_endpoint", UrlOf{"/oauth2/token"}),
    schema::shown("jwks_uri", UrlOf{"/.well-known/jwks.json"}),
    schema::constant("response_types_supported", Texts<0>{}),
    schema::constant("grant_types_supported", Texts<2>{"refresh_token", "client_credentials"}),
    schema::constant("token_endpoint_auth_methods_supported",
                     Texts<3>{"none", "client_secret_basic", "client_secret_post"}),
    schema::shown("introspection_endpoint", UrlOf{"/oauth2/introspect"}),
    schema::constant("introspection_endpoint_auth_methods_supported",
                     Texts<3>{"client_secret_basic", "client_secret_post", "Bearer"}),
    schema::shown("revocation_endpoint", UrlOf{"/oauth2/revoke"}),
    schema::constant("revocation_endpoint_auth_methods_supported",
                     Texts<3>{"client_secret_basic", "client_secret_post", "none"}));

/// The metadata of RFC 8414 with what OpenID Connect Discovery requires in addition. Each consumer
/// has one identifier for all clients, and tokens are signed by the algorithms of the published
/// keys.
json::object openid_configuration(Services& services) {
  json::object document =
      json::parse(content_of<metadata>(services.settings.token_issuer()).json).as_object();
  document["subject_types_supported"] = json::array{"public"};
  const std::shared_ptr<const KeySet> published = services.signing_keys.published();
  std::set<std::string_view> algorithms;
  for (const KeySet::Key& key : published->keys()) {
    algorithms.insert(name(key.public_key.algorithm));
  }
  document["id_token_signing_alg_values_supported"] =
      json::array(algorithms.begin(), algorithms.end());
  return document;
}

Operation get_key_set() {
  const auto run = [](const Call& call, const schema::Value&) -> Result<Content> {
    return kept_for_a_while(call.services.signing_keys.published()->to_json(),
                            call.services.settings);
  };
  return {.method = Method::get,
          .name = "getKeySet",
          .summary = "Get the keys with which access tokens are verified",
          .access = access::Open{},
          .work = {run, &schema::resources::key_set}};
}

Operation get_metadata() {
  return {.method = Method::get,
          .name = "getServerMetadata",
          .summary = "Get where the token endpoints are, and what they take",
          .access = access::Open{},
          .work = without_body<metadata>([](const Call& call) -> Result<Content> {
            const Settings& settings = call.services.settings;
            return kept_for_a_while(content_of<metadata>(settings.token_issuer()).json, settings);
          })};
}

Operation get_openid_configuration() {
  const auto run = [](const Call& call, const schema::Value&) -> Result<Content> {
    return kept_for_a_while(json::serialize(openid_configuration(call.services)),
                            call.services.settings);
  };
  return {.method = Method::get,
          .name = "getOpenIdConfiguration",
          .summary = "Get where the token endpoints are, for libraries that look only here",
          .access = access::Open{},
          .work = {run, &schema::resources::openid_configuration}};
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
      {.path = "/.well-known/openid-configuration",
       .name = "OpenID configuration",
       .details = "The same metadata where OpenID Connect Discovery 1.0 puts it.",
       .resource = &schema::resources::openid_configuration,
       .operations = {get_openid_configuration()},
       .format = &discovery_format()},
  };
}

}  // namespace gatehouse::http::api
