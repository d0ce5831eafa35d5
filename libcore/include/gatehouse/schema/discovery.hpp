/// What the server publishes for the verification of access tokens: its keys and its metadata.
#pragma once

#include <algorithm>
#include <array>

#include <gatehouse/schema/common_fields.hpp>

namespace gatehouse::schema {
namespace fields {
/// RFC 7517, section 5.
inline constexpr std::array key_set{
    Field{.name = "keys",
          .details = "JSON Web Keys: ES256 (P-256) and EdDSA (Ed25519).",
          .type = Type::list,
          .mode = Mode::read_only,
          .format = Format::object}};

/// RFC 8414, section 2.
inline constexpr std::array server_metadata{
    told("issuer", "Issuer of access tokens (iss).", Type::string, "https://accounts.example.com"),
    told("token_endpoint", "Where tokens are exchanged.", Type::string,
         "https://accounts.example.com/oauth2/token"),
    told("jwks_uri", "Where the keys are published.", Type::string,
         "https://accounts.example.com/.well-known/jwks.json"),
    told("response_types_supported", "None: there is no authorization endpoint.", Type::list),
    told("grant_types_supported", "refresh_token, client_credentials", Type::list, "refresh_token"),
    told("token_endpoint_auth_methods_supported", "none, client_secret_basic, client_secret_post",
         Type::list, "client_secret_basic"),
    told("introspection_endpoint", "Where tokens are inspected.", Type::string,
         "https://accounts.example.com/oauth2/introspect"),
    told("introspection_endpoint_auth_methods_supported",
         "client_secret_basic, client_secret_post, Bearer", Type::list, "client_secret_basic"),
    told("revocation_endpoint", "Where tokens are revoked.", Type::string,
         "https://accounts.example.com/oauth2/revoke"),
    told("revocation_endpoint_auth_methods_supported",
         "client_secret_basic, client_secret_post, none", Type::list, "client_secret_basic")};

/// The members that OpenID Connect Discovery 1.0, section 3, requires beyond those of RFC 8414.
inline constexpr std::array openid_additions{
    told("subject_types_supported", "public: sub is the same for all clients.", Type::list,
         "public"),
    told("id_token_signing_alg_values_supported",
         "Algorithms of the published keys, by which access tokens are signed. There are no ID "
         "tokens.",
         Type::list, "ES256")};

inline constexpr auto openid_configuration = [] {
  std::array<Field, server_metadata.size() + openid_additions.size()> all{};
  auto* const rest = std::copy(server_metadata.begin(), server_metadata.end(), all.begin());
  std::copy(openid_additions.begin(), openid_additions.end(), rest);
  return all;
}();
}  // namespace fields

namespace resources {
inline constexpr Resource key_set{"KeySet", fields::key_set};
inline constexpr Resource server_metadata{"ServerMetadata", fields::server_metadata};
inline constexpr Resource openid_configuration{"OpenIdConfiguration", fields::openid_configuration};
}  // namespace resources
}  // namespace gatehouse::schema
