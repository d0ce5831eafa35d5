/// Exchanges consumer tokens and refresh tokens for access tokens: the grant type refresh_token of
/// OAuth 2.0 (RFC 6749, section 6), with the rotation that RFC 9700, section 4.14.2, requires.
///
/// A token can be used once. A client that did not receive the response may present its token again
/// within Settings::refresh_grace of its use and gets the same successor. Once that successor has
/// been used, for example by another tab of the same browser, the token is refused without further
/// effect. A token that is presented after its grace period revokes the whole family, since two
/// parties have it.
///
/// The grace period is measured by the monotonic clock, which counts suspended time, as long as the
/// machine has not been restarted since, and otherwise by the system date. A date that precedes the
/// use by more than the clock skew between servers is inconclusive: the token is refused, and the
/// family continues.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <gatehouse/base/moment.hpp>
#include <gatehouse/base/result.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/token_family.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/token_exchange.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>
#include <gatehouse/services/tokens/access_token.hpp>
#include <gatehouse/services/tokens/signing_keys.hpp>

namespace gatehouse {

/// The issued tokens. This is the only time their texts are shown.
struct ExchangedTokens {
  Secret access_token;
  Secret refresh_token;
  /// The claims of the access token.
  AccessToken claims;
};

class TokenExchange {
 public:
  TokenExchange(Operations& operations, const ServicePorts& ports, const Settings& settings,
                SigningKeys& keys);

  /// Fails with failed_precondition for any grant type other than refresh_token.
  [[nodiscard]] static Result<Done> check_grant_type(std::string_view grant_type);

  /// Fails with unauthenticated if the token is unknown, expired, spent, revoked or another
  /// client's, or if its service has used up its items, which ends the token; with invalid_argument
  /// if a scope is given; and with failed_precondition for another grant type. Throws PortError if
  /// no signing key is available; the token stays valid in that case.
  [[nodiscard]] Result<ExchangedTokens> exchange(const Checked<ExchangeToken>& command,
                                                 const Origin& origin = {});

  /// The same for a client that names no grant type, client or scope.
  [[nodiscard]] Result<ExchangedTokens> refresh(const Checked<RefreshTokens>& command,
                                                const Origin& origin = {});

 private:
  /// A family after the exchange, and its refresh token.
  struct Succession {
    TokenFamily family;
    Secret refresh_token;
  };
  struct Decision;

  /// Exchanges a token, for the client alone if one is named.
  [[nodiscard]] Result<ExchangedTokens> exchange_text(std::string_view token,
                                                      std::string_view client_id,
                                                      const Origin& origin);
  [[nodiscard]] Decision decide(const Transaction& tx, std::string_view token,
                                const Moment& now) const;
  [[nodiscard]] Decision decide_on_refresh_token(const Transaction& tx, std::string_view token,
                                                 const Moment& now) const;
  [[nodiscard]] Decision decide_on_consumer_token(const Transaction& tx, std::string_view token,
                                                  const Moment& now) const;
  [[nodiscard]] Decision decide_on_spent(TokenFamily family, const TokenDigest& digest,
                                         std::optional<std::uint32_t> generation,
                                         const Moment& now) const;
  [[nodiscard]] Succession succeed(TokenFamily family, std::string_view token, const Salt& salt,
                                   const Moment& now) const;
  [[nodiscard]] Succession repeat(TokenFamily family, std::string_view token) const;
  /// Rotates, begins or ends the family in one transaction. Empty if no token may be issued.
  [[nodiscard]] std::optional<Succession> take(std::string_view token, const Moment& shown_at,
                                               const Origin& origin);
  [[nodiscard]] ExchangedTokens issue(Succession succession, const SigningKeys::Handle& handle);

  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  SigningKeys& keys_;
};

}  // namespace gatehouse
