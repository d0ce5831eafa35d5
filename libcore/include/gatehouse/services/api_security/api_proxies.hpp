/// The API proxies that an account protects, and groups of them.
///
/// `project` is the name of one of the account's projects, or "admin" for what is registered for
/// every project. Under "admin" lists hold all of the account; everything else is what was
/// registered under that name. Who may: see scope_to_manage().
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/api_proxy.hpp>
#include <gatehouse/schema/api_security_commands.hpp>
#include <gatehouse/services/api_security/detail/managed_scope.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// An API proxy with the name of its project.
struct ApiProxyView {
  ApiProxy proxy;
  std::string project;
};

/// A group with the name of its project and those of the API proxies in it.
struct ApiProxyGroupView {
  ApiProxyGroup group;
  std::string project;
  std::vector<std::string> proxies;
};

class ApiProxies {
 public:
  ApiProxies(Operations& operations, const ServicePorts& ports, const Settings& settings,
             Erasures& erasures);

  /// Pages go by the key that the page before gave.
  [[nodiscard]] Result<Listing<ApiProxyView, ApiProxyId>> list(
      const UserContext& caller, std::string_view project, const ListRequest<ApiProxyId>& request);
  /// already_exists for a name that is taken in the project or for every project.
  [[nodiscard]] Result<Done> create(const UserContext& caller, std::string_view project,
                                    const RegisterApiProxy& command);
  /// Grants on it go too, and it leaves all groups. failed_precondition for an unknown name.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, std::string_view project,
                                    std::string_view name);

 private:
  ServicePorts ports_;
  const Settings& settings_;
  ManagedScopes scopes_;
  Erasures& erasures_;
};

class ApiProxyGroups {
 public:
  ApiProxyGroups(Operations& operations, const ServicePorts& ports, const Settings& settings,
                 Erasures& erasures);

  [[nodiscard]] Result<Listing<ApiProxyGroupView, ApiProxyGroupId>> list(
      const UserContext& caller, std::string_view project,
      const ListRequest<ApiProxyGroupId>& request);
  /// already_exists for a name that is taken in the project or for every project.
  [[nodiscard]] Result<Done> create(const UserContext& caller, std::string_view project,
                                    const CreateApiProxyGroup& command);
  /// Grants on it go too. failed_precondition for an unknown name.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, std::string_view project,
                                    std::string_view name);

  /// All of them or none: failed_precondition for an unknown group and for a name that is not
  /// registered, already_exists for one that is in the group.
  [[nodiscard]] Result<Done> add_proxies(const UserContext& caller, std::string_view project,
                                         std::string_view group,
                                         const std::vector<std::string>& proxies);
  /// All of them or none: failed_precondition for an unknown group and for what is not in it.
  [[nodiscard]] Result<Done> remove_proxies(const UserContext& caller, std::string_view project,
                                            std::string_view group,
                                            const std::vector<std::string>& proxies);

 private:
  ServicePorts ports_;
  const Settings& settings_;
  ManagedScopes scopes_;
  Erasures& erasures_;
};

}  // namespace gatehouse
