/// The push keys of a project, as storage keeps them.
#pragma once

#include <gatehouse/model/project.hpp>

namespace gatehouse {

/// There is one for each project whose push keys were ever set.
struct ProjectPushKeys {
  AccountId account;
  ProjectId project;
  SealedPushKeys keys;

  friend bool operator==(const ProjectPushKeys&, const ProjectPushKeys&) = default;
};

}  // namespace gatehouse
