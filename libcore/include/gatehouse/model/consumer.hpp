/// Consumers of the tenants' products.
#pragma once

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>

namespace gatehouse {

/// A user of a tenant's product, identified in Gatehouse only by an id.
struct Consumer {
  ConsumerId id;
  AccountId account;
  Timestamp created_at;

  friend bool operator==(const Consumer&, const Consumer&) = default;
};

/// The attachment of a consumer to a project.
struct AttachedConsumer {
  AccountId account;
  ProjectId project;
  ConsumerId consumer;

  friend bool operator==(const AttachedConsumer&, const AttachedConsumer&) = default;
};

}  // namespace gatehouse
