/// The projects of the caller's account, and their push keys.
#pragma once

#include <cstdint>
#include <vector>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/project.hpp>
#include <gatehouse/model/push_keys.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/projects.hpp>
#include <gatehouse/schema/push_keys.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/secrets/vault.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class Projects {
 public:
  Projects(Operations& operations, const ServicePorts& ports, const Settings& settings,
           Erasures& erasures);

  /// The filter is about the name, or a part of it or of the description.
  [[nodiscard]] Result<Listing<ProjectView, ProjectId>> list(const UserContext& caller,
                                                             const ListRequest<ProjectId>& request);
  /// Fails with limit_exceeded if the account has reached its limit, and with already_exists if the
  /// name is reserved or taken in the account.
  [[nodiscard]] Result<ProjectView> create(const UserContext& caller,
                                           const Checked<DescribeProject>& command);
  [[nodiscard]] Result<ProjectView> get(const UserContext& caller, ProjectId id);
  [[nodiscard]] Result<ProjectView> update(const UserContext& caller, ProjectId id,
                                           const Checked<DescribeProject>& command);

  /// Deletes the project with its attachments, tokens, members, push keys, usage and limits, and
  /// with the credentials, grants, API proxies and groups in its scope. All of them are
  /// inaccessible at once, and the names are available; rows beyond a bounded number are removed in
  /// later steps (see Erasures).
  [[nodiscard]] Result<Done> remove(const UserContext& caller, ProjectId id);

  /// Throws PortError if the keys are encrypted with an unavailable key. So does an update that
  /// leaves out such a push key; an update that sets all three replaces them.
  [[nodiscard]] Result<PushKeys> push_keys(const UserContext& caller, ProjectId id);
  [[nodiscard]] Result<PushKeys> update_push_keys(const UserContext& caller, ProjectId id,
                                                  const Checked<UpdatePushKeys>& command);

 private:
  [[nodiscard]] ProjectView view(const Transaction& tx, Project project) const;

  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  Vault vault_;
  Erasures& erasures_;
};

}  // namespace gatehouse
