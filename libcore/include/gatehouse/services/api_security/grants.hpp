/// Grants of credentials.
///
/// A grant names an API proxy or a group and applies where it was made: with a project in that
/// project, with "admin" in every project of the account. A credential of a project has grants in
/// its project alone, whichever of the two names is used; a credential for every project may have
/// grants in each project, made with the project's name, and grants everywhere.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/grant.hpp>
#include <gatehouse/schema/grants.hpp>
#include <gatehouse/services/api_security/detail/managed_scope.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// All operations fail with failed_precondition for an unknown user name.
class Grants {
 public:
  Grants(Operations& operations, const ServicePorts& ports, const Settings& settings,
         Erasures& erasures);

  /// Lists grants in the order of creation.
  [[nodiscard]] Result<Listing<Grant, GrantId>> list(const UserContext& caller,
                                                     std::string_view project,
                                                     std::string_view username,
                                                     const ListRequest<GrantId>& request = {});
  /// Returns the total number of grants that list() covers.
  [[nodiscard]] Result<std::size_t> count(const UserContext& caller, std::string_view project,
                                          std::string_view username);
  /// Adds all of the grants or none. Fails with failed_precondition for an unregistered name, and
  /// with already_exists for a target that has an unexpired grant.
  [[nodiscard]] Result<Done> add(const UserContext& caller, std::string_view project,
                                 std::string_view username,
                                 const Checked<std::vector<GrantAccess>>& commands);
  /// Removes all of the grants or none. Fails with failed_precondition for a name that is not
  /// registered or not granted.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, std::string_view project,
                                    std::string_view username,
                                    const Checked<std::vector<RevokeAccess>>& commands);

 private:
  ServicePorts ports_;
  const Settings& settings_;
  ManagedScopes scopes_;
  Erasures& erasures_;
};

}  // namespace gatehouse
