/// Logging in and out, and who a token belongs to.
#pragma once

#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/session.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/api_security_commands.hpp>
#include <gatehouse/schema/commands.hpp>
#include <gatehouse/services/accounts/passwords.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// A session that has just begun: its token is shown this once.
struct NewSession {
  User user;
  Secret token;
};

/// Begins a session of the user in a transaction.
[[nodiscard]] NewSession begin_session(Transaction& tx, const User& user, const IssuedToken& token,
                                       Timestamp now, const Settings& settings);

class Sessions {
 public:
  Sessions(Operations& operations, const ServicePorts& ports, const Settings& settings,
           Passwords& passwords, Erasures& erasures);

  /// unauthenticated when e-mail or password is wrong, after the same work either way. Rehashes the
  /// password when the hasher's parameters changed.
  [[nodiscard]] Result<NewSession> log_in(const LogIn& command, const Origin& origin = {});

  /// The same in the words of OAuth 2.0. failed_precondition for another grant type
  /// than client_credentials.
  [[nodiscard]] Result<NewSession> obtain_token(const ObtainToken& command,
                                                const Origin& origin = {});

  /// Ends this session.
  [[nodiscard]] Result<Done> log_out(const UserContext& caller);
  /// Ends all of the caller's sessions but this one.
  [[nodiscard]] Result<Done> log_out_others(const UserContext& caller);

  /// Whose token it is. unauthenticated when unknown, ended or expired.
  [[nodiscard]] Result<Principal> authenticate(std::string_view token);

 private:
  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  Passwords& passwords_;
  Erasures& erasures_;
};

}  // namespace gatehouse
