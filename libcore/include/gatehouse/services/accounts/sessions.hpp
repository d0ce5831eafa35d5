/// Login, logout and authentication by session token.
#pragma once

#include <optional>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/session.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/sessions.hpp>
#include <gatehouse/services/accounts/passwords.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// Creates a session for the user within a transaction.
[[nodiscard]] NewSession begin_session(Transaction& tx, const User& user, const IssuedToken& token,
                                       Timestamp now, const Settings& settings);

class Sessions {
 public:
  Sessions(Operations& operations, const ServicePorts& ports, const Settings& settings,
           Passwords& passwords, Erasures& erasures);

  /// Fails with unauthenticated if the e-mail address or the password is wrong, after the same work
  /// in both cases. Rehashes the password if the hasher's parameters have changed.
  [[nodiscard]] Result<NewSession> log_in(const Checked<LogIn>& command, const Origin& origin = {});

  /// Logs a user in by the OAuth 2.0 request; see ServiceAccounts::obtain_token() for programs.
  /// Fails with failed_precondition for any grant type other than client_credentials.
  [[nodiscard]] Result<NewSession> obtain_token(const Checked<ObtainToken>& command,
                                                const Origin& origin = {});

  /// Ends the caller's session, or the token of a service account.
  [[nodiscard]] Result<Done> log_out(const UserContext& caller);
  /// Ends all sessions of the caller, or all tokens of a service account, except the current one.
  [[nodiscard]] Result<Done> log_out_others(const UserContext& caller);

  /// Returns the user or service account that owns the token. Fails with unauthenticated if the
  /// token is unknown, ended or expired. Given the name of a project, finds in the same read
  /// whether the owner may manage its API security (see Principal::managed_project).
  [[nodiscard]] Result<Principal> authenticate(
      std::string_view token, std::optional<std::string_view> project = std::nullopt);

 private:
  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  Passwords& passwords_;
  Erasures& erasures_;
};

}  // namespace gatehouse
