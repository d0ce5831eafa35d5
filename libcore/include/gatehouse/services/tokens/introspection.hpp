/// Whether a token is good now, and ending one before its time: RFC 7662 and RFC 7009.
///
/// Tells access tokens, refresh tokens and consumer tokens by their form. Reads what it says from
/// the storage at every call, so what ends is told at once, whichever process ended it.
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

/// What is told of a token that is good now.
struct ActiveToken {
  TokenKind kind = TokenKind::access;
  AccountId account;
  ProjectId project;
  /// As an access token says it; of other tokens, as an access token for them would say it.
  std::string audience;
  ServiceCode service;
  ConsumerId consumer;
  /// Of an access token.
  std::optional<AccessTokenId> id{};
  Timestamp issued_at;
  Timestamp expires_at;

  friend bool operator==(const ActiveToken&, const ActiveToken&) = default;
};

class Introspection {
 public:
  Introspection(Operations& operations, const ServicePorts& ports, const Settings& settings,
                SigningKeys& keys);

  /// Nothing when the token is not good, or not one of the caller's project.
  [[nodiscard]] std::optional<ActiveToken> introspect(const ServiceCaller& caller,
                                                      std::string_view token);

  /// The same for a program that this is linked into, and that answers for every project itself.
  [[nodiscard]] std::optional<ActiveToken> introspect(std::string_view token);

  /// Ends the token; with an access token, even one that is over, or a refresh token all that came
  /// out of the same consumer token. Changes nothing, and does not say so, when it is no token of
  /// the caller's project. unauthenticated when the caller's own token has ended.
  [[nodiscard]] Result<Done> revoke(const ServiceContext& caller, std::string_view token);

  /// The same for a public client, which has nothing but its refresh token (RFC 7009, section 2.1):
  /// who holds one may end what came out of it. Changes nothing, and does not say so, when it is
  /// unknown, or of another project than `client_id` names, unless that is empty. unauthenticated
  /// for any other text: an access token is held by those as well that it was shown to.
  [[nodiscard]] Result<Done> revoke_own(std::string_view refresh_token, std::string_view client_id,
                                        const Origin& origin = {});

 private:
  /// The access token that the text is, if it is one of this installation; it may be over.
  [[nodiscard]] std::optional<AccessToken> signed_by_us(std::string_view token);
  /// The same as found in the storage: nothing when it has ended.
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
