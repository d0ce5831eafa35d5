#include <gatehouse/services/tokens/access_token.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

#include <gatehouse/base/ascii.hpp>
#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/json.hpp>

namespace gatehouse {
namespace {

using std::chrono::seconds;

/// RFC 9068, section 2.1.
constexpr std::string_view token_type = "at+jwt";
constexpr std::string_view media_type_prefix = "application/";

std::int64_t numeric_date(Timestamp time) {
  return std::chrono::floor<seconds>(time.time_since_epoch()).count();
}

/// Returns nothing for a number outside the range of timestamps.
std::optional<Timestamp> to_time(std::optional<std::int64_t> numeric_date) {
  constexpr std::int64_t furthest = std::int64_t{1} << 40U;
  if (!numeric_date || *numeric_date < 0 || *numeric_date > furthest) return std::nullopt;
  return Timestamp(seconds(*numeric_date));
}

bool is_access_token_type(std::string_view type) {
  if (equal_but_case(type.substr(0, media_type_prefix.size()), media_type_prefix)) {
    type.remove_prefix(media_type_prefix.size());
  }
  return equal_but_case(type, token_type);
}

Unexpected refused(std::string why) { return Unexpected(unauthenticated(std::move(why))); }

/// Header, claims and signature of the compact form (RFC 7515, section 7.1).
std::optional<std::array<std::string_view, 3>> split(std::string_view text) {
  std::array<std::string_view, 3> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t dot = text.find('.');
    const bool is_last = i + 1 == parts.size();
    if ((dot == std::string_view::npos) != is_last) return std::nullopt;
    parts.at(i) = text.substr(0, dot);
    if (!is_last) text.remove_prefix(dot + 1);
  }
  return parts;
}

std::optional<JsonObject> object_in(std::string_view part) {
  const auto json = from_base64url(part);
  return json ? JsonObject::parse(*json) : std::nullopt;
}

/// Returns the key that the header names, if the header is valid for an access token by that key.
const KeySet::Key* key_of(const JsonObject& header, const KeySet& keys) {
  // Critical extensions that are not understood must be rejected (RFC 7515, section 4.1.11), and
  // none is supported.
  if (header.has("crit")) return nullptr;
  const auto type = header.text("typ");
  const auto id = header.text("kid");
  if (!type || !id || !is_access_token_type(*type)) return nullptr;
  const KeySet::Key* key = keys.find(*id);
  if (key == nullptr || header.text("alg") != name(key->public_key.algorithm)) return nullptr;
  return key;
}

template <class AnyId>
bool read_id(const JsonObject& claims, std::string_view claim, AnyId& id) {
  const auto text = claims.text(claim);
  const auto parsed = text ? AnyId::parse(*text) : std::nullopt;
  if (parsed) id = *parsed;
  return parsed.has_value();
}

std::optional<AccessToken> token_of(const JsonObject& claims) {
  AccessToken token;
  const auto issuer = claims.text("iss");
  const auto audience = claims.text("aud");
  // Tokens issued before the claim existed name the service as their audience.
  const auto named = claims.has("service") ? claims.text("service") : audience;
  const auto service = named ? ServiceCode::parse(*named) : std::nullopt;
  const auto issued_at = to_time(claims.integer("iat"));
  const auto expires_at = to_time(claims.integer("exp"));
  const bool read = read_id(claims, "sub", token.consumer) &&
                    read_id(claims, "account", token.account) &&
                    read_id(claims, "project", token.project) &&
                    read_id(claims, "sid", token.family) && read_id(claims, "jti", token.id);
  if (!read || !issuer || !audience || !service || !issued_at || !expires_at) return std::nullopt;
  token.issuer = *issuer;
  token.audience = *audience;
  token.service = *service;
  token.issued_at = *issued_at;
  token.expires_at = *expires_at;
  return token;
}

/// Whether the token is not valid yet.
bool is_early(const JsonObject& claims, const AccessToken& token, Timestamp latest) {
  if (token.issued_at > latest) return true;
  if (!claims.has("nbf")) return false;
  const auto not_before = to_time(claims.integer("nbf"));
  return !not_before || *not_before > latest;
}

/// Claims with a verified signature.
struct SignedClaims {
  AccessToken token;
  JsonObject claims;
};

Result<SignedClaims> read_signed(std::string_view text, const KeySet& keys,
                                 std::string_view issuer) {
  if (text.size() > max_access_token_size) return refused("The token is too long.");
  const auto parts = split(text);
  if (!parts) return refused("The token is not a JSON Web Token.");
  const auto& [header_part, claims_part, signature_part] = *parts;
  const auto header = object_in(header_part);
  const auto signature = from_base64url(signature_part);
  if (!header || !signature) return refused("The token is not a JSON Web Token.");

  const KeySet::Key* key = key_of(*header, keys);
  if (key == nullptr) return refused("The token is not an access token signed by a known key.");
  const std::string_view signed_part = text.substr(0, header_part.size() + 1 + claims_part.size());
  if (!key->verifier->verify(signed_part, *signature)) {
    return refused("The token's signature is wrong.");
  }

  auto claims = object_in(claims_part);
  auto token = claims ? token_of(*claims) : std::nullopt;
  if (!token) return refused("The token lacks claims that an access token requires.");
  if (token->issuer != issuer) return refused("The token is from another issuer.");
  return SignedClaims{std::move(*token), std::move(*claims)};
}

Result<SignedClaims> read_valid(std::string_view text, const KeySet& keys, std::string_view issuer,
                                Timestamp now, Duration leeway) {
  auto said = read_signed(text, keys, issuer);
  if (!said) return said;
  if (is_early(said->claims, said->token, now + leeway)) {
    return refused("The token is not valid yet.");
  }
  if (said->token.expires_at <= now - leeway) return refused("The token has expired.");
  return said;
}

constexpr std::string_view service_placeholder = "{service}";
constexpr std::string_view project_placeholder = "{project}";

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
}

}  // namespace

std::string audience_of(std::string_view format, const ServiceCode& service, ProjectId project) {
  std::string audience(format);
  replace_all(audience, service_placeholder, service.text());
  replace_all(audience, project_placeholder, project.to_string());
  return audience;
}

bool is_audience_format(std::string_view format) {
  constexpr std::size_t longest = 256;
  std::string rest(format);
  replace_all(rest, service_placeholder, "");
  const bool names_service = rest.size() < format.size();
  replace_all(rest, project_placeholder, "");
  return names_service && format.size() <= longest &&
         std::all_of(rest.begin(), rest.end(),
                     [](char c) { return c > ' ' && c <= '~' && c != '{' && c != '}'; });
}

Result<AccessToken> verify_access_token(std::string_view text, const KeySet& keys,
                                        const AccessTokenPolicy& policy, Timestamp now) {
  auto said = read_valid(text, keys, policy.issuer, now, policy.leeway);
  if (!said) return std::move(said).failure();
  AccessToken& token = said->token;
  if (token.service != policy.service) return refused("The token is for another service.");
  if (token.project != policy.project) return refused("The token is for another project.");
  const std::string audience =
      policy.audience.empty() ? audience_of(usual_audience_format, policy.service, policy.project)
                              : policy.audience;
  // Without the claim `service`, the audience has been compared as the service.
  if (said->claims.has("service") && token.audience != audience) {
    return refused("The token is for another audience.");
  }
  return std::move(token);
}

Result<AccessToken> verify_any_access_token(std::string_view text, const KeySet& keys,
                                            std::string_view issuer, Timestamp now,
                                            Duration leeway) {
  auto said = read_valid(text, keys, issuer, now, leeway);
  if (!said) return std::move(said).failure();
  return std::move(said->token);
}

Result<AccessToken> read_access_token(std::string_view text, const KeySet& keys,
                                      std::string_view issuer) {
  auto said = read_signed(text, keys, issuer);
  if (!said) return std::move(said).failure();
  return std::move(said->token);
}

std::optional<std::string> key_named_by(std::string_view text) {
  if (text.size() > max_access_token_size) return std::nullopt;
  const auto parts = split(text);
  const auto header = parts ? object_in(parts->front()) : std::nullopt;
  return header ? header->text("kid") : std::nullopt;
}

std::string sign_access_token(const AccessToken& token, std::string_view key_id,
                              SignatureAlgorithm algorithm, const Signer& signer) {
  JsonWriter header;
  header.add("alg", name(algorithm)).add("typ", token_type).add("kid", key_id);
  JsonWriter claims;
  claims.add("iss", token.issuer)
      .add("sub", token.consumer.to_string())
      .add("aud", token.audience)
      .add("client_id", token.project.to_string())
      .add("exp", numeric_date(token.expires_at))
      .add("iat", numeric_date(token.issued_at))
      .add("jti", token.id.to_string())
      .add("account", token.account.to_string())
      .add("project", token.project.to_string())
      .add("service", token.service.text())
      .add("sid", token.family.to_string());
  std::string text =
      to_base64url(std::move(header).finish()) + "." + to_base64url(std::move(claims).finish());
  const std::string signature = to_base64url(signer.sign(text));
  return text + "." + signature;
}

}  // namespace gatehouse
