/// The projects in which a user may manage API security.
#pragma once

#include <cstddef>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/project.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class ManagedProjects {
 public:
  ManagedProjects(Operations& operations, const Settings& settings);

  /// Lists, in the order of creation, all projects of the account for an admin, and for a developer
  /// those in which the permission was granted.
  [[nodiscard]] Result<Listing<Project, ProjectId>> list(const UserContext& caller,
                                                         const ListRequest<ProjectId>& request);
  /// Returns the total number of projects that list() covers.
  [[nodiscard]] Result<std::size_t> count(const UserContext& caller);

 private:
  Operations& operations_;
  const Settings& settings_;
};

}  // namespace gatehouse
