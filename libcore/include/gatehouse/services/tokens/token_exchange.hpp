/// Consumer tokens and refresh tokens for access tokens: the grant type refresh_token of OAuth 2.0
/// (RFC 6749, section 6), with the rotation that RFC 9700, section 4.14.2, asks for.
///
/// A token works once. A client that did not get the answer may show its token again within
/// Settings::refresh_grace of its use, and gets the same successor. Once that successor was used as
/// well, as by another tab of the same browser, the token is refused, and nothing else happens. A
/// token that is shown after its grace ends all that came out of the same consumer token, since two
/// have it.
///
/// The grace is measured by the clock that counts suspend and cannot be set, as long as the
/// machine was not started since; otherwise by the machine's dates. A date that lies before the
/// use by more than the clocks of servers differ proves nothing: the token is refused, and the
/// family goes on.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <gatehouse/base/moment.hpp>
#include <gatehouse/base/result.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/token_family.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/token_commands.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>
#include <gatehouse/services/tokens/access_token.hpp>
#include <gatehouse/services/tokens/signing_keys.hpp>

namespace gatehouse {

/// What a token was exchanged for: the texts are shown this once.
struct ExchangedTokens {
  Secret access_token;
  Secret refresh_token;
  /// What the access token says.
  AccessToken claims;
};

class TokenExchange {
 public:
  TokenExchange(Operations& operations, const ServicePorts& ports, const Settings& settings,
                SigningKeys& keys);

  /// failed_precondition for any grant type but refresh_token.
  [[nodiscard]] static Result<Done> check_grant_type(std::string_view grant_type);

  /// unauthenticated for a token that is unknown, over, spent or revoked, is another client's, or
  /// whose service has used up its items, which ends it; invalid_argument for a scope;
  /// failed_precondition for another grant type. Throws PortError when there is no key to sign
  /// with: the token is good all the same then.
  [[nodiscard]] Result<ExchangedTokens> exchange(const ExchangeToken& command,
                                                 const Origin& origin = {});

 private:
  /// A family after the exchange, and its refresh token.
  struct Succession {
    TokenFamily family;
    Secret refresh_token;
  };
  struct Decision;

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
  /// Rotates or begins the family, or ends it, in one transaction: nothing when there is none to go
  /// on with.
  [[nodiscard]] std::optional<Succession> take(std::string_view token, const Moment& shown_at,
                                               const Origin& origin);
  [[nodiscard]] ExchangedTokens issue(Succession succession, const SigningKeys::Handle& handle);

  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  SigningKeys& keys_;
};

}  // namespace gatehouse
