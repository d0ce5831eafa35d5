/// Services that a project uses.
#pragma once

#include <cstdint>
#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/service_code.hpp>

namespace gatehouse {

/// A service of the catalogue as one project uses it.
struct Attachment {
  AttachmentId id;
  AccountId account;
  ProjectId project;
  ServiceCode service;
  std::string name;
  std::string description;
  /// What metering has counted of the service in the project, in former attachments too.
  std::int64_t item_used = 0;
  Timestamp created_at;

  friend bool operator==(const Attachment&, const Attachment&) = default;
};

}  // namespace gatehouse
