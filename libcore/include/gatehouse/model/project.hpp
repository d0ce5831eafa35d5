/// Projects, the keys with which their services push, and what is attached to them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/service_code.hpp>

namespace gatehouse {

struct Project {
  ProjectId id;
  AccountId account;
  /// Unique in the account.
  std::string name;
  std::string description;
  /// How many consumers may be attached, if the project has a limit of its own; otherwise the
  /// account's or the installation's holds (see model/limits.hpp).
  std::optional<std::int64_t> own_user_limit;
  /// How many are attached; never more than the limit allowed when the last one was.
  std::int64_t user_used = 0;
  Timestamp created_at;

  friend bool operator==(const Project&, const Project&) = default;
};

/// Each nothing until it is set. Opaque to Gatehouse.
struct PushKeys {
  std::optional<std::string> fcm_api_keys;
  std::optional<std::string> fcm_project_number;
  std::optional<std::string> apns_cert;

  friend bool operator==(const PushKeys&, const PushKeys&) = default;
};

/// Push keys as storage keeps them: texts that services/secrets/vault.hpp makes and reads. A type of their
/// own, so that keys in the clear are never kept by mistake.
struct SealedPushKeys {
  std::optional<std::string> fcm_api_keys;
  std::optional<std::string> fcm_project_number;
  std::optional<std::string> apns_cert;

  friend bool operator==(const SealedPushKeys&, const SealedPushKeys&) = default;
};

/// Whose push keys they are.
struct PushKeysPlace {
  AccountId account;
  ProjectId project;

  friend auto operator<=>(const PushKeysPlace&, const PushKeysPlace&) = default;
};

/// A service that the installation offers to every account.
struct CatalogueItem {
  ServiceCode code;
  std::string name;
  std::string description;
  Timestamp created_at;

  friend bool operator==(const CatalogueItem&, const CatalogueItem&) = default;
};

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

/// A user of a tenant's own product, known to Gatehouse by an id alone.
struct Consumer {
  ConsumerId id;
  AccountId account;
  Timestamp created_at;

  friend bool operator==(const Consumer&, const Consumer&) = default;
};

}  // namespace gatehouse
