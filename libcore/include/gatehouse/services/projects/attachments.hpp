/// Attachments of services to projects.
#pragma once

#include <cstdint>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/attachment.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/attachments.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class Attachments {
 public:
  Attachments(Operations& operations, const ServicePorts& ports, const Settings& settings,
              Erasures& erasures);

  /// Continues from the project's earlier usage of the service. Fails with invalid_argument if the
  /// catalogue does not contain the code, and with already_exists if the service is attached.
  [[nodiscard]] Result<AttachmentView> create(const UserContext& caller, ProjectId project,
                                              const Checked<AttachService>& command);
  /// Lists the services attached to the project, in the order of attachment.
  [[nodiscard]] Result<Listing<AttachmentView, AttachmentId>> list(
      const UserContext& caller, ProjectId project, const ListRequest<AttachmentId>& request);
  [[nodiscard]] Result<AttachmentView> get(const UserContext& caller, ProjectId project,
                                           const ServiceCode& service);
  /// Also revokes the consumer tokens of the project for the service and their refresh token
  /// families. The usage ledger and the limit are kept.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, ProjectId project,
                                    const ServiceCode& service);

 private:
  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  Erasures& erasures_;
};

}  // namespace gatehouse
