/// Consumer tokens.
#pragma once

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/model/token.hpp>

namespace gatehouse {

/// A short-lived token that a tenant's back end passes to its user's device, valid for one
/// consumer, project and service.
struct ConsumerToken {
  TokenDigest digest;
  AccountId account;
  ProjectId project;
  ServiceCode service;
  ConsumerId consumer;
  Timestamp created_at;
  Timestamp expires_at;

  friend bool operator==(const ConsumerToken&, const ConsumerToken&) = default;
};

}  // namespace gatehouse
