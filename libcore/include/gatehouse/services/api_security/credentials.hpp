/// API credentials.
///
/// `project` is the name of one of the account's projects, or "admin" for all projects. With a
/// project, only its own credentials are visible; with "admin", all credentials of the account are.
/// For permissions see scope_to_manage().
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/credential.hpp>
#include <gatehouse/schema/credentials.hpp>
#include <gatehouse/services/accounts/passwords.hpp>
#include <gatehouse/services/api_security/detail/managed_scope.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class Credentials {
 public:
  Credentials(Operations& operations, const ServicePorts& ports, const Settings& settings,
              Passwords& passwords, Erasures& erasures);

  /// The filter is about the user name, or a part of it, the full name, the e-mail address or the
  /// description.
  [[nodiscard]] Result<Listing<CredentialView, CredentialId>> list(
      const UserContext& caller, std::string_view project,
      const ListRequest<CredentialId>& request);
  /// Fails with failed_precondition for an unknown user name.
  [[nodiscard]] Result<CredentialView> get(const UserContext& caller, std::string_view project,
                                           std::string_view username);
  /// Returns the total number of credentials that list() covers with the filter.
  [[nodiscard]] Result<std::size_t> count(const UserContext& caller, std::string_view project,
                                          const ListFilter& filter = {});
  /// Fails with already_exists if the user name is taken in the account, and with limit_exceeded if
  /// the account has reached its limit of credentials.
  [[nodiscard]] Result<Done> create(const UserContext& caller, std::string_view project,
                                    const Checked<CreateCredential>& command);
  /// Updates the credential that the command names, or creates it if it does not exist. With
  /// "admin", a credential of one project becomes valid in every project; its grants stay as they
  /// are, and hold in that project. With a project, fails with already_exists if the user name
  /// belongs to another project or to the whole account, and names it. Fails with limit_exceeded as
  /// create().
  [[nodiscard]] Result<Done> save(const UserContext& caller, std::string_view project,
                                  const Checked<SaveCredential>& command);
  /// Fails with failed_precondition for an unknown user name.
  [[nodiscard]] Result<Done> set_password(const UserContext& caller, std::string_view project,
                                          std::string_view username,
                                          const Checked<SetCredentialPassword>& command);
  /// Also removes the credential's grants. Fails with failed_precondition for an unknown user name.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, std::string_view project,
                                    std::string_view username);

  /// Checks that the caller may manage the project. Call it before validating a command and before
  /// hashing a password for it.
  [[nodiscard]] Result<Done> may_manage(const UserContext& caller, std::string_view project);

 private:
  /// Builds a credential from the command; the transaction sets its scope.
  [[nodiscard]] Credential draft(const SaveCredential& command, const std::string& hash);

  ServicePorts ports_;
  const Settings& settings_;
  ManagedScopes scopes_;
  Passwords& passwords_;
  Erasures& erasures_;
};

/// The error for a credential that is not visible in the caller's scope.
[[nodiscard]] Error unknown_credential();

/// Finds the credential by user name among those visible in the scope. Fails with
/// failed_precondition otherwise.
[[nodiscard]] Result<Credential> find_credential(const Transaction& tx, const ManagedScope& managed,
                                                 std::string_view username, const TextForms* forms);

}  // namespace gatehouse
