/// Token introspection and revocation: RFC 7662 and RFC 7009.
///
/// Access tokens, refresh tokens and consumer tokens are distinguished by their form. Every call
/// reads from the storage, so that a revocation by any process takes effect at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/model/token_family.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>
#include <gatehouse/services/tokens/access_token.hpp>
#include <gatehouse/services/tokens/signing_keys.hpp>

namespace gatehouse {

enum class TokenKind : std::uint8_t { access = 1, refresh, consumer };

/// "access_token", "refresh_token", "consumer_token".
[[nodiscard]] std::string_view name(TokenKind kind) noexcept;

/// The data of a valid token.
struct ActiveToken {
  TokenKind kind = TokenKind::access;
  AccountId account;
  ProjectId project;
  /// The audience in an access token; for other tokens, the audience of an access token issued for
  /// them.
  std::string audience;
  ServiceCode service;
  ConsumerId consumer;
  /// Set for access tokens only.
  std::optional<AccessTokenId> id{};
  Timestamp issued_at;
  Timestamp expires_at;

  friend bool operator==(const ActiveToken&, const ActiveToken&) = default;
};

class Introspection {
 public:
  Introspection(Operations& operations, const ServicePorts& ports, const Settings& settings,
                SigningKeys& keys);

  /// Empty if the token is invalid or does not belong to the caller's project.
  [[nodiscard]] std::optional<ActiveToken> introspect(const ServiceCaller& caller,
                                                      std::string_view token);

  /// Like above, for a program that embeds this library and is trusted with every project.
  [[nodiscard]] std::optional<ActiveToken> introspect(std::string_view token);

  /// Revokes the token. For an access token (even an expired one) or a refresh token, revokes all
  /// tokens of its family. Silently does nothing if the token does not belong to the caller's
  /// project. Fails with unauthenticated if the caller's own token has ended.
  [[nodiscard]] Result<Done> revoke(const ServiceContext& caller, std::string_view token);

  /// Like above, for a public client, which has only its refresh token (RFC 7009, section 2.1): its
  /// holder may revoke the family. Silently does nothing if the token is unknown, or if `client_id`
  /// is not empty and names another project. Fails with unauthenticated for any other text: access
  /// tokens are also held by the services that they were presented to.
  [[nodiscard]] Result<Done> revoke_own(std::string_view refresh_token, std::string_view client_id,
                                        const Origin& origin = {});

 private:
  /// Parses the text if it is an access token of this installation, even an expired one.
  [[nodiscard]] std::optional<AccessToken> signed_by_us(std::string_view token);
  /// Like introspect(), within a transaction; empty if the token has ended.
  [[nodiscard]] std::optional<ActiveToken> find(const Transaction& tx, std::string_view token,
                                                const std::optional<AccessToken>& access,
                                                Timestamp now) const;
  [[nodiscard]] std::optional<ActiveToken> find_refresh_token(const Transaction& tx,
                                                              std::string_view token) const;
  [[nodiscard]] std::optional<ActiveToken> find_consumer_token(const Transaction& tx,
                                                               std::string_view token) const;

  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  SigningKeys& keys_;
};

}  // namespace gatehouse
