/// Access tokens: JSON Web Tokens by RFC 9068, which a service verifies by itself.
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

/// What an access token says. Times are whole seconds in its text.
struct AccessToken {
  /// `iss`: the installation.
  std::string issuer;
  /// `aud`: unique to the project and the service, unless the installation chose another format.
  std::string audience;
  /// `service`: the service that it is for. In tokens from before this claim, `aud` was the code.
  ServiceCode service;
  /// `sub`: whose it is.
  ConsumerId consumer;
  /// `account` and `project`; the project is the client as well (`client_id`).
  AccountId account;
  ProjectId project;
  /// `sid`: the family of refresh tokens that it came with.
  TokenFamilyId family;
  /// `jti`
  AccessTokenId id;
  /// `iat` and `exp`
  Timestamp issued_at;
  Timestamp expires_at;

  friend bool operator==(const AccessToken&, const AccessToken&) = default;
};

/// What `aud` says by default: no verifier that checks it takes another tenant's token.
inline constexpr std::string_view usual_audience_format = "{service}@{project}";

/// The audience of a service of a project, in a format that is_audience_format() accepts.
[[nodiscard]] std::string audience_of(std::string_view format, const ServiceCode& service,
                                      ProjectId project);

/// Whether the text holds `{service}`, no braces but those of `{service}` and `{project}`, and
/// nothing but visible ASCII characters, of which there are at most 256.
[[nodiscard]] bool is_audience_format(std::string_view format);

/// By how much the clocks of who made a token and who verifies it may differ.
inline constexpr Duration usual_leeway = std::chrono::seconds(30);

/// What a token must say to be accepted.
struct AccessTokenPolicy {
  /// Exactly.
  std::string issuer;
  /// The service that verifies.
  ServiceCode service;
  /// The project that it is of: every account of the installation may attach the service to
  /// projects of its own, and mint tokens for it there.
  ProjectId project;
  /// Exactly; empty: as usual_audience_format says.
  std::string audience{};
  Duration leeway = usual_leeway;
};

/// The longest text that is looked at.
inline constexpr std::size_t max_access_token_size = 4096;

/// The token if its signature is that of a key in the set, it fits the policy, and it is not over.
/// unauthenticated otherwise; the detail says why, for logs.
///
/// A token that was issued before there was the claim `service` has the code alone as its audience.
/// It is accepted until it expires: its project is verified all the same.
///
/// The key that the token names decides the algorithm, never the token (RFC 8725, section 3.1).
/// Does not tell whether the token was revoked since it was issued: see Introspection.
[[nodiscard]] Result<AccessToken> verify_access_token(std::string_view text, const KeySet& keys,
                                                      const AccessTokenPolicy& policy,
                                                      Timestamp now);

/// The same for every service and project: for who serves several, and looks at `project` and
/// `service` before it does anything for them.
[[nodiscard]] Result<AccessToken> verify_any_access_token(std::string_view text, const KeySet& keys,
                                                          std::string_view issuer, Timestamp now,
                                                          Duration leeway = usual_leeway);

/// The same whenever that was or will be: what the issuer has signed, and no leave to enter.
[[nodiscard]] Result<AccessToken> read_access_token(std::string_view text, const KeySet& keys,
                                                    std::string_view issuer);

/// The id of the key that a text names, if it has the form of a token: not verified, and good for
/// nothing but to look for the key.
[[nodiscard]] std::optional<std::string> key_named_by(std::string_view text);

/// The text of a token, signed by the key with that id.
[[nodiscard]] std::string sign_access_token(const AccessToken& token, std::string_view key_id,
                                            SignatureAlgorithm algorithm, const Signer& signer);

}  // namespace gatehouse
