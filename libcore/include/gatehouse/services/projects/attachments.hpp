/// Services attached to projects.
#pragma once

#include <cstdint>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/attachment.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/commands.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// An attachment with the limit of items that holds.
struct AttachmentView {
  Attachment attachment;
  std::int64_t item_limit = 0;

  friend bool operator==(const AttachmentView&, const AttachmentView&) = default;
};

class Attachments {
 public:
  Attachments(Operations& operations, const ServicePorts& ports, const Settings& settings,
              Erasures& erasures);

  /// Goes on with what the project has used of the service before. invalid_argument for a code that
  /// is not in the catalogue; already_exists when it is attached.
  [[nodiscard]] Result<AttachmentView> create(const UserContext& caller, ProjectId project,
                                              const AttachService& command);
  [[nodiscard]] Result<AttachmentView> get(const UserContext& caller, ProjectId project,
                                           const ServiceCode& service);
  /// What was handed out for the service and the project dies with it: consumer tokens, and the
  /// families of refresh tokens that came out of them. The ledger of its use and its limit stay.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, ProjectId project,
                                    const ServiceCode& service);

 private:
  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  Erasures& erasures_;
};

}  // namespace gatehouse
