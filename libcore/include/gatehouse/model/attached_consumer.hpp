/// Consumers in projects.
#pragma once

#include <gatehouse/model/ids.hpp>

namespace gatehouse {

/// A consumer is attached to a project.
struct AttachedConsumer {
  AccountId account;
  ProjectId project;
  ConsumerId consumer;

  friend bool operator==(const AttachedConsumer&, const AttachedConsumer&) = default;
};

}  // namespace gatehouse
