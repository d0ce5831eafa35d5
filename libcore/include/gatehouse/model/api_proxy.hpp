/// The API proxies that an account protects.
#pragma once

#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/scope.hpp>

namespace gatehouse {

/// An API offered by a gateway. Registered for one project, or for every project.
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

}  // namespace gatehouse
