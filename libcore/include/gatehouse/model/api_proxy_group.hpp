/// Groups of API proxies.
#pragma once

#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/scope.hpp>

namespace gatehouse {

/// A named set of API proxies. Its members are stored separately.
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

/// The membership of an API proxy in a group. Both are referred to by name, the group in its scope.
struct GroupedApiProxy {
  AccountId account;
  Scope scope = Scope::everywhere();
  std::string group;
  std::string proxy;

  friend bool operator==(const GroupedApiProxy&, const GroupedApiProxy&) = default;
};

}  // namespace gatehouse
