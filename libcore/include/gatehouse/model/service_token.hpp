/// Service tokens: with which a tenant's own service proves that it is one of a project.
#pragma once

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/token.hpp>

namespace gatehouse {

/// The one that a project has; it works until another takes its place.
struct ServiceToken {
  TokenDigest digest;
  AccountId account;
  ProjectId project;
  Timestamp created_at;

  friend bool operator==(const ServiceToken&, const ServiceToken&) = default;
};

}  // namespace gatehouse
