/// Access tokens: JSON Web Tokens by RFC 9068, which services verify locally.
///
///     Result<KeySet> keys = KeySet::parse(body_of("…/.well-known/jwks.json"), signatures);
///     Result<AccessToken> token = verify_access_token(
///         text, *keys,
///         {.issuer = "https://accounts.example.com", .service = chat, .project = ours},
///         clock.now());
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/services/tokens/key_set.hpp>

namespace gatehouse {

/// The claims of an access token. Times are whole seconds in its text.
struct AccessToken {
  /// `iss`: the installation.
  std::string issuer;
  /// `aud`: unique to the project and the service, unless the installation chose another format.
  std::string audience;
  /// `service`: the service that the token is for. In tokens issued before this claim existed,
  /// `aud` was the code.
  ServiceCode service;
  /// `sub`: the consumer.
  ConsumerId consumer;
  /// `account` and `project`; the project is the client as well (`client_id`).
  AccountId account;
  ProjectId project;
  /// `sid`: the refresh token family of the token.
  TokenFamilyId family;
  /// `jti`
  AccessTokenId id;
  /// `iat` and `exp`
  Timestamp issued_at;
  Timestamp expires_at;

  friend bool operator==(const AccessToken&, const AccessToken&) = default;
};

/// The default format of `aud`: a verifier that checks it rejects tokens of other tenants.
inline constexpr std::string_view usual_audience_format = "{service}@{project}";

/// Returns the audience of a service of a project in a format that is_audience_format() accepts.
[[nodiscard]] std::string audience_of(std::string_view format, const ServiceCode& service,
                                      ProjectId project);

/// Whether the text contains `{service}`, no braces except those of `{service}` and `{project}`,
/// and only visible ASCII characters, 256 at most.
[[nodiscard]] bool is_audience_format(std::string_view format);

/// Tolerated difference between the clocks of the issuer and the verifier.
inline constexpr Duration usual_leeway = std::chrono::seconds(30);

/// The conditions for accepting a token.
struct AccessTokenPolicy {
  /// Must match exactly.
  std::string issuer;
  /// The verifying service.
  ServiceCode service;
  /// The project of the token. The check is required, since every account of the installation may
  /// attach the service to its own projects and mint tokens for it there.
  ProjectId project;
  /// Must match exactly; if empty, as in usual_audience_format.
  std::string audience{};
  Duration leeway = usual_leeway;
};

/// Longer texts are rejected without being parsed.
inline constexpr std::size_t max_access_token_size = 4096;

/// Returns the token if its signature matches a key in the set, it satisfies the policy, and it has
/// not expired. Fails with unauthenticated otherwise; the detail states the reason, for logs.
///
/// A token issued before the claim `service` existed has only the code as its audience. It is
/// accepted until it expires; its project is verified in any case.
///
/// The algorithm is determined by the key that the token names, never by the token (RFC 8725,
/// section 3.1). Does not detect whether the token was revoked since it was issued: see
/// Introspection.
[[nodiscard]] Result<AccessToken> verify_access_token(std::string_view text, const KeySet& keys,
                                                      const AccessTokenPolicy& policy,
                                                      Timestamp now);

/// Like above, but accepts any service and project: for verifiers that serve several and check
/// `project` and `service` before acting on the token.
[[nodiscard]] Result<AccessToken> verify_any_access_token(std::string_view text, const KeySet& keys,
                                                          std::string_view issuer, Timestamp now,
                                                          Duration leeway = usual_leeway);

/// Like above, but ignores the times of the token. It proves only that the issuer signed the token
/// and must not be used to grant access.
[[nodiscard]] Result<AccessToken> read_access_token(std::string_view text, const KeySet& keys,
                                                    std::string_view issuer);

/// Returns the id of the key that a text names if it has the form of a token. The text is not
/// verified; use the result only to look up the key.
[[nodiscard]] std::optional<std::string> key_named_by(std::string_view text);

/// Returns the text of a token, signed by the key with the id.
[[nodiscard]] std::string sign_access_token(const AccessToken& token, std::string_view key_id,
                                            SignatureAlgorithm algorithm, const Signer& signer);

}  // namespace gatehouse
