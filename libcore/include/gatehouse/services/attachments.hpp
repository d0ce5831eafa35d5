/// Services attached to projects.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/project.hpp>
#include <gatehouse/schema/commands.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/principal.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class Attachments {
 public:
  Attachments(const Ports& ports, const Settings& settings);

  /// invalid_argument for a code that is not in the catalogue; already_exists when it is attached.
  [[nodiscard]] Result<Attachment> create(const Principal& caller, ProjectId project,
                                          const AttachService& command);
  [[nodiscard]] Result<Attachment> get(const Principal& caller, ProjectId project,
                                       const ServiceCode& service);
  /// The service's consumer tokens for the project die with it.
  [[nodiscard]] Result<Done> remove(const Principal& caller, ProjectId project,
                                    const ServiceCode& service);

 private:
  Ports ports_;
  const Settings& settings_;
};

}  // namespace gatehouse
