/// What credentials may use.
///
/// A grant names an API proxy or a group and holds where it was made: under a project in that
/// project, under "admin" in every project of the account. A project's credential has grants in its
/// project alone, whichever of the two names is used; a credential for every project may have
/// grants in each of them, made under their names, and grants everywhere.
#pragma once

#include <string_view>
#include <vector>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/grant.hpp>
#include <gatehouse/schema/api_security_commands.hpp>
#include <gatehouse/services/api_security/detail/managed_scope.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// All of these: failed_precondition for an unknown user name.
class Grants {
 public:
  Grants(Operations& operations, const ServicePorts& ports, const Settings& settings,
         Erasures& erasures);

  /// In the order in which they were made.
  [[nodiscard]] Result<Listing<Grant, GrantId>> list(const UserContext& caller,
                                                     std::string_view project,
                                                     std::string_view username,
                                                     const ListRequest<GrantId>& request = {});
  /// All of them or none: failed_precondition for a name that is not registered, already_exists for
  /// what is granted already and not over.
  [[nodiscard]] Result<Done> add(const UserContext& caller, std::string_view project,
                                 std::string_view username,
                                 const std::vector<GrantAccess>& commands);
  /// All of them or none: failed_precondition for a name that is not registered or not granted.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, std::string_view project,
                                    std::string_view username,
                                    const std::vector<RevokeAccess>& commands);

 private:
  ServicePorts ports_;
  const Settings& settings_;
  ManagedScopes scopes_;
  Erasures& erasures_;
};

}  // namespace gatehouse
