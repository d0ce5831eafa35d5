/// Groups of API proxies. `project` is as for API proxies (api_proxies.hpp).
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <gatehouse/base/result.hpp>
#include <gatehouse/schema/api_proxy_groups.hpp>
#include <gatehouse/services/api_security/detail/managed_scope.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class ApiProxyGroups {
 public:
  ApiProxyGroups(Operations& operations, const ServicePorts& ports, const Settings& settings,
                 Erasures& erasures);

  [[nodiscard]] Result<Listing<ApiProxyGroupView, ApiProxyGroupId>> list(
      const UserContext& caller, std::string_view project,
      const ListRequest<ApiProxyGroupId>& request);
  /// Returns the total number that list() covers.
  [[nodiscard]] Result<std::size_t> count(const UserContext& caller, std::string_view project);
  /// Fails with already_exists if the name is taken in the project or for every project.
  [[nodiscard]] Result<Done> create(const UserContext& caller, std::string_view project,
                                    const Checked<CreateApiProxyGroup>& command);
  /// Also removes the grants on the group. Fails with failed_precondition for an unknown name.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, std::string_view project,
                                    std::string_view name);

  /// Adds all of the proxies or none. Fails with failed_precondition for an unknown group or an
  /// unregistered name, and with already_exists for a proxy that is already in the group.
  [[nodiscard]] Result<Done> add_proxies(const UserContext& caller, std::string_view project,
                                         std::string_view group,
                                         const Checked<std::vector<ApiProxyName>>& proxies);
  /// Removes all of the proxies or none. Fails with failed_precondition for an unknown group or a
  /// proxy that is not in it.
  [[nodiscard]] Result<Done> remove_proxies(const UserContext& caller, std::string_view project,
                                            std::string_view group,
                                            const Checked<std::vector<ApiProxyName>>& proxies);

 private:
  ServicePorts ports_;
  const Settings& settings_;
  ManagedScopes scopes_;
  Erasures& erasures_;
};

}  // namespace gatehouse
