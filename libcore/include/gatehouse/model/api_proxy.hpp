/// What an account protects: API proxies of its gateways, and groups of them.
#pragma once

#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/scope.hpp>

namespace gatehouse {

/// An API as a gateway offers it. Registered for one project, or for every project.
struct ApiProxy {
  ApiProxyId id;
  AccountId account;
  Scope scope = Scope::everywhere();
  /// Unique in its scope, compared byte for byte.
  std::string name;
  std::string description;
  Timestamp created_at;

  friend bool operator==(const ApiProxy&, const ApiProxy&) = default;
};

/// A name for several API proxies together. Which are in it is kept beside it.
struct ApiProxyGroup {
  ApiProxyGroupId id;
  AccountId account;
  Scope scope = Scope::everywhere();
  /// Unique in its scope, compared byte for byte.
  std::string name;
  std::string description;
  Timestamp created_at;

  friend bool operator==(const ApiProxyGroup&, const ApiProxyGroup&) = default;
};

/// An API proxy is in a group. Both are referred to by their names, the group in its scope.
struct GroupedApiProxy {
  AccountId account;
  Scope scope = Scope::everywhere();
  std::string group;
  std::string proxy;

  friend bool operator==(const GroupedApiProxy&, const GroupedApiProxy&) = default;
};

}  // namespace gatehouse
