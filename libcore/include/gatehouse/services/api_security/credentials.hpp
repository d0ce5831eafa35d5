/// Credentials of APIs.
///
/// `project` is the name of one of the account's projects, or "admin" for what holds in every
/// project. Under a project, its own credentials are seen and changed; under "admin", all of the
/// account's are, and each stays where it is. Who may: see scope_to_manage().
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/credential.hpp>
#include <gatehouse/schema/api_security_commands.hpp>
#include <gatehouse/services/accounts/passwords.hpp>
#include <gatehouse/services/api_security/detail/managed_scope.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// A credential with the name of its project.
struct CredentialView {
  Credential credential;
  std::string project;
};

class Credentials {
 public:
  Credentials(Operations& operations, const ServicePorts& ports, const Settings& settings,
              Passwords& passwords, Erasures& erasures);

  [[nodiscard]] Result<Listing<CredentialView, CredentialId>> list(
      const UserContext& caller, std::string_view project,
      const ListRequest<CredentialId>& request);
  /// How many list() gives in all.
  [[nodiscard]] Result<std::size_t> count(const UserContext& caller, std::string_view project);
  /// already_exists for a user name that is taken in the account; limit_exceeded when it has as
  /// many credentials as it may.
  [[nodiscard]] Result<Done> create(const UserContext& caller, std::string_view project,
                                    const SaveCredential& command);
  /// Updates the credential that the command names, or creates it where there is none.
  /// already_exists when the user name is another project's; limit_exceeded as create().
  [[nodiscard]] Result<Done> save(const UserContext& caller, std::string_view project,
                                  const SaveCredential& command);
  /// failed_precondition for an unknown user name.
  [[nodiscard]] Result<Done> set_password(const UserContext& caller, std::string_view project,
                                          std::string_view username,
                                          const SetCredentialPassword& command);
  /// Its grants go too. failed_precondition for an unknown user name.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, std::string_view project,
                                    std::string_view username);

  /// Done if the caller may manage the project: asked before a command is judged, and before a
  /// password is hashed for it.
  [[nodiscard]] Result<Done> may_manage(const UserContext& caller, std::string_view project);

 private:
  /// A new one as the command describes it; where it holds is found out in the transaction.
  [[nodiscard]] Credential draft(const SaveCredential& command, const std::string& hash);

  ServicePorts ports_;
  const Settings& settings_;
  ManagedScopes scopes_;
  Passwords& passwords_;
  Erasures& erasures_;
};

/// What those are told who name a credential that is not seen from their scope.
[[nodiscard]] Error unknown_credential();

/// The credential with that user name, if it is seen from that scope; failed_precondition
/// otherwise.
[[nodiscard]] Result<Credential> find_credential(const Transaction& tx, const ManagedScope& managed,
                                                 std::string_view username, const TextForms* forms);

}  // namespace gatehouse
