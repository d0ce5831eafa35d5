/// Consumers of the tenants' products.
#pragma once

#include <optional>
#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/metadata.hpp>

namespace gatehouse {

/// A user of a tenant's product, identified in Gatehouse by an id, and optionally by the id that
/// the product gives to it.
struct Consumer {
  ConsumerId id;
  AccountId account;
  Timestamp created_at;
  /// Of the latest change; empty if there was none.
  std::optional<Timestamp> updated_at{};
  /// The id in the tenant's own systems, if there is one: not empty, unique in the account,
  /// compared byte for byte.
  std::optional<std::string> external_id{};
  Metadata metadata{};

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
