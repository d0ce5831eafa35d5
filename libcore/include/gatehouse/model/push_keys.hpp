/// The keys for push notifications that a project's services send to phones.
#pragma once

#include <optional>
#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>

namespace gatehouse {

/// Each is empty until it is set. Opaque to Gatehouse.
struct PushKeys {
  std::optional<std::string> fcm_api_keys;
  std::optional<std::string> fcm_project_number;
  std::optional<std::string> apns_cert;

  friend bool operator==(const PushKeys&, const PushKeys&) = default;
};

/// Push keys as they are now.
struct CurrentPushKeys : PushKeys {
  /// The time of the latest change; empty if there was none, or it was before schema 11.
  std::optional<Timestamp> updated_at{};
};

/// Stored push keys: texts written and read by services/secrets/vault.hpp. A separate type, so that
/// plain-text keys are never stored by mistake.
struct SealedPushKeys {
  std::optional<std::string> fcm_api_keys;
  std::optional<std::string> fcm_project_number;
  std::optional<std::string> apns_cert;
  /// Of the latest change; empty if there was none, or it was before schema 11.
  std::optional<Timestamp> updated_at{};

  friend bool operator==(const SealedPushKeys&, const SealedPushKeys&) = default;
};

/// Exists for each project whose push keys were ever set.
struct ProjectPushKeys {
  AccountId account;
  ProjectId project;
  SealedPushKeys keys;

  friend bool operator==(const ProjectPushKeys&, const ProjectPushKeys&) = default;
};

}  // namespace gatehouse
