/// The projects of the caller's account, and their push keys.
#pragma once

#include <cstdint>
#include <vector>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/project.hpp>
#include <gatehouse/model/push_keys.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/commands.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/secrets/vault.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// A project with the codes of the services attached to it, and the limit of consumers that holds.
struct ProjectView {
  Project project;
  std::vector<ServiceCode> services;
  std::int64_t user_limit = 0;
};

class Projects {
 public:
  Projects(Operations& operations, const ServicePorts& ports, const Settings& settings);

  [[nodiscard]] Result<Listing<ProjectView, ProjectId>> list(const UserContext& caller,
                                                             const ListRequest<ProjectId>& request);
  /// limit_exceeded when the account may have no more; already_exists for a name taken in the
  /// account or reserved.
  [[nodiscard]] Result<ProjectView> create(const UserContext& caller,
                                           const DescribeProject& command);
  [[nodiscard]] Result<ProjectView> get(const UserContext& caller, ProjectId id);
  [[nodiscard]] Result<ProjectView> update(const UserContext& caller, ProjectId id,
                                           const DescribeProject& command);

  /// Throws PortError when they are sealed with a key that is not there; so does an update that
  /// leaves out such a one, and one that gives all three makes up for it.
  [[nodiscard]] Result<PushKeys> push_keys(const UserContext& caller, ProjectId id);
  [[nodiscard]] Result<PushKeys> update_push_keys(const UserContext& caller, ProjectId id,
                                                  const UpdatePushKeys& command);

 private:
  [[nodiscard]] ProjectView view(const Transaction& tx, Project project) const;

  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  Vault vault_;
};

}  // namespace gatehouse
