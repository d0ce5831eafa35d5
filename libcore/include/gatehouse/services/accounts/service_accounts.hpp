/// Service accounts: programs of the caller's account, which obtain tokens with secrets of their
/// own and act with the role developer. Admins manage them.
///
/// A service account has at most two secrets, so that a program can change to a new one without
/// interruption: create the second, configure it in the program, delete the first.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/service_account.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/service_accounts.hpp>
#include <gatehouse/schema/sessions.hpp>
#include <gatehouse/services/accounts/throttle.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// Thread-safe. All operations on one service account fail with not_found for one of another
/// account.
class ServiceAccounts {
 public:
  ServiceAccounts(Operations& operations, const ServicePorts& ports, const Settings& settings,
                  Erasures& erasures);

  /// Maximum number of service accounts of an account.
  static constexpr std::size_t max_accounts = 100;
  /// Uses of a secret within this time are stored once.
  static constexpr Duration resolution_of_use = std::chrono::minutes(1);

  [[nodiscard]] Result<Listing<ServiceAccount, ServiceAccountId>> list(
      const UserContext& caller, const ListRequest<ServiceAccountId>& request);
  /// Creates a service account with its first secret. Fails with already_exists if the name is
  /// taken in the account, and with limit_exceeded if the account has the maximum number.
  [[nodiscard]] Result<NewServiceAccount> create(const UserContext& caller,
                                                 const Checked<CreateServiceAccount>& command);
  [[nodiscard]] Result<ServiceAccount> get(const UserContext& caller, ServiceAccountId id);
  /// Also ends its tokens, and removes its permissions in projects.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, ServiceAccountId id);

  /// Fails with conflict if the service account has two secrets.
  [[nodiscard]] Result<NewServiceAccountSecret> add_secret(const UserContext& caller,
                                                           ServiceAccountId id);
  /// Also ends the tokens that were obtained with the secret. The last secret can be deleted; the
  /// service account then obtains no token until it has another one. Fails with not_found if the
  /// service account has no such secret.
  [[nodiscard]] Result<Done> remove_secret(const UserContext& caller, ServiceAccountId id,
                                           ServiceAccountSecretId secret);

  /// Whether the client id has the form of the id of a service account, which no e-mail address
  /// has.
  [[nodiscard]] static bool names_service_account(std::string_view client_id) noexcept;

  /// Returns a token for the client credentials (RFC 6749, section 4.4). Fails with unauthenticated
  /// for an unknown client and for a wrong secret alike, with too_many_requests once wrong
  /// credentials have used up the allowance of the network source (right ones are accepted all the
  /// same), and with failed_precondition for any grant type other than client_credentials.
  [[nodiscard]] Result<ObtainedToken> obtain_token(const Checked<ObtainToken>& command,
                                                   const Origin& origin = {});

  /// Ends the token (RFC 7009), of which the caller proves possession. Ends nothing if the client
  /// id is given and is another one. Fails as obtain_token() if a secret is given and is wrong.
  [[nodiscard]] Result<Done> revoke_token(std::string_view token, std::string_view client_id,
                                          const Secret& client_secret, const Origin& origin = {});

 private:
  [[nodiscard]] Error wrong_client(const Origin& origin);

  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  Erasures& erasures_;
  Throttle wrong_secrets_;
};

}  // namespace gatehouse
