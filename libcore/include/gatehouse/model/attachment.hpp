/// Services attached to projects.
#pragma once

#include <cstdint>
#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/service_code.hpp>

namespace gatehouse {

/// A service of the catalogue attached to a project.
struct Attachment {
  AttachmentId id;
  AccountId account;
  ProjectId project;
  ServiceCode service;
  std::string name;
  std::string description;
  /// The metered usage of the service in the project, including former attachments.
  std::int64_t item_used = 0;
  Timestamp created_at;

  friend bool operator==(const Attachment&, const Attachment&) = default;
};

}  // namespace gatehouse
