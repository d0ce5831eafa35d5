/// The API proxies that an account protects.
///
/// `project` is the name of one of the account's projects, or "admin" for proxies registered for
/// every project. With "admin", lists cover the whole account; all other operations cover what was
/// registered under that name. For permissions see scope_to_manage().
#pragma once

#include <cstddef>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/schema/api_proxies.hpp>
#include <gatehouse/services/api_security/detail/managed_scope.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class ApiProxies {
 public:
  ApiProxies(Operations& operations, const ServicePorts& ports, const Settings& settings,
             Erasures& erasures);

  /// A page starts after the key that the previous page returned.
  [[nodiscard]] Result<Listing<ApiProxyView, ApiProxyId>> list(
      const UserContext& caller, std::string_view project, const ListRequest<ApiProxyId>& request);
  /// Returns the total number that list() covers.
  [[nodiscard]] Result<std::size_t> count(const UserContext& caller, std::string_view project);
  /// Fails with already_exists if the name is taken in the project or for every project.
  [[nodiscard]] Result<Done> create(const UserContext& caller, std::string_view project,
                                    const Checked<RegisterApiProxy>& command);
  /// Also removes the grants on the proxy and its group memberships. Fails with failed_precondition
  /// for an unknown name.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, std::string_view project,
                                    std::string_view name);

 private:
  ServicePorts ports_;
  const Settings& settings_;
  ManagedScopes scopes_;
  Erasures& erasures_;
};

}  // namespace gatehouse
