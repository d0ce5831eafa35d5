/// API proxies in groups.
#pragma once

#include <string>

#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/scope.hpp>

namespace gatehouse {

/// An API proxy is in a group. Both are referred to by their names, the group in its scope.
struct GroupedApiProxy {
  AccountId account;
  Scope scope = Scope::everywhere();
  std::string group;
  std::string proxy;

  friend bool operator==(const GroupedApiProxy&, const GroupedApiProxy&) = default;
};

}  // namespace gatehouse
