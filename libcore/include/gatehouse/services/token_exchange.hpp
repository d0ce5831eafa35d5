/// Consumer tokens and refresh tokens for access tokens: the grant type refresh_token of OAuth 2.0
/// (RFC 6749, section 6), with the rotation that RFC 9700, section 4.14.2, asks for.
///
/// A token works once. Who did not get the answer may show it again for Settings::refresh_grace and
/// gets the same successor; whoever shows a spent one in any other way ends all that came out of
/// the same consumer token, since two have it.
#pragma once

#include <optional>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/token_family.hpp>
#include <gatehouse/schema/token_commands.hpp>
#include <gatehouse/services/access_token.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>
#include <gatehouse/services/signing_keys.hpp>

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
  TokenExchange(const Ports& ports, const Settings& settings, SigningKeys& keys);

  /// failed_precondition for any grant type but refresh_token.
  [[nodiscard]] static Result<Done> check_grant_type(std::string_view grant_type);

  /// unauthenticated for a token that is unknown, over, spent or revoked, is another client's, or
  /// whose service has used up its items, which ends it; invalid_argument for a scope;
  /// failed_precondition for another grant type. Throws PortError when there is no key to sign
  /// with: the token is good all the same then.
  [[nodiscard]] Result<ExchangedTokens> exchange(const ExchangeToken& command);

 private:
  /// A family after the exchange, and its refresh token.
  struct Succession {
    TokenFamily family;
    Secret refresh_token;
  };
  struct Judgement;

  [[nodiscard]] Judgement judge(const Transaction& tx, std::string_view token, Timestamp now) const;
  [[nodiscard]] Judgement judge_refresh_token(const Transaction& tx, std::string_view token,
                                              Timestamp now) const;
  [[nodiscard]] Judgement judge_consumer_token(const Transaction& tx, std::string_view token,
                                               Timestamp now) const;
  [[nodiscard]] Judgement judge_spent(const TokenFamily& family, const TokenDigest& digest,
                                      Timestamp now) const;
  [[nodiscard]] Succession succeed(TokenFamily family, std::string_view token, const Salt& salt,
                                   Timestamp now) const;
  [[nodiscard]] Succession repeat(TokenFamily family, std::string_view token) const;
  /// Rotates or begins the family, or ends it, in one transaction: nothing when there is none to go
  /// on with.
  [[nodiscard]] std::optional<Succession> take(std::string_view token, Timestamp shown_at);
  [[nodiscard]] ExchangedTokens issue(Succession succession, const SigningKeys::Hand& hand);

  Ports ports_;
  const Settings& settings_;
  SigningKeys& keys_;
};

}  // namespace gatehouse
